using System.Text;
using System.Text.Json;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Observing;

/// <summary>Puts the tool calls of a Chat stream together.</summary>
internal sealed class ChatCallObserver(List<string> problems)
{
    private readonly List<(string Id, string Name, bool IsCustom, StringBuilder Arguments)> _calls = [];

    public void Take(JsonElement delta)
    {
        if (delta.Get("index") is not { ValueKind: JsonValueKind.Number } number || number.GetInt32() is var index && (index < 0 || index > _calls.Count))
        {
            problems.Add("a tool call without an index, or one that leaves a gap");
            return;
        }

        var isCustom = delta.Get("custom") is not null;
        var called = delta.Get(isCustom ? "custom" : "function") ?? default;
        if (index == _calls.Count)
        {
            _calls.Add((delta.GetText("id") ?? "", called.GetText("name") ?? "", isCustom, new StringBuilder()));
            Check(delta.GetText("id") is { Length: > 0 }, $"tool call {index} starts without an id");
            Check(called.GetText("name") is { Length: > 0 }, $"tool call {index} starts without a name");
            Check(delta.GetText("type") == (isCustom ? "custom" : "function"), $"tool call {index} starts without its type");
        }
        else
        {
            Check((delta.GetText("id") ?? _calls[index].Id) == _calls[index].Id, $"the id of tool call {index} changes");
        }

        _calls[index].Arguments.Append(called.GetText(isCustom ? "input" : "arguments"));
    }

    public IReadOnlyList<ObservedToolCall> Finish(string? stopReason)
    {
        if (stopReason is not null)
        {
            Check((stopReason == "tool_calls") == (_calls.Count > 0), "finish_reason and tool calls don't agree");
            Check(_calls.Select(c => c.Id).Distinct().Count() == _calls.Count, "two tool calls with the same id");
        }

        return [.. _calls.Select(c => new ObservedToolCall(c.Id, c.Name, c.Arguments.ToString()) { IsCustom = c.IsCustom })];
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
