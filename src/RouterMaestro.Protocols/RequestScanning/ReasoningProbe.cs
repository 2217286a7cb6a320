namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Checks the objects in which requests ask for reasoning or decline it.</summary>
internal static class ReasoningProbe
{
    /// <summary>Returns true if an object such as <c>thinking</c> or <c>reasoning</c> asks for reasoning: it does unless it declines.</summary>
    public static bool Asks(ReadOnlySpan<byte> json) =>
        !MemberProbe.Is(json, "type"u8, "\"disabled\""u8)
        && !MemberProbe.Is(json, "effort"u8, "\"none\""u8)
        && !MemberProbe.Is(json, "enabled"u8, "false"u8);
}
