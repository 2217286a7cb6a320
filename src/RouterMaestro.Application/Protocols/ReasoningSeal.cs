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

    private const string Shown = Mark + "from:";

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

    /// <summary>Tells whether a seal bears any mark, however it goes on, so that it is nothing for providers who make their own.</summary>
    public static bool IsMarked(string seal) => seal.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Makes the gateway's own seal, for callers who expect one on reasoning that came without. No provider may see it.</summary>
    /// <param name="model">The qualified id of the model that reasoned.</param>
    public static string From(string model) => Shown + model;

    /// <summary>Reads where reasoning under the gateway's own seal came from.</summary>
    /// <returns>The qualified id of the model, as it stands there; null when the seal is not the gateway's own.</returns>
    public static string? OriginOf(string seal) => seal.StartsWith(Shown, StringComparison.Ordinal) ? seal[Shown.Length..] : null;

    /// <summary>Tells whether a seal, as UTF-8, is the gateway's own.</summary>
    public static bool IsOwn(ReadOnlySpan<byte> seal) => seal.StartsWith("rm1:from:"u8);

    /// <summary>Takes a seal that came over the wire.</summary>
    /// <returns>The seal; null when there is none, or when it is the gateway's own and so seals nothing.</returns>
    public static string? Received(string? seal) => string.IsNullOrEmpty(seal) || OriginOf(seal) is not null ? null : seal;
}
