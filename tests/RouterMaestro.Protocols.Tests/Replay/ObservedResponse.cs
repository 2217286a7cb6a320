namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>The content of a response of any protocol, read from its JSON without the codecs.</summary>
/// <param name="Text">The text, refusals included.</param>
/// <param name="Reasoning">The visible reasoning without white space: protocols separate its pieces differently.</param>
/// <param name="Calls">Name and arguments of each call, in order.</param>
/// <param name="Finish">The finish reason, in Chat's words.</param>
/// <param name="Usage">The tokens of the prompt, those read from a cache, and the tokens of the response.</param>
internal sealed record ObservedResponse(string Text, string Reasoning, IReadOnlyList<string> Calls, string Finish, string Usage)
{
    /// <summary>The usage of responses without one.</summary>
    public const string NoUsage = "0 0 0";

    /// <summary>Gets the reasoning as the provider expects it back: text and signature of each piece.</summary>
    public IReadOnlyList<string> ReasoningTexts { get; init; } = [];

    /// <summary>Gets a value indicating whether it is an error.</summary>
    public bool IsFailure { get; init; }

    public static ObservedResponse Failure { get; } = new("", "", [], "", NoUsage) { IsFailure = true };

    /// <summary>Returns the first difference to another response; null if there is none.</summary>
    public string? DifferenceFrom(ObservedResponse other)
    {
        if (IsFailure || other.IsFailure)
        {
            return IsFailure == other.IsFailure ? null : "one is an error, the other is not";
        }

        (string Name, string Mine, string Theirs)[] all =
        [
            ("text", Text, other.Text),
            ("calls", string.Join('\n', Calls), string.Join('\n', other.Calls)),
            ("reasoning", Reasoning, other.Reasoning),
            ("finish", Finish, other.Finish),
            ("usage", Usage, other.Usage),
        ];
        var (name, mine, theirs) = all.FirstOrDefault(a => a.Mine != a.Theirs);
        return name is null ? null : $"{name}: {Cut(mine, theirs)} became {Cut(theirs, mine)}";
    }

    /// <summary>Returns a text from its first difference.</summary>
    private static string Cut(string text, string other)
    {
        var same = text.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, same - 20);
        return $"'{(from > 0 ? "…" : "")}{text[from..Math.Min(text.Length, from + 120)]}'";
    }
}
