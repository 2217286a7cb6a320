using System.Text.Json;

namespace RouterMaestro.Protocols.Json;

/// <summary>How documents of every dialect are written.</summary>
public static class WireJson
{
    /// <summary>Gets the options for writers handed to codecs: only what JSON demands is escaped, our own structure is trusted.</summary>
    public static JsonWriterOptions WriterOptions => JsonWriting.Options;
}
