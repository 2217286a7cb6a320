using System.Text.Encodings.Web;
using System.Text.Json;
using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Json;

/// <summary>Writes canonical values without decoding them.</summary>
internal static class JsonWriting
{
    /// <summary>The options of every writer of a dialect: our own structure is trusted, and only what JSON demands is escaped.</summary>
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
