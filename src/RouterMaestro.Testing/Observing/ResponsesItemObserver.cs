using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Holds the events of one output item of a Responses stream against its grammar.</summary>
internal sealed class ResponsesItemObserver(int index, JsonElement begun, List<string> problems)
{
    private static readonly Dictionary<string, string> _owners = new()
    {
        ["content_part"] = "message reasoning",
        ["output_text"] = "message",
        ["refusal"] = "message",
        ["reasoning_text"] = "reasoning",
        ["reasoning_summary_part"] = "reasoning",
        ["reasoning_summary_text"] = "reasoning",
        ["function_call_arguments"] = "function_call",
        ["custom_tool_call_input"] = "custom_tool_call",
    };

    private readonly Dictionary<string, ResponsesPartObserver> _parts = [];
    private readonly HashSet<string> _open = [];
    private readonly string _type = begun.GetText("type") ?? "";

    public string Joined => string.Concat(_parts.Values.Select(part => part.Joined));

    /// <summary>Gets the item as it was when it was done; null while it is not.</summary>
    public JsonElement? Done { get; private set; }

    public ObservedResponse Fill(ObservedResponse response) => _type switch
    {
        "message" => response with { Text = response.Text + JoinedOf("text"), Refusal = response.Refusal + JoinedOf("refusal") },
        "reasoning" => response with { Reasoning = response.Reasoning + Joined, Signatures = [.. response.Signatures, .. Signatures()] },
        "function_call" or "custom_tool_call" => response with { ToolCalls = [.. response.ToolCalls, Call()] },
        _ => response,
    };

    public void Take(string name, JsonElement data)
    {
        Check(Done is null, $"{name} after item {index} was done");
        Check(data.GetText("item_id") == begun.GetText("id"), $"{name} for another item than {index}");
        var (kind, action) = Split(name);
        if (!_owners.TryGetValue(kind, out var owners))
        {
            return;
        }

        Check(owners.Split(' ').Contains(_type), $"{name} in an item of type {_type}");
        var place = Place(kind, data);
        switch (action)
        {
            case "added":
                Check(_open.Add(place) && _open.Count == 1 && !_parts.ContainsKey(place), $"{place} begins inside of another, or again");
                break;
            case "delta":
                Check(_type.EndsWith("call", StringComparison.Ordinal) || _open.Contains(place), $"a piece of {place}, which is not open");
                Part(kind, place).Take(data);
                break;
            case "done" when data.Get("part") is { } part:
                Check(_open.Remove(place), $"{place} ends, which is not open");
                Part(part.GetText("type") == "refusal" ? "refusal" : "text", place).Finish(part);
                break;
            case "done":
                Part(kind, place).Finish(data);
                break;
        }
    }

    public void Finish(JsonElement item)
    {
        Check(Done is null, $"item {index} is done twice");
        Check(_open.Count == 0, $"item {index} is done while a part of it is open");
        Check(item.GetText("id") == begun.GetText("id") && item.GetText("type") == _type, $"item {index} ends as another");
        Check(_parts.Count == 0 || Content(item) == Joined, $"item {index} ends as other than its pieces");
        Done = item;
    }

    /// <summary>Tells whether the item was done as the response repeats it; the provider signatures it anew and adds results.</summary>
    public bool IsDoneAs(JsonElement item) => Done is { } done
        && (item.GetText("id"), item.GetText("type"), Content(item)) == (done.GetText("id"), done.GetText("type"), Content(done));

    private static string Content(JsonElement item) => item.GetText("arguments") ?? item.GetText("input") ?? string.Concat(
        item.GetItems("summary").Concat(item.GetItems("content")).Select(part => part.GetText("text") ?? part.GetText("refusal")));

    private static (string Kind, string Action) Split(string name)
    {
        var rest = name["response.".Length..];
        var dot = rest.LastIndexOf('.');
        return dot < 0 ? (rest, "") : (rest[..dot], rest[(dot + 1)..]);
    }

    private static string Place(string kind, JsonElement data) =>
        data.Get("summary_index") is { } summary ? $"summary {summary}"
        : data.Get("content_index") is { } content ? $"content {content}"
        : kind;

    private ResponsesPartObserver Part(string kind, string place)
    {
        var key = $"{(kind == "refusal" ? "refusal" : "text")} {place}";
        return _parts.TryGetValue(key, out var part) ? part : _parts[key] = new ResponsesPartObserver(place, problems);
    }

    private string JoinedOf(string kind) => string.Concat(_parts.Where(p => p.Key.StartsWith(kind, StringComparison.Ordinal)).Select(p => p.Value.Joined));

    private IEnumerable<string> Signatures() => Done?.GetText("encrypted_content") is { } signature ? [signature] : [];

    private ObservedToolCall Call() => new(begun.GetText("call_id") ?? "", begun.GetText("name") ?? "", Joined)
    {
        IsCustom = _type == "custom_tool_call",
    };

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
