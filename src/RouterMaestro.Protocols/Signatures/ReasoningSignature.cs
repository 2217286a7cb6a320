using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Signatures;

/// <summary>
/// Signatures of reasoning that say whose they are. A provider refuses a seal of another's making, and a conversation may go from one
/// provider to another: so a codec whose providers' seals cannot be told by themselves marks them.
/// </summary>
internal static class ReasoningSignature
{
    /// <summary>What marked seals begin with.</summary>
    public const string Mark = "rm1:";

    private const string Shown = Mark + "from:";
    private const string Foreign = Mark + ":";
    private const string Redacted = Mark + "redacted:";
    private const char Divider = '|';
    private const char At = '@';

    /// <summary>Tells whether a marked seal stands in JSON: a quick look, which finds every one, and little else.</summary>
    /// <param name="json">The conversation.</param>
    public static bool IsIn(ReadOnlySpan<byte> json)
    {
        var probe = "\"rm1:"u8;
        for (int at = 0, found; (found = json[at..].IndexOf(probe)) >= 0; at += found + probe.Length)
        {
            // a quote behind a backslash belongs to a text
            if (at + found > 0 && json[at + found - 1] != (byte)'\\')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Marks a seal.</summary>
    /// <param name="origin">The dialect of the providers that understand it.</param>
    /// <param name="signature">The seal.</param>
    public static string Of(WireProtocol origin, string signature) => $"{Mark}{origin.Name}:{signature}";

    /// <summary>Takes the mark of a dialect off.</summary>
    /// <param name="marked">The seal with its mark.</param>
    /// <param name="origin">The dialect.</param>
    /// <param name="provider">The provider that is to understand it; null for any of the dialect.</param>
    /// <returns>The seal; null when it does not bear that mark, or when another provider made it.</returns>
    public static string? Open(string marked, WireProtocol origin, string? provider = null)
    {
        if (!marked.StartsWith(Mark + origin.Name, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = marked.AsSpan(Mark.Length + origin.Name.Length);
        var colon = rest.IndexOf(':');
        if (rest is [At, ..] && colon > 0)
        {
            var maker = rest[1..colon];
            return provider is null || maker.Equals(provider, StringComparison.OrdinalIgnoreCase) ? rest[(colon + 1)..].ToString() : null;
        }

        return colon == 0 ? rest[1..].ToString() : null;
    }

    /// <summary>Tells whether a seal bears any mark, however it goes on, so that it is nothing for providers who make their own.</summary>
    public static bool IsMarked(string signature) => signature.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Makes the gateway's own seal, for callers who expect one on reasoning that came without. No provider may see it.</summary>
    /// <param name="model">The qualified id of the model that reasoned.</param>
    public static string From(string model) => Shown + model;

    /// <summary>Makes the gateway's own seal for reasoning that a provider wants back in a shape of its own. It says no model yet.</summary>
    /// <param name="shape">The shape, which only the dialect of that provider understands.</param>
    public static string OfShape(string shape) => $"{Shown}{Divider}{shape}";

    /// <summary>Completes a seal that a caller is to see: says whose it is.</summary>
    /// <param name="signature">The seal; null when the reasoning came without.</param>
    /// <param name="model">The qualified id of the model that reasoned.</param>
    public static string Signed(string? signature, string model)
    {
        foreach (var origin in WireProtocol.All)
        {
            var mark = $"{Mark}{origin.Name}";
            if (signature is not null && signature.StartsWith($"{mark}:", StringComparison.Ordinal))
            {
                return $"{mark}{At}{model.Split('/', 2)[0]}{signature[mark.Length..]}";
            }
        }

        return Named(signature, model);
    }

    /// <summary>Completes a seal of the gateway's own, and leaves any other as it is.</summary>
    /// <param name="signature">The seal; null when the reasoning came without.</param>
    /// <param name="model">The qualified id of the model that reasoned.</param>
    public static string Named(string? signature, string model) =>
        string.IsNullOrEmpty(signature) ? From(model)
        : signature.Length > Shown.Length && signature.StartsWith(Shown, StringComparison.Ordinal) && signature[Shown.Length] == Divider ? From(model) + signature[Shown.Length..]
        : signature;

    /// <summary>Reads where reasoning under the gateway's own seal came from.</summary>
    /// <returns>The qualified id of the model, as it stands there; null when the seal is not the gateway's own.</returns>
    public static string? OriginOf(string signature) => signature.StartsWith(Shown, StringComparison.Ordinal) ? signature[Shown.Length..].Split(Divider, 2)[0] : null;

    /// <summary>Reads the shape in which reasoning under the gateway's own seal is wanted back.</summary>
    /// <returns>The shape; null for the usual one.</returns>
    public static string? ShapeOf(string signature) =>
        signature.StartsWith(Shown, StringComparison.Ordinal) && signature.IndexOf(Divider, StringComparison.Ordinal) is var at and >= 0 ? signature[(at + 1)..] : null;

    /// <summary>Marks a seal for a caller who would take it for one of its own dialect's.</summary>
    public static string Show(string signature) => IsMarked(signature) ? signature : Foreign + signature;

    /// <summary>Marks reasoning that nobody can read.</summary>
    public static string ShowRedacted(string data) => Redacted + data;

    /// <summary>Takes a seal that was marked for a caller.</summary>
    /// <returns>The seal; null when there is nothing behind the mark.</returns>
    public static string? Unshow(string marked) =>
        !marked.StartsWith(Foreign, StringComparison.Ordinal) ? marked : marked.Length > Foreign.Length ? marked[Foreign.Length..] : null;

    /// <summary>Reads the data of reasoning that nobody can read; null when the seal is something else.</summary>
    public static string? ReadRedacted(string? marked) =>
        marked is not null && marked.StartsWith(Redacted, StringComparison.Ordinal) ? marked[Redacted.Length..] : null;

    /// <summary>Tells whether a seal, as UTF-8, is the gateway's own.</summary>
    public static bool IsOwn(ReadOnlySpan<byte> signature) => signature.StartsWith("rm1:from:"u8);

    /// <summary>Tells whether a seal, as UTF-8, bears any mark, which may say no provider yet.</summary>
    public static bool IsMarked(ReadOnlySpan<byte> signature) => signature.StartsWith("rm1:"u8);

    /// <summary>Takes a seal that a provider gave.</summary>
    /// <returns>The seal; null when there is none, or when it is the gateway's own and so seals nothing.</returns>
    public static string? Received(string? signature) => string.IsNullOrEmpty(signature) || OriginOf(signature) is not null ? null : signature;
}
