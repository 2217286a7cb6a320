using System.Globalization;
using System.Text.RegularExpressions;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.OpenAI.Shared;

/// <summary>
/// Writes a context overflow in words that clients of OpenAI's protocols know. Codex goes by the code; others by the message, which they search for the words
/// of OpenAI and of the vendors whom they know (badlogic/pi-mono utils/overflow.ts, which opencode has too). Those stay as they are.
/// </summary>
internal static partial class OpenAIOverflow
{
    /// <summary>Puts OpenAI's own words before those that clients do not know.</summary>
    /// <param name="message">The message, of any provider.</param>
    public static string Message(string message) => KnownWords().IsMatch(message) ? message : PromptOverflow.Read(message) switch
    {
        { Prompt: { } prompt, Output: { } output, Max: { } max } => string.Create(
            CultureInfo.InvariantCulture,
            $"This model's maximum context length is {max} tokens. However, you requested {prompt + output} tokens ({prompt} in the messages, {output} in the completion). {message}"),
        { Prompt: { } prompt, Max: { } max } => string.Create(
            CultureInfo.InvariantCulture, $"This model's maximum context length is {max} tokens. However, your messages resulted in {prompt} tokens. {message}"),
        _ => $"Your input exceeds the context window of this model. {message}",
    };

    [GeneratedRegex(
        """
        prompt\ is\ too\ long | exceeds\ the\ context\ window | maximum\ context\ length | input\ token\ count.*exceeds\ the\ maximum | maximum\ prompt\ length\ is\ \d
        | reduce\ the\ length\ of\ the\ messages | exceeds\ the\ limit\ of\ \d | exceeds\ the\ available\ context\ size | greater\ than\ the\ context\ length
        | context\ window\ exceeds\ limit | exceeded\ model\ token\ limit | context[_\ ]length[_\ ]exceeded | input\ is\ too\ long\ for\ requested\ model
        | exceed\ context\ limit
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex KnownWords();
}
