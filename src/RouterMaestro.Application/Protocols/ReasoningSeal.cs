using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Protocols;

/// <summary>
/// Seals of reasoning that say whose they are. A provider refuses a seal of another's making, and a conversation may go from one
/// provider to another: so a codec whose providers' seals cannot be told by themselves marks them.
/// </summary>
internal static class ReasoningSeal
{
    /// <summary>What marked seals begin with.</summary>
    public const string Mark = "rm1:";

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
    /// <param name="seal">The seal.</param>
    public static string Of(WireProtocol origin, string seal) => $"{Mark}{origin.Name}:{seal}";

    /// <summary>Takes the mark of a dialect off.</summary>
    /// <returns>The seal; null when it does not bear that mark.</returns>
    public static string? Open(string marked, WireProtocol origin) =>
        marked.StartsWith(Mark, StringComparison.Ordinal)
        && marked.AsSpan(Mark.Length).StartsWith(origin.Name, StringComparison.Ordinal)
        && marked.AsSpan(Mark.Length + origin.Name.Length) is [':', .. var seal]
            ? seal.ToString()
            : null;

    /// <summary>Tells whether a seal bears the mark of another dialect.</summary>
    public static bool IsOfAnother(string seal, WireProtocol own) =>
        seal.StartsWith(Mark, StringComparison.Ordinal) && Open(seal, own) is null;
}
