using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Removes the lines in which Claude Code tells Anthropic's billing about itself: no other provider should read them.</summary>
internal static class ClaudeCodeBillingText
{
    private const string Mark = "x-anthropic-billing-header:";

    public static JsonText Strip(JsonText text) =>
        text.Escaped.Span.IndexOf("x-anthropic-billing-header:"u8) < 0
            ? text
            : string.Join('\n', text.ToString().Split('\n').Where(line => !line.StartsWith(Mark, StringComparison.Ordinal))).Trim();
}
