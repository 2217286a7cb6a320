namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>Derives the form of a model's requests from its id.</summary>
internal static class OpenAIModels
{
    /// <summary>Returns true if a model of OpenAI reasons: the o series, and GPT from 5 on.</summary>
    /// <param name="id">The provider's own id of the model.</param>
    public static bool Reasons(string id)
    {
        var name = Name(id);
        return name.Length > 1 && char.ToLowerInvariant(name[0]) == 'o'
            ? char.IsAsciiDigit(name[1])
            : Generation(name) >= 5;
    }

    /// <summary>Returns true if a model is known not to reason, at any provider.</summary>
    /// <param name="id">The provider's own id of the model.</param>
    public static bool IsKnownNotToReason(string id) => Generation(Name(id)) is 3 or 4;

    private static int Generation(ReadOnlySpan<char> name) =>
        name.StartsWith("gpt-", StringComparison.OrdinalIgnoreCase) && name.Length > 4 && char.IsAsciiDigit(name[4]) ? name[4] - '0' : 0;

    /// <summary>Removes the prefixes of a name: the vendor, and the mark of a fine-tuned model.</summary>
    private static ReadOnlySpan<char> Name(string id)
    {
        var name = id.AsSpan()[(id.LastIndexOf('/') + 1)..];
        return name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
    }
}
