using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat.Wire;

/// <summary>A tool call that a model wrote as text.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments, a JSON object.</param>
internal readonly record struct OpenAIChatTaggedCall(string Name, string Arguments);

/// <summary>
/// Finds tool calls in a text: <c>&lt;tool_call&gt;{json}&lt;/tool_call&gt;</c> or <c>&lt;function&gt;{json}&lt;/function&gt;</c>. GitHub Copilot sends
/// them so for single models, with the finish reason <c>tool_calls</c> and without a list of calls (wire facts 5.7).
/// </summary>
internal static class OpenAIChatTaggedCalls
{
    private const string Result = "tool_result";
    private static readonly string[] _names = ["tool_call", "function"];

    /// <summary>Returns the calls of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rest">The text without the calls and their results; the whole text if there are no calls.</param>
    public static List<OpenAIChatTaggedCall> Find(string text, out string rest)
    {
        List<OpenAIChatTaggedCall> calls = [];
        List<string> names = [.. _names, Result];
        var others = new StringBuilder();
        var (at, from) = (0, 0);
        while (FindTag(text, from, names) is var (start, name) && start >= 0)
        {
            var (inside, close) = (start + name.Length + 2, $"</{name}>");
            var end = text.IndexOf(close, inside, StringComparison.Ordinal);
            if (end < 0)
            {
                // a tag that is never closed hides no others
                names.Remove(name);
                continue;
            }

            var call = name == Result ? null : Read(text[inside..end]);
            if (call is null && name != Result)
            {
                // a call may stand within, as it does for a stream, which holds back what may be a call alone
                from = inside;
                continue;
            }

            others.Append(text, at, start - at);
            at = from = end + close.Length;
            if (call is { } found)
            {
                calls.Add(found);
            }
        }

        rest = calls.Count == 0 ? text : others.Append(text, at, text.Length - at).ToString();
        return calls;
    }

    /// <summary>Returns true if a text is the beginning of a call, or may become one.</summary>
    public static bool MayBegin(ReadOnlySpan<char> text)
    {
        foreach (var name in _names)
        {
            string tag = $"<{name}>";
            if (text.Length < tag.Length ? tag.AsSpan().StartsWith(text) : text.StartsWith(tag) && text[tag.Length..].TrimStart() is [] or ['{', ..])
            {
                return true;
            }
        }

        return false;
    }

    private static (int Start, string Name) FindTag(string text, int from, List<string> names)
    {
        var first = (Start: -1, Name: "");
        foreach (var name in names)
        {
            var start = text.IndexOf($"<{name}>", from, StringComparison.Ordinal);
            if (start >= 0 && (first.Start < 0 || start < first.Start))
            {
                first = (start, name);
            }
        }

        return first;
    }

    private static OpenAIChatTaggedCall? Read(string text)
    {
        try
        {
            using var json = JsonBody.Parse(Encoding.UTF8.GetBytes(text));
            if (json.Root.ValueKind != JsonValueKind.Object || json.FindString(json.Root, "name"u8) is not { Length: > 0 } name)
            {
                return null;
            }

            var arguments = json.Root.Find("arguments"u8);
            return new(name, arguments.ValueKind switch
            {
                JsonValueKind.Object => arguments.GetRawText(),
                JsonValueKind.String => arguments.GetString()!,
                _ => "{}",
            });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Holds back the text of a stream from the place where a tool call may begin.</summary>
internal sealed class OpenAIChatTaggedText
{
    private readonly StringBuilder _held = new();

    /// <summary>Gets a value indicating whether text is held back.</summary>
    public bool IsHolding => _held.Length > 0;

    /// <summary>Returns true if text may hold a tag. This is a fast check before <see cref="Add"/>.</summary>
    /// <param name="text">The text, or JSON around it; Go's JSON writer escapes the bracket.</param>
    public static bool MayHold(ReadOnlySpan<byte> text) => text.Contains((byte)'<') || text.IndexOf("u003c"u8) >= 0 || text.IndexOf("u003C"u8) >= 0;

    /// <summary>Adds text.</summary>
    /// <param name="text">The text, escaped as in JSON.</param>
    /// <returns>The text that is no call, escaped likewise.</returns>
    public ReadOnlySpan<byte> Add(ReadOnlySpan<byte> text)
    {
        if (!IsHolding && !MayHold(text))
        {
            return text;
        }

        var isCall = _held.Length > 0 && IsCall();
        _held.Append(JsonText.CopyEscaped(text).ToString());
        if (isCall)
        {
            return [];
        }

        var whole = _held.ToString();
        var at = whole.IndexOf('<', StringComparison.Ordinal);
        while (at >= 0 && !OpenAIChatTaggedCalls.MayBegin(whole.AsSpan(at)))
        {
            at = whole.IndexOf('<', at + 1);
        }

        var free = at < 0 ? whole : whole[..at];
        _held.Remove(0, free.Length);
        return JsonText.FromString(free).Escaped.Span;
    }

    /// <summary>Returns what is held back, and holds nothing any more; null if nothing was.</summary>
    public string? Take()
    {
        var held = _held.Length == 0 ? null : _held.ToString();
        _held.Clear();
        return held;
    }

    // no text can change that any more
    private bool IsCall() => _held.ToString().Contains('{', StringComparison.Ordinal);
}
