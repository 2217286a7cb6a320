using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.Json;

/// <summary>Calls of tools that take free text, whose text is the one argument of a function elsewhere.</summary>
internal static class FreeText
{
    private static readonly JsonText _head = "{\"input\":\"";

    /// <summary>Gets what the arguments begin with, escaped.</summary>
    public static ReadOnlySpan<byte> Head => _head.Escaped.Span;

    /// <summary>Gets what the arguments end with, escaped.</summary>
    public static ReadOnlySpan<byte> Tail => "\\\"}"u8;

    /// <summary>Makes arguments of a text.</summary>
    public static RawJson Wrap(JsonText text) => new((byte[])[.. "{\"input\":"u8, .. text.Quoted.Span, .. "}"u8]);

    /// <summary>Takes the text out of arguments; the arguments themselves where they hold none.</summary>
    public static JsonText Unwrap(ToolCallPart call)
    {
        if (call.BrokenArguments is { } broken)
        {
            return broken;
        }

        using var arguments = JsonBody.Parse(call.Arguments.Utf8);
        return arguments.FindText(arguments.Root, "input"u8) ?? call.Arguments.ToString();
    }

    /// <summary>Escapes a piece of text, which is escaped once as it is, for a place within arguments that are text themselves.</summary>
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

    /// <summary>Makes the schema of the one argument.</summary>
    /// <param name="document">The document that describes the tool.</param>
    /// <param name="format">What the tool says of the form of its text.</param>
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
