using System.Text;
using System.Text.Json;

namespace RouterMaestro.TestKit;

/// <summary>A row of the data's index, and how its file is read.</summary>
internal sealed record RecordingFile(string Path, string Family, string Kind)
{
    private const string Sse = "text/event-stream";

    public static IReadOnlyList<RecordingFile> ReadIndex() => SharedData.Root is null
        ? []
        : [.. File.ReadLines(System.IO.Path.Combine(SharedData.Root, "index.tsv"))
            .Select(line => line.Split('\t'))
            .Select(cells => new RecordingFile(cells[0], cells[1], cells[2]))
            .Where(file => file.Kind is "exchanges" or "body" or "chunks" or "sse")];

    public IReadOnlyList<Recording> Read()
    {
        var path = System.IO.Path.Combine(SharedData.Root!, Path);
        return Kind switch
        {
            "exchanges" => ExchangesFile.Read(Path, File.ReadAllBytes(path)),
            "chunks" => [Stream(Frame(File.ReadLines(path)))],
            "sse" => [Stream(File.ReadAllBytes(path))],
            _ => [Whole(File.ReadAllBytes(path))],
        };
    }

    private Recording Stream(byte[] body) => new(Path, 0, Family) { ContentType = Sse, Body = body, IsSse = true };

    private Recording Whole(byte[] body) =>
        new(Path, 0, Family) { ContentType = "application/json", Body = body, Status = StatusOf(body) };

    // the status of a lone body was not recorded: an error says it in its code, or is taken for a bad request
    private static int StatusOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? CodeOf(error)
                : 200;
        }
        catch (JsonException)
        {
            return 200;
        }
    }

    private static int CodeOf(JsonElement error) =>
        error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number ? code.GetInt32() : 400;

    private byte[] Frame(IEnumerable<string> payloads)
    {
        var named = Family is "anthropic-messages" or "openai-responses";
        var body = new StringBuilder();
        foreach (var payload in payloads.Where(p => p.Length > 0))
        {
            body.Append(named ? EventLine(payload) : "").Append("data: ").Append(payload).Append("\n\n");
        }

        var terminal = Family is "openai-chat" or "openai-compatible" ? "data: [DONE]\n\n" : "";
        return Encoding.UTF8.GetBytes(body.Append(terminal).ToString());
    }

    private static string EventLine(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.TryGetProperty("type", out var type) ? $"event: {type.GetString()}\n" : "";
    }
}
