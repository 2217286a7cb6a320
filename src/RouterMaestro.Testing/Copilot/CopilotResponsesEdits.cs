using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Wire;
using RouterMaestro.Testing.Wire.Responses;

namespace RouterMaestro.Testing.Copilot;

/// <summary>What Copilot changes in answers of Responses.</summary>
internal static class CopilotResponsesEdits
{
    private const string ItemDone = "response.output_item.done";

    public static IEnumerable<WireFrame> Stream(CopilotReply reply, IReadOnlyList<WireFrame> frames)
    {
        var left = frames.Where((frame, i) => !IsLeftOut(reply, frame, i + 1 < frames.Count ? frames[i + 1] : null)).ToList();
        var isEachChanged = left.Count < frames.Count || reply.Has(CopilotQuirks.RotatingIds);
        var ids = 0;
        foreach (var (number, frame) in left.Index())
        {
            if (!isEachChanged && !IsOfWhole(frame.Name))
            {
                yield return frame;
                continue;
            }

            var json = CopilotFrames.Read(frame);
            json["sequence_number"] = number;
            Edit(reply, frame.Name, json);
            if (reply.Has(CopilotQuirks.RotatingIds))
            {
                ids = Rotate(reply.Context, json, ids);
            }

            Remember(reply, frame.Name, json);
            if (!ResponsesStream.Terminals.Contains(frame.Name))
            {
                yield return frame.Write(json);
                continue;
            }

            var place = reply.Has(CopilotQuirks.UsageInsideResponse) ? json["response"]!.AsObject() : json;
            place["copilot_usage"] = reply.Bill.ToJson(reply.Usage);
            yield return frame.Write(json) with { Counted = reply.Bill.Counter(reply.Usage) };
        }
    }

    public static void Body(CopilotReply reply, JsonObject response)
    {
        EditResponse(reply, response);
        foreach (var item in Items(response))
        {
            Remember(reply, item);
        }
    }

    // an event that holds an item or the response
    private static bool IsOfWhole(string name) =>
        name is "response.created" or "response.in_progress" or "response.output_item.added" or ItemDone || ResponsesStream.Terminals.Contains(name);

    private static bool IsLeftOut(CopilotReply reply, WireFrame frame, WireFrame? next) =>
        (reply.Has(CopilotQuirks.SummaryOnDone) && frame.Name.StartsWith("response.reasoning_summary", StringComparison.Ordinal))
        || (reply.Has(CopilotQuirks.SuffixOnDone) && frame.Name == "response.output_text.delta" && next?.Name == "response.output_text.done");

    private static void Edit(CopilotReply reply, string name, JsonObject json)
    {
        if (json["response"] is JsonObject response)
        {
            EditResponse(reply, response);
        }

        if (json["item"] is JsonObject item)
        {
            PutNamespace(reply, item, name == ItemDone || !reply.Has(CopilotQuirks.NamespaceOnDone));
        }
    }

    // Copilot stores nothing
    private static void EditResponse(CopilotReply reply, JsonObject response)
    {
        response["store"] = false;
        foreach (var item in Items(response))
        {
            PutNamespace(reply, item, isShown: true);
        }
    }

    /// <summary>Parts the name of a call of a tool in a namespace, scripted as <c>namespace.name</c>, where the request offers one.</summary>
    private static void PutNamespace(CopilotReply reply, JsonObject item, bool isShown)
    {
        if (item["name"]?.GetValue<string>().Split('.', 2) is not [var space, var name] || !Offers(reply.Context, space, name))
        {
            return;
        }

        item["name"] = name;
        if (isShown)
        {
            item["namespace"] = space;
        }
    }

    private static bool Offers(RenderContext context, string space, string name) =>
        context.Request.Json is { } body && body.GetItems("tools").Any(tool =>
            tool.GetText("type") == "namespace" && tool.GetText("name") == space && tool.GetItems("tools").Any(t => t.GetText("name") == name));

    private static IEnumerable<JsonObject> Items(JsonObject response) => response["output"]?.AsArray().OfType<JsonObject>() ?? [];

    private static int Rotate(RenderContext context, JsonObject json, int count)
    {
        List<(JsonObject Place, string Name)> ids =
        [
            (json, "item_id"),
            .. json["item"] is JsonObject item ? [(item, "id")] : Array.Empty<(JsonObject, string)>(),
            .. json["response"] is JsonObject response
                ? Items(response).Prepend(response).Select(place => (place, "id"))
                : [],
        ];
        foreach (var (place, name) in ids)
        {
            if (place[name]?.GetValue<string>() is { } id)
            {
                place[name] = $"{id[..(id.IndexOf('_', StringComparison.Ordinal) + 1)]}{context.Request.Number:D6}x{count++:D6}";
            }
        }

        return count;
    }

    private static void Remember(CopilotReply reply, string name, JsonObject json)
    {
        if (name == ItemDone)
        {
            Remember(reply, json["item"]!.AsObject());
        }
        else if (ResponsesStream.Terminals.Contains(name))
        {
            foreach (var item in Items(json["response"]!.AsObject()))
            {
                Remember(reply, item);
            }
        }
    }

    private static void Remember(CopilotReply reply, JsonObject item)
    {
        if (item["encrypted_content"]?.GetValue<string>() is { } content)
        {
            reply.Signatures.Add(item["id"]!.GetValue<string>(), content);
        }
    }
}
