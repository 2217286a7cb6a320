using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Folds the frames of a stream into the document of the buffered response, without the codecs.</summary>
internal static class FoldedStream
{
    /// <returns>The document; null if the stream has an error.</returns>
    public static JsonObject? Of(WireProtocol protocol, byte[] stream)
    {
        var frames = SseFrames.Read(stream, int.MaxValue / 2).Frames
            .Where(f => f.Data.StartsWith('{')).Select(f => (f.Event, Data: PlainJson.Object(System.Text.Encoding.UTF8.GetBytes(f.Data)))).ToList();
        if (frames.Exists(f => IsError(f.Event, f.Data)))
        {
            return null;
        }

        var data = frames.Select(f => f.Data);
        return protocol == WireProtocol.OpenAIChat ? OfChat(data) : protocol == WireProtocol.OpenAIResponses ? OfResponses(data) : OfMessages(data);
    }

    private static bool IsError(string name, JsonObject data) =>
        name == "error" || data.Word("type") is "error" or "response.failed" || (data.Word("type") is null && data["error"] is JsonObject)
        || data.Items("choices").Any(c => c["error"] is JsonObject || c.Word("finish_reason") == "error");

    private static JsonObject OfChat(IEnumerable<JsonObject> chunks)
    {
        var choice = new JsonObject { ["message"] = new JsonObject() };
        var whole = new JsonObject { ["choices"] = new JsonArray(choice) };
        foreach (var chunk in chunks)
        {
            foreach (var piece in chunk.Items("choices").Where(c => (c.Number("index") ?? 0) == 0))
            {
                Merge(choice["message"]!.AsObject(), piece["delta"] as JsonObject ?? []);
                choice["finish_reason"] = piece.Word("finish_reason") is { Length: > 0 } finish ? finish : choice["finish_reason"]?.DeepClone();
            }

            var usage = chunk["usage"] as JsonObject ?? chunk["x_groq"]?["usage"] as JsonObject;
            whole["usage"] = usage is null || (usage.Number("prompt_tokens") ?? 0) + (usage.Number("completion_tokens") ?? 0) == 0
                ? whole["usage"]?.DeepClone()
                : usage.DeepClone();
        }

        return whole;
    }

    /// <summary>Merges a delta: texts and lists are appended, calls by their index.</summary>
    private static void Merge(JsonObject message, JsonObject delta)
    {
        foreach (var (name, value) in delta.ToList())
        {
            if (name == "tool_calls")
            {
                delta.Items(name).ToList().ForEach(piece => MergeCall(message, piece.AsObject()));
            }
            else if (value is JsonArray pieces)
            {
                var all = message[name] as JsonArray ?? [];
                message[name] = new JsonArray([.. all.Concat(pieces).Select(p => p?.DeepClone())]);
            }
            else if (message[name] is JsonArray blocks)
            {
                blocks.Add(new JsonObject { ["type"] = "text", ["text"] = delta.Text(name) });
            }
            else if (value is JsonObject inner)
            {
                message[name] ??= new JsonObject();
                Merge(message[name]!.AsObject(), inner);
            }
            else if (delta.Word(name) is { } text)
            {
                message[name] = name is "id" or "name" or "type" && message.Text(name).Length > 0 ? message.Text(name) : message.Text(name) + text;
            }
        }
    }

    private static void MergeCall(JsonObject message, JsonObject piece)
    {
        var calls = message["tool_calls"] as JsonArray ?? [];
        message["tool_calls"] ??= calls;
        var index = piece.Number("index") ?? calls.Count;
        var call = calls.OfType<JsonObject>().FirstOrDefault(c => c.Number("index") == index);
        if (call is null)
        {
            calls.Add(call = new JsonObject { ["index"] = index });
        }

        Merge(call, new JsonObject(piece.Where(m => m.Key != "index").Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))));
    }

    /// <summary>Reads the first response of a file; the recording anthropic-tool-search-deferred-bm25 holds three.</summary>
    private static JsonObject OfMessages(IEnumerable<JsonObject> frames)
    {
        var whole = new JsonObject { ["content"] = new JsonArray(), ["usage"] = new JsonObject() };
        var blocks = new Dictionary<double, JsonObject>();
        foreach (var frame in frames.TakeWhile(f => f.Word("type") != "message_stop"))
        {
            switch (frame.Word("type"))
            {
                case "message_start":
                    Count(whole, frame["message"]!["usage"]);
                    break;
                case "content_block_start":
                    var block = frame["content_block"]!.DeepClone().AsObject();
                    blocks[frame.Number("index")!.Value] = block;
                    whole["content"]!.AsArray().Add(block);
                    break;
                case "content_block_delta":
                    var piece = frame["delta"]!.AsObject();
                    piece.Remove("type");
                    Merge(blocks[frame.Number("index")!.Value], piece);
                    break;
                case "message_delta":
                    whole["stop_reason"] = frame["delta"]!["stop_reason"]?.DeepClone();
                    Count(whole, frame["usage"]);
                    break;
            }
        }

        return whole;
    }

    private static void Count(JsonObject whole, JsonNode? usage)
    {
        foreach (var count in (usage as JsonObject ?? []).Where(c => usage.Number(c.Key) is not null))
        {
            whole["usage"]![count.Key] = count.Value!.DeepClone();
        }
    }

    /// <summary>Folds the items as they are at their end, in the order of their positions.</summary>
    private static JsonObject? OfResponses(IEnumerable<JsonObject> frames)
    {
        SortedDictionary<double, JsonNode> items = [];
        foreach (var frame in frames)
        {
            var index = frame.Number("output_index") ?? -1;
            switch (frame.Word("type"))
            {
                case "response.output_item.added" or "response.output_item.done":
                    items[index] = frame["item"]!;
                    break;
                case "response.custom_tool_call_input.done":
                    items[index]["input"] = frame["input"]!.DeepClone();
                    break;
                case "response.completed" or "response.incomplete":
                    var whole = frame["response"]!.DeepClone().AsObject();
                    whole["output"] = new JsonArray([.. items.Values.Select(i => i.DeepClone())]);
                    return whole;
            }
        }

        return null;
    }
}
