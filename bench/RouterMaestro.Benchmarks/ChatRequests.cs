using System.Text.Encodings.Web;
using System.Text.Json;

namespace RouterMaestro.Benchmarks;

/// <summary>Makes requests in OpenAI's Chat protocol.</summary>
internal static class ChatRequests
{
    private const int Tools = 16;
    private const int Turns = 12;

    // as clients write JSON, with minimal escapes
    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Make(int size, Func<int, string> text) => JsonSerializer.SerializeToUtf8Bytes(size < 8192
        ? new Dictionary<string, object>
        {
            ["model"] = "p/model-x",
            ["max_tokens"] = 1024,
            ["temperature"] = 0.7,
            ["messages"] = new[] { Said("system", text(200)), Said("user", text(size - 400)) },
        }
        : new Dictionary<string, object>
        {
            ["model"] = "p/model-x",
            ["max_tokens"] = 1024,
            ["messages"] = Session(text),
            ["tools"] = Enumerable.Range(0, Tools).Select(i => Tool(i, text)),
        }, _options);

    private static Dictionary<string, object> Said(string role, string text) => new() { ["role"] = role, ["content"] = text };

    private static Dictionary<string, object>[] Session(Func<int, string> text) =>
        [Said("system", text(4000)), .. Enumerable.Range(0, Turns).SelectMany(i => Turn(i, text)), Said("user", text(300))];

    private static IEnumerable<Dictionary<string, object>> Turn(int number, Func<int, string> text)
    {
        var id = $"call_{number:D12}";
        var arguments = JsonSerializer.Serialize(new { path = $"src/file{number}.ts", pattern = text(200) }, _options);
        yield return Said("user", text(900));
        yield return new()
        {
            ["role"] = "assistant",
            ["content"] = text(450),
            ["tool_calls"] = new[] { new { id, type = "function", function = new { name = $"tool_{number}", arguments } } },
        };
        yield return new() { ["role"] = "tool", ["tool_call_id"] = id, ["content"] = text(900) };
    }

    private static Dictionary<string, object> Tool(int number, Func<int, string> text) => new()
    {
        ["type"] = "function",
        ["function"] = new Dictionary<string, object>
        {
            ["name"] = $"tool_{number}",
            ["description"] = text(300),
            ["parameters"] = new Dictionary<string, object>
            {
                ["type"] = "object",
                ["properties"] = new Dictionary<string, object>
                {
                    ["path"] = new { type = "string", description = text(60) },
                    ["pattern"] = new { type = "string", description = text(120) },
                    ["limit"] = new { type = "integer", minimum = 1 },
                },
                ["required"] = new[] { "path" },
                ["additionalProperties"] = false,
            },
        },
    };
}
