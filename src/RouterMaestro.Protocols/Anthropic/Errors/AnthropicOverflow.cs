using System.Globalization;
using System.Text.RegularExpressions;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.Anthropic.Errors;

/// <summary>
/// Writes a context overflow in Anthropic's words: Claude Code 2.1.330 compacts at "prompt is too long: N tokens &gt; M maximum" (anthropics/claude-code#12186),
/// and 2.1.332 lowers max_tokens at "input length and `max_tokens` exceed context limit: A + B &gt; C", which it looks for to the letter.
/// </summary>
internal static partial class AnthropicOverflow
{
    private const string Words = "prompt is too long";

    // Anthropic's words for a prompt that fits, but not together with max_tokens; clients lower max_tokens at them
    private const string WordsOfSum = "exceed context limit";

    /// <summary>Returns true if a message has Anthropic's own words.</summary>
    public static bool IsOwn(string message) =>
        message.Contains(Words, StringComparison.OrdinalIgnoreCase) || message.Contains(WordsOfSum, StringComparison.OrdinalIgnoreCase);

    /// <summary>Rewords a provider's message and keeps its numbers.</summary>
    /// <param name="message">The message, of any provider.</param>
    public static string Message(string message) => OwnForm().IsMatch(message) ? message : PromptOverflow.Read(message) switch
    {
        { BlamesOutput: true } overflow => MessageOfSum(overflow, message),
        { Prompt: { } prompt, Max: { } max } => string.Create(CultureInfo.InvariantCulture, $"{Words}: {prompt} tokens > {max} maximum"),
        { Max: { } max } => string.Create(CultureInfo.InvariantCulture, $"{Words}: more than the {max} tokens that are the maximum"),
        _ => message.StartsWith(Words, StringComparison.OrdinalIgnoreCase) ? message : $"{Words}: {message}",
    };

    private static string MessageOfSum(PromptOverflow overflow, string message) => overflow is { Prompt: { } prompt, Output: { } output, Max: { } max }
        ? string.Create(CultureInfo.InvariantCulture, $"input length and `max_tokens` exceed context limit: {prompt} + {output} > {max}, decrease input length or `max_tokens` and try again")
        : $"input length and `max_tokens` exceed context limit: {message}";

    [GeneratedRegex(@"^prompt is too long: (about )?\d+ tokens > \d+ maximum|^input length and `max_tokens` exceed context limit: \d", RegexOptions.CultureInvariant)]
    private static partial Regex OwnForm();
}
