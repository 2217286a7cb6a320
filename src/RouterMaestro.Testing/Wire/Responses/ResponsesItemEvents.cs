using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Responses;

/// <summary>Makes the events of the output items of one Responses stream.</summary>
internal sealed class ResponsesItemEvents(SimulatedResponse response, RenderContext context, ResponsesItems items)
{
    private const string Padding = "h3VbQy7LkM0sWc9R";

    // the provider sends the encrypted reasoning early and once more at the end
    private const string EarlySignature = "c2ltdWxhdGVkLWVhcmx5";
    private readonly bool _isObfuscated = context.IsObfuscated && context.Said("stream_options")?.Get("include_obfuscation") is not { ValueKind: System.Text.Json.JsonValueKind.False };
    private int _count;

    public IEnumerable<ResponsesEvent> Of(int index)
    {
        var item = items.Item(index);
        var place = new JsonObject { ["item_id"] = item["id"]!.DeepClone(), ["output_index"] = index };
        return Middle(items.Parts[index], item, place)
            .Prepend(ItemEvent("response.output_item.added", Begun(item), index))
            .Append(ItemEvent("response.output_item.done", item, index));
    }

    private static ResponsesEvent ItemEvent(string name, JsonObject item, int index) =>
        new(name, new JsonObject { ["item"] = item, ["output_index"] = index });

    private static JsonObject Begun(JsonObject item)
    {
        var begun = item.DeepClone().AsObject();
        Replace(begun, "status", ResponsesWords.InProgress);
        Replace(begun, "content", new JsonArray());
        Replace(begun, "summary", new JsonArray());
        Replace(begun, "encrypted_content", EarlySignature);
        Replace(begun, "arguments", "");
        Replace(begun, "input", "");
        return begun;
    }

    private static void Replace(JsonObject item, string name, JsonNode value)
    {
        if (item.ContainsKey(name))
        {
            item[name] = value;
        }
    }

    private IEnumerable<ResponsesEvent> Middle(ResponsePart part, JsonObject item, JsonObject place) => part switch
    {
        ResponsePart.Text text => Content(place, ResponsesItems.Text, "output_text", "text", item["content"]![0]!["text"]!.GetValue<string>(), text.Pieces),
        ResponsePart.Refusal refusal => Content(place, ResponsesItems.Refusal, "refusal", "refusal", refusal.Reason, refusal.Pieces),
        ResponsePart.Reasoning reasoning when item["summary"]!.AsArray().Count > 0 =>
            Part("response.reasoning_summary_part", "summary_index", place, ResponsesItems.Summary, "reasoning_summary_text", "text", reasoning.Content, reasoning.Pieces),
        ResponsePart.ToolCall { Call.IsCustom: true } call => Pieced(place, "custom_tool_call_input", "input", call.Call.Arguments, call.Call.Pieces),
        ResponsePart.ToolCall call => Pieced(place, "function_call_arguments", "arguments", call.Call.Arguments, call.Call.Pieces),
        _ => [],
    };

    private IEnumerable<ResponsesEvent> Content(
        JsonObject place, Func<string, JsonObject> make, string kind, string field, string text, IReadOnlyList<string> pieces) =>
        Part("response.content_part", "content_index", place, make, kind, field, text, pieces);

    private IEnumerable<ResponsesEvent> Part(
        string part,
        string position,
        JsonObject place,
        Func<string, JsonObject> make,
        string kind,
        string field,
        string text,
        IReadOnlyList<string> pieces)
    {
        place[position] = 0;
        return Pieced(place, kind, field, text, pieces)
            .Prepend(new ResponsesEvent($"{part}.added", With(place, "part", make(""))))
            .Append(new ResponsesEvent($"{part}.done", With(place, "part", make(text))));
    }

    private IEnumerable<ResponsesEvent> Pieced(JsonObject place, string kind, string field, string text, IReadOnlyList<string> given)
    {
        foreach (var piece in Pieces.Of(text, given, response.PieceSize))
        {
            var fields = With(place, "delta", piece);
            AddProbabilities(fields, kind);
            if (_isObfuscated)
            {
                fields["obfuscation"] = Padding[..(1 + (_count++ * 7 % (Padding.Length - 1)))];
            }

            yield return new ResponsesEvent($"response.{kind}.delta", fields, IsContent: true);
        }

        var done = With(place, field, text);
        AddProbabilities(done, kind);
        yield return new ResponsesEvent($"response.{kind}.done", done);
    }

    private static void AddProbabilities(JsonObject fields, string kind)
    {
        if (kind == "output_text")
        {
            fields["logprobs"] = new JsonArray();
        }
    }

    private static JsonObject With(JsonObject place, string name, JsonNode value)
    {
        var fields = place.DeepClone().AsObject();
        fields[name] = value;
        return fields;
    }
}

/// <summary>An event of a Responses stream that has not got its number yet.</summary>
internal sealed record ResponsesEvent(string Name, JsonObject Fields, bool IsContent = false)
{
    public WireFrame ToFrame(int number)
    {
        Fields.Insert(0, "type", Name);
        Fields["sequence_number"] = number;
        return new WireFrame(Name, WireJson.NamedEvent(Name, WireJson.Text(Fields)), IsContent);
    }
}
