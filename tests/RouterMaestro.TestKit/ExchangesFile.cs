using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RouterMaestro.TestKit;

/// <summary>Reads a file of recorded exchanges.</summary>
internal static class ExchangesFile
{
    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 512 };
    private static readonly JsonWriterOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };

    public static IReadOnlyList<Recording> Read(string file, byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes, _deep);
        return [.. document.RootElement.GetProperty("exchanges").EnumerateArray().Select((exchange, i) => Read(file, i, exchange))];
    }

    private static Recording Read(string file, int index, JsonElement exchange)
    {
        var request = exchange.GetProperty("request");
        var response = exchange.GetProperty("response");
        var headers = response.GetProperty("headers").EnumerateObject()
            .ToDictionary(h => h.Name, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var isSse = response.TryGetProperty("sse", out _);
        return new Recording(file, index, exchange.GetProperty("family").GetString()!)
        {
            Method = request.GetProperty("method").GetString(),
            Url = new Uri(request.GetProperty("url").GetString()!),
            RequestBody = BodyOf(request),
            Status = response.GetProperty("status").GetInt32(),
            ContentType = headers.GetValueOrDefault("content-type", isSse ? "text/event-stream" : "application/json"),
            Headers = headers,
            Body = BodyOf(response) ?? [],
            IsSse = isSse,
        };
    }

    private static byte[]? BodyOf(JsonElement message) =>
        message.TryGetProperty("json", out var json) ? Compact(json)
        : message.TryGetProperty("sse", out var text) || message.TryGetProperty("text", out text) ? Encoding.UTF8.GetBytes(text.GetString()!)
        : null;

    private static byte[] Compact(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, _compact))
        {
            json.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
