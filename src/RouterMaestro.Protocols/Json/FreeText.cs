using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Json;

/// <summary>Calls of tools with free text input. In other protocols the text is the only argument of a function.</summary>
internal static class FreeText
{
    private static readonly JsonText _head = "{\"input\":\"";

    /// <summary>Gets the start of the arguments, escaped.</summary>
    public static ReadOnlySpan<byte> Head => _head.Escaped.Span;

    /// <summary>Gets the end of the arguments, escaped.</summary>
    public static ReadOnlySpan<byte> Tail => "\\\"}"u8;

    /// <summary>Wraps a text in arguments.</summary>
    public static RawJson Wrap(JsonText text) => new((byte[])[.. "{\"input\":"u8, .. text.Quoted.Span, .. "}"u8]);

    /// <summary>Returns the text in the arguments, or the arguments themselves if they have none.</summary>
    public static JsonText Unwrap(ToolCallPart call)
    {
        if (call.BrokenArguments is { } broken)
        {
            return broken;
        }

        using var arguments = JsonBody.Parse(call.Arguments.Utf8);
        return arguments.FindText(arguments.Root, "input"u8) ?? call.Arguments.ToString();
    }

    /// <summary>Escapes text that is escaped once a second time, for arguments that are a JSON string themselves.</summary>
    public static byte[] EscapeAgain(ReadOnlySpan<byte> escaped)
    {
        var twice = new byte[escaped.Length + escaped.Count((byte)'\\') + escaped.Count((byte)'"')];
        var at = 0;
        foreach (var character in escaped)
        {
            if (character is (byte)'\\' or (byte)'"')
            {
                twice[at++] = (byte)'\\';
            }

            twice[at++] = character;
        }

        return twice;
    }

    /// <summary>Creates the schema of the argument.</summary>
    /// <param name="document">The document that describes the tool.</param>
    /// <param name="format">The tool's description of its text format.</param>
    public static RawJson Schema(JsonBody document, JsonElement format)
    {
        var description = new StringBuilder("The tool's whole input, as free text.");
        if (document.FindString(format, "definition"u8) is { } definition)
        {
            description.Append(" It must follow this ").Append(document.FindString(format, "syntax"u8)).Append(" grammar:\n").Append(definition);
        }

        JsonText text = description.ToString();
        return new((byte[])
        [
            .. "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\",\"description\":"u8,
            .. text.Quoted.Span,
            .. "}},\"required\":[\"input\"],\"additionalProperties\":false}"u8,
        ]);
    }
}
