using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Recordings;

/// <summary>
/// Makes the declared edits to a recorded answer, slowly and without the gateway's own scanners: the model's name, chunks of
/// only usage that the caller did not request, and the repairs.
/// </summary>
internal static partial class ReplayResponse
{
    private const string CallWithId = "\"tool_calls\":[{\"id\":";

    /// <summary>Edits a buffered response.</summary>
    public static byte[] Whole(byte[] body, string model) => Encoding.Latin1.GetBytes(RepairFinish(Rename(Encoding.Latin1.GetString(body), "", model)));

    /// <summary>Edits a stream.</summary>
    /// <param name="body">The stream.</param>
    /// <param name="model">The name that the caller is to see.</param>
    /// <param name="parent">The object in which a frame names the model; empty where it is the frame itself.</param>
    /// <param name="withholdsUsage">Whether chunks of nothing but usage are left out.</param>
    public static byte[] Stream(byte[] body, string model, string parent, bool withholdsUsage)
    {
        // a character to a byte, so that places in one are places in the other
        var all = UpToTerminal(Frame().Matches(Encoding.Latin1.GetString(body)).Select(m => m.Value)).ToList();
        var frames = all.Concat(MissingTerminal(all))
            .Where(f => !withholdsUsage || !IsUsageOnly(f))
            .Select(f => Data().Replace(Unnamed(f), m => RepairIndex(Rename(m.Value, parent, model))));
        return Encoding.Latin1.GetBytes(string.Concat(frames));
    }

    /// <summary>Returns true if a stream contains an error.</summary>
    public static bool HasError(byte[] stream) =>
        Data().Matches(Encoding.Latin1.GetString(stream)).Any(m => Parse(m.Value) is { } json && json.TryGetProperty("error", out _));

    /// <summary>
    /// Returns true if a body with status 200 is a response; test_invalid_response is the echo of demo-
    /// endpoints.pydantic.workers.dev.
    /// </summary>
    public static bool IsResponse(Recording recording) =>
        recording.IsSse || (Parse(Encoding.Latin1.GetString(recording.Body)) is { } json
            && json.TryGetProperty(recording.Family == "anthropic-messages" ? "content" : ReplayRequest.ProtocolOf(recording) == ProtocolCase.Responses ? "output" : "choices", out _));

    /// <summary>Removes the name of Groq's error event, which an error of Chat does not have (recording test_tool_use_failed_error_streaming_with_text).</summary>
    private static string Unnamed(string frame) => frame.StartsWith("event: error\ndata: {\"error\":", StringComparison.Ordinal) ? frame["event: error\n".Length..] : frame;

    /// <summary>Gives the only call of a chunk its index, which Mistral leaves out (recording mistral-tool-call).</summary>
    private static string RepairIndex(string chunk) =>
        chunk.Contains(CallWithId, StringComparison.Ordinal) && Parse(chunk) is { } json
        && json.GetProperty("choices")[0].GetProperty("delta").GetProperty("tool_calls").EnumerateArray().All(c => !c.TryGetProperty("index", out _))
            ? chunk.Replace(CallWithId, "\"tool_calls\":[{\"index\":0,\"id\":", StringComparison.Ordinal)
            : chunk;

    /// <summary>Replaces the empty finish reason of Snowflake Cortex (recording test_snowflake_thinking).</summary>
    private static string RepairFinish(string document) => EmptyFinish().Replace(document, m => m.Groups[1].Value + (Calls().IsMatch(document) ? "\"tool_calls\"" : "\"stop\""));

    [GeneratedRegex(@"(""finish_reason"": ?)""""")]
    private static partial Regex EmptyFinish();

    [GeneratedRegex(@"""tool_calls"": ?\[ ?\{")]
    private static partial Regex Calls();

    /// <summary>Cuts a stream after its terminal; the recording anthropic-tool-search-deferred-bm25 holds three responses.</summary>
    private static IEnumerable<string> UpToTerminal(IEnumerable<string> frames)
    {
        foreach (var frame in frames)
        {
            yield return frame;
            if (frame.StartsWith("event: message_stop", StringComparison.Ordinal)
                || frame.StartsWith("data: [DONE]", StringComparison.Ordinal)
                || frame.Contains("data: {\"type\":\"response.completed\"", StringComparison.Ordinal)
                || frame.Contains("event: response.completed\n", StringComparison.Ordinal)
                || frame.StartsWith("event: error\ndata: {\"type\":\"error\"", StringComparison.Ordinal))
            {
                yield break;
            }
        }
    }

    /// <summary>Adds the terminal that the provider of a complete response left out.</summary>
    private static IEnumerable<string> MissingTerminal(List<string> frames) =>
        frames.Exists(f => f.StartsWith("data: [DONE]", StringComparison.Ordinal) || f.StartsWith("event: message_stop", StringComparison.Ordinal)) ? []
        : frames.Exists(f => f.Contains("\"finish_reason\":\"", StringComparison.Ordinal)) ? ["data: [DONE]\n\n"]
        : frames.Exists(f => f.Contains("\"stop_reason\":\"", StringComparison.Ordinal)) ? ["event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"]
        : [];

    private static bool IsUsageOnly(string frame) =>
        Data().Match(frame) is { Success: true } data && Parse(data.Value) is { } chunk
        && chunk.TryGetProperty("choices", out var choices) && choices.GetArrayLength() == 0
        && chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object;

    private static JsonElement? Parse(string data)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.Latin1.GetBytes(data));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Rename(string json, string parent, string model)
    {
        if (Parse(json) is null)
        {
            return json;
        }

        string[] wanted = parent.Length == 0 ? ["model"] : [parent, "model"];
        var path = new List<string>();
        var reader = new Utf8JsonReader(Encoding.Latin1.GetBytes(json));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                path.RemoveRange(Math.Min(path.Count, reader.CurrentDepth - 1), Math.Max(0, path.Count - reader.CurrentDepth + 1));
                path.AddRange(Enumerable.Repeat("", reader.CurrentDepth - 1 - path.Count).Append(reader.GetString()!));
            }
            else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == path.Count && path.SequenceEqual(wanted))
            {
                return string.Concat(json.AsSpan(0, (int)reader.TokenStartIndex), $"\"{model}\"", json.AsSpan((int)reader.BytesConsumed));
            }
        }

        return json;
    }

    [GeneratedRegex(@".+?(?:\r\n\r\n|\n\n|\r\r|$)", RegexOptions.Singleline)]
    private static partial Regex Frame();

    [GeneratedRegex(@"(?<=^data: ?)[^ \r\n][^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex Data();
}
