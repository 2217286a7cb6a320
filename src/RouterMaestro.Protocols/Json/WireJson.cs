using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>The writer options of every protocol.</summary>
public static class WireJson
{
    /// <summary>Gets the options for writers passed to codecs: no validation of the structure, and only the escapes that JSON requires.</summary>
    public static JsonWriterOptions WriterOptions => JsonWriting.Options;
}
