using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterMaestro.Testing.Json;

/// <summary>Writes JSON as the providers do: compact, and with other than ASCII characters as they are.</summary>
internal static class WireJson
{
    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode node) => node.ToJsonString(_options);

    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(Text(node));

    /// <summary>Makes an event of Chat: its data alone.</summary>
    public static byte[] DataEvent(string data) => Encoding.UTF8.GetBytes($"data: {data}\n\n");

    /// <summary>Makes an event of Messages: its name and its data.</summary>
    public static byte[] NamedEvent(string name, string data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");
}
