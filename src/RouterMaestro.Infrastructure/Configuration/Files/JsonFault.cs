using System.Text.Json;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// Describes where a text stops being JSON and what was expected there. The messages of <see cref="JsonException"/> are not used, since
/// they quote the text, which may be a key.
/// </summary>
internal static class JsonFault
{
    private const int MaxDepth = 64;

    /// <summary>Describes the first fault of a text that is not valid JSON: "is not valid JSON (line 3, byte 7): …".</summary>
    public static string Describe(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text);
        var state = new State(JsonTokenType.None, End: 0, IsObject: false, Depth: 0);
        var objects = new Stack<bool>();
        try
        {
            while (json.Read())
            {
                state = After(ref json, objects);
            }
        }
        catch (JsonException exception)
        {
            var (line, column) = ((int)(exception.LineNumber ?? 0), (int)(exception.BytePositionInLine ?? 0));
            return $"is not valid JSON (line {line + 1}, byte {column + 1}): {Expected(text, state, OffsetOf(text, line, column))}";
        }

        // a reader of tokens has no objection to a member that is named twice
        return "is not valid JSON: it names a member twice";
    }

    private static State After(ref Utf8JsonReader json, Stack<bool> objects)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                objects.Push(json.TokenType == JsonTokenType.StartObject);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                objects.Pop();
                break;
        }

        return new(json.TokenType, (int)json.BytesConsumed, objects.TryPeek(out var isObject) && isObject, objects.Count);
    }

    private static string Expected(ReadOnlySpan<byte> text, State last, int fault)
    {
        var rest = text[last.End..].TrimStart(" \t\r\n"u8);
        var isComma = rest.StartsWith(","u8);
        rest = isComma ? rest[1..].TrimStart(" \t\r\n"u8) : rest;
        var first = rest.IsEmpty ? (byte)0 : rest[0];
        if (first == (byte)'"' && (isComma || last.Type is JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return EndOfText(rest) is { } end && text.Length - rest.Length + end <= fault
                ? "expected a colon after the name"
                : "a text is not closed by a double quote on its line, or holds an invalid escape";
        }

        return first switch
        {
            (byte)'/' or (byte)'#' => "comments are not allowed",
            (byte)'\'' => "names and texts must be in double quotes",
            (byte)'{' or (byte)'[' when last.Depth == MaxDepth => "it is nested too deeply",
            _ when last.Type == JsonTokenType.None => "expected {",
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') when fault >= text.Length => EndOf(last),
            _ when last.Depth == 0 => "expected the end of the file after the last }",
            _ => ExpectedIn(last, isComma, first),
        };
    }

    private static string ExpectedIn(State last, bool isComma, byte first) => (last.Type, last.IsObject, isComma) switch
    {
        (JsonTokenType.PropertyName, _, _) => "expected a value after the name",
        (_, true, true) when first == (byte)'}' => "expected another member after the comma, or no comma",
        (_, true, true) or (JsonTokenType.StartObject, _, _) => "expected a name in double quotes",
        (_, false, true) when first == (byte)']' => "expected another value after the comma, or no comma",
        (_, false, true) or (JsonTokenType.StartArray, _, _) => "expected a value",
        _ => EndOf(last),
    };

    private static string EndOf(State last) => last.IsObject ? "expected a comma or }" : "expected a comma or ]";

    /// <summary>Returns the position after a text in double quotes; null if it is not closed on its line.</summary>
    private static int? EndOfText(ReadOnlySpan<byte> text)
    {
        for (var at = 1; at < text.Length && text[at] >= (byte)' '; at++)
        {
            if (text[at] == (byte)'"')
            {
                return at + 1;
            }

            at += text[at] == (byte)'\\' ? 1 : 0;
        }

        return null;
    }

    private static int OffsetOf(ReadOnlySpan<byte> text, int line, int column)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += text[start..].IndexOf((byte)'\n') + 1;
        }

        return start + column;
    }

    /// <summary>The state of a reader after its last whole token.</summary>
    /// <param name="Type">The token.</param>
    /// <param name="End">The position after the token.</param>
    /// <param name="IsObject">Whether the innermost open value is an object, not an array.</param>
    /// <param name="Depth">The number of open objects and arrays.</param>
    private readonly record struct State(JsonTokenType Type, int End, bool IsObject, int Depth);
}
