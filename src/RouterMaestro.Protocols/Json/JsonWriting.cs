using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Json;

/// <summary>Writes canonical values without decoding them.</summary>
internal static class JsonWriting
{
    /// <summary>The options of every writer: no validation of the structure, and only the escapes that JSON requires.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1000,
    };

    public static void WriteText(this Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonText text)
    {
        json.WritePropertyName(name);
        json.WriteTextValue(text);
    }

    public static void WriteTextValue(this Utf8JsonWriter json, JsonText text) =>
        json.WriteRawValue(text.Quoted.Span, skipInputValidation: true);

    public static void WriteRaw(this Utf8JsonWriter json, ReadOnlySpan<byte> name, RawJson value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}

/// <summary>Writes prebuilt UTF-8 pieces into frames in parts that fit a pooled segment.</summary>
internal static class Utf8Writing
{
    private const int MaxAtOnce = 4000;

    /// <summary>Writes three parts, in one step if they fit. A streamed delta has this form.</summary>
    public static void Write(
        this IBufferWriter<byte> output, ReadOnlySpan<byte> head, ReadOnlySpan<byte> text, ReadOnlySpan<byte> tail)
    {
        var length = head.Length + text.Length + tail.Length;
        if (length > MaxAtOnce)
        {
            output.Write(head);
            output.Write(text);
            output.Write(tail);
            return;
        }

        var span = output.GetSpan(length);
        head.CopyTo(span);
        text.CopyTo(span[head.Length..]);
        tail.CopyTo(span[(head.Length + text.Length)..]);
        output.Advance(length);
    }

    /// <summary>Writes a number in decimal digits.</summary>
    public static void Write(this IBufferWriter<byte> output, long number)
    {
        Span<byte> digits = stackalloc byte[20];
        var done = Utf8Formatter.TryFormat(number, digits, out var length);
        Debug.Assert(done, "20 bytes hold every long");
        output.Write(digits[..length]);
    }
}

/// <summary>Writes the extensions of the writer's own protocol and reports those of others as losses.</summary>
internal static class ExtensionWriting
{
    /// <summary>Writes extensions as members of the open object.</summary>
    /// <param name="json">Receives the members.</param>
    /// <param name="extensions">The extensions.</param>
    /// <param name="own">The writer's protocol.</param>
    /// <param name="losses">Receives the names of the extensions of other protocols.</param>
    /// <param name="place">The prefix of those names, such as <c>messages.</c>.</param>
    public static void WriteExtensions(
        this Utf8JsonWriter json, Extensions extensions, WireProtocol own, LossSink losses, string place = "")
    {
        foreach (var field in extensions.Fields)
        {
            if (extensions.Protocol == own)
            {
                json.WritePropertyName(field.Name);
                json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
            }
            else
            {
                losses.Report(field, place);
            }
        }
    }

    /// <summary>Reports an extension as a loss, unless it is implicit or an empty list.</summary>
    public static void Report(this LossSink losses, ExtensionField field, string place = "")
    {
        if (!field.IsImplicit && !field.Value.Utf8.Span.SequenceEqual("[]"u8))
        {
            losses.Add(place + field.Name);
        }
    }
}
