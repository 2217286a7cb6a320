using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Json;

namespace RouterMaestro.Testing.Requests;

/// <summary>What providers refuse as the name of a tool, wherever one stands.</summary>
internal static partial class ToolNameRules
{
    private const int LongestOfOpenAI = 64;

    public static (string? Param, string Message)? Violation(JsonElement body, WireProtocol protocol) =>
        protocol == WireProtocol.AnthropicMessages ? OfNames(OfMessages(body), OfAnthropic)
        : OfNames(protocol == WireProtocol.OpenAIResponses ? OfResponses(body) : OfChat(body), OfOpenAI);

    private static (string? Param, string Message)? OfNames(
        IEnumerable<(string Place, string? Name)> names, Func<string, string, (string? Param, string Message)?> judge) =>
        names.Where(n => n.Name is not null).Select(n => judge(n.Place, n.Name!)).FirstOrDefault(v => v is not null);

    private static (string? Param, string Message)? OfAnthropic(string place, string name) =>
        AnthropicName.IsMatch(name) ? null : (null, $"{place}: String should match pattern '{AnthropicName}'");

    private static (string? Param, string Message)? OfOpenAI(string place, string name) =>
        !OpenAIName.IsMatch(name) ? (place, $"Invalid '{place}': string does not match pattern. Expected a string that matches the pattern '{OpenAIName}'.")
        : name.Length > LongestOfOpenAI
        ? (place, $"Invalid '{place}': string too long. Expected a string with maximum length {LongestOfOpenAI}, but got a string with length {name.Length} instead.")
        : null;

    private static IEnumerable<(string Place, string? Name)> OfChat(JsonElement body) =>
    [
        .. body.GetItems("tools").Index().Select(t => OfChat($"tools[{t.Index}]", t.Item)),
        OfChat("tool_choice", body.Get("tool_choice") ?? default),
        .. body.GetItems("messages").Index().SelectMany(m => m.Item.GetItems("tool_calls").Index()
            .Select(c => OfChat($"messages[{m.Index}].tool_calls[{c.Index}]", c.Item))),
    ];

    private static (string Place, string? Name) OfChat(string place, JsonElement named)
    {
        var kind = named.GetText("type");
        return ($"{place}.{kind}.name", kind is "function" or "custom" ? named.Get(kind)?.GetText("name") : null);
    }

    private static IEnumerable<(string Place, string? Name)> OfResponses(JsonElement body) =>
    [
        .. body.GetItems("tools").Index().SelectMany(t => OfTool($"tools[{t.Index}]", t.Item)),
        .. OfTool("tool_choice", body.Get("tool_choice") ?? default),
        .. body.GetItems("input").Index().Where(i => i.Item.GetText("type") is "function_call" or "custom_tool_call")
            .Select(i => ($"input[{i.Index}].name", i.Item.GetText("name"))),
    ];

    private static IEnumerable<(string Place, string? Name)> OfTool(string place, JsonElement tool) =>
    [
        .. tool.GetText("type") is "function" or "custom" or "namespace" ? [($"{place}.name", tool.GetText("name"))] : Array.Empty<(string, string?)>(),
        .. tool.GetText("type") == "namespace" ? tool.GetItems("tools").Index().SelectMany(t => OfTool($"{place}.tools[{t.Index}]", t.Item)) : [],
    ];

    private static IEnumerable<(string Place, string? Name)> OfMessages(JsonElement body) =>
    [
        .. body.GetItems("tools").Index().Where(t => t.Item.GetText("type") is null or "custom")
            .Select(t => ($"tools.{t.Index}.custom.name", t.Item.GetText("name"))),
        ("tool_choice.tool.name", body.Get("tool_choice")?.GetText("name")),
        .. body.GetItems("messages").Index().SelectMany(m => m.Item.GetItems("content").Index().Where(b => b.Item.GetText("type") == "tool_use")
            .Select(b => ($"messages.{m.Index}.content.{b.Index}.tool_use.name", b.Item.GetText("name")))),
    ];

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,128}$")]
    private static partial Regex AnthropicName { get; }

    [GeneratedRegex("^[a-zA-Z0-9_-]+$")]
    private static partial Regex OpenAIName { get; }
}
