using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Passthrough;

/// <summary>
/// Makes one choice of several. GitHub Copilot sends the text and each tool call of Claude models in choices of their own (HKUDS/nanobot#1555); test
/// A_response_with_a_quirk_is_read_as_one_without.
/// </summary>
internal static class OpenAIChatChoiceMerge
{
    /// <summary>Merges choices.</summary>
    /// <param name="choices">The array.</param>
    /// <param name="isStream">Whether it is of a chunk.</param>
    /// <param name="stateOf">Returns what is known of the choice with an index.</param>
    /// <param name="hasCalls">Whether the chunks before had tool calls.</param>
    /// <returns>The array with one choice; null if it cannot be read.</returns>
    public static byte[]? Merge(ReadOnlySpan<byte> choices, bool isStream, Func<int, OpenAIChatRepairedChoice> stateOf, bool hasCalls)
    {
        try
        {
            var array = JsonNode.Parse(choices, documentOptions: new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth }) as JsonArray;
            var all = array?.OfType<JsonObject>().ToArray() ?? [];
            return all.Length == 0 ? null : Write(Merge(all, isStream, stateOf, hasCalls));
        }
        catch (Exception exception) when (IsOfOtherForm(exception))
        {
            return null;
        }
    }

    /// <summary>Takes text that may be tool calls out of the first choice, and puts the calls or the text into its end.</summary>
    /// <param name="choices">The array.</param>
    /// <param name="isStream">Whether it is of a chunk.</param>
    /// <param name="text">Keeps the text until the end.</param>
    /// <param name="hasCalls">Whether there are calls that are no text.</param>
    /// <returns>The array with one choice; null if there is nothing to change.</returns>
    public static byte[]? Extract(ReadOnlySpan<byte> choices, bool isStream, OpenAIChatTaggedText text, bool hasCalls)
    {
        try
        {
            var choice = (JsonNode.Parse(choices, documentOptions: new JsonDocumentOptions { MaxDepth = JsonBody.MaxDepth }) as JsonArray)?.OfType<JsonObject>().FirstOrDefault();
            if (choice?[isStream ? "delta" : "message"] is not JsonObject message)
            {
                return null;
            }

            var content = (message["content"] as JsonValue)?.GetValue<string>() ?? "";
            var free = JsonText.CopyEscaped(text.Add(JsonText.FromString(content).Escaped.Span)).ToString();
            var finish = choice["finish_reason"]?.GetValue<string>();
            var held = finish is null ? null : text.Take();
            var calls = held is not null && finish == "tool_calls" && !hasCalls ? OpenAIChatTaggedCalls.Find(held, out held) : [];
            if (calls.Count > 0)
            {
                message["tool_calls"] = new JsonArray([.. calls.Select((call, index) => CallOf(call, index, isStream))]);
            }

            if (calls.Count == 0 && free + held == content)
            {
                return null;
            }

            message["content"] = free + held;
            return Write(choice);
        }
        catch (Exception exception) when (IsOfOtherForm(exception))
        {
            return null;
        }
    }

    private static JsonObject CallOf(OpenAIChatTaggedCall call, int index, bool isStream)
    {
        var json = new JsonObject
        {
            ["id"] = OpenAIChatIds.ForMissingCall(index),
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
        };
        if (isStream)
        {
            json["index"] = index;
        }

        return json;
    }

    // a member that is there twice, or of another kind than that of the protocol
    private static bool IsOfOtherForm(Exception exception) => exception is JsonException or ArgumentException or InvalidOperationException;

    private static JsonObject Merge(JsonObject[] choices, bool isStream, Func<int, OpenAIChatRepairedChoice> stateOf, bool hasCalls)
    {
        var name = isStream ? "delta" : "message";
        var (message, calls, finish) = (new JsonObject(), new JsonArray(), default(string));
        foreach (var choice in choices)
        {
            var state = stateOf(choice["index"]?.GetValue<int>() ?? 0);
            foreach (var call in TakeCalls(choice[name] as JsonObject))
            {
                if (isStream)
                {
                    call["index"] = NumberOf(call, state);
                }

                state.HasCalls = true;
                calls.Add((JsonNode)call);
            }

            AddMembers(choice[name] as JsonObject, message);
            finish = choice["finish_reason"]?.GetValue<string>() is { } reason && (finish is null or "stop" || reason == "tool_calls") ? reason : finish;
            hasCalls |= state.HasCalls;
        }

        if (calls.Count > 0)
        {
            message["tool_calls"] = calls;
        }

        var merged = choices[0];
        merged["index"] = 0;
        merged[name] = message;
        merged["finish_reason"] = finish == "stop" && hasCalls ? "tool_calls" : finish;
        return merged;
    }

    private static JsonObject[] TakeCalls(JsonObject? message)
    {
        if (message?["tool_calls"] is not JsonArray array)
        {
            return [];
        }

        var calls = array.OfType<JsonObject>().ToArray();
        message.Remove("tool_calls");
        array.Clear();
        return calls;
    }

    private static void AddMembers(JsonObject? from, JsonObject to)
    {
        foreach (var (name, value) in from?.ToArray() ?? [])
        {
            if (to[name] is null || (to[name] is JsonValue old && old.TryGetValue<string>(out var text) && text.Length == 0))
            {
                from!.Remove(name);
                to[name] = value;
            }
        }
    }

    private static int NumberOf(JsonObject call, OpenAIChatRepairedChoice state)
    {
        var function = call["function"] as JsonObject ?? call["custom"] as JsonObject;
        return state.NumberOf(
            new OpenAIChatCallDelta
            {
                Index = call["index"]?.GetValue<int>(),
                Id = BytesOf(call["id"]),
                Name = BytesOf(function?["name"]),
                Arguments = BytesOf(function?["arguments"] ?? function?["input"]),
            },
            position: null);
    }

    private static byte[] BytesOf(JsonNode? text) => text is JsonValue value && value.TryGetValue<string>(out var read) ? JsonEncodedText.Encode(read).EncodedUtf8Bytes.ToArray() : [];

    private static byte[] Write(JsonObject choice)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, JsonWriting.Options))
        {
            json.WriteStartArray();
            choice.WriteTo(json);
            json.WriteEndArray();
        }

        return output.WrittenSpan.ToArray();
    }
}
