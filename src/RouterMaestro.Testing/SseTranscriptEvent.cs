using System.Text.Json;

namespace RouterMaestro.Testing;

/// <summary>An event of an <see cref="SseTranscript"/>.</summary>
/// <param name="Name">The event's name; <c>message</c> where none was sent.</param>
/// <param name="Data">The data; several lines are joined by line feeds.</param>
public sealed record SseTranscriptEvent(string Name, string Data)
{
    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 1024 };

    /// <summary>Reads the data as JSON.</summary>
    /// <returns>The value; null when the data is not JSON, such as <c>[DONE]</c>.</returns>
    public JsonElement? ReadJson()
    {
        try
        {
            using var document = JsonDocument.Parse(Data, _deep);
            return Data == "[DONE]" ? null : document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
