using System.Text.Json;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>Reads the conversation of a Responses request.</summary>
internal static class ResponsesConversation
{
    public static ReceivedContent Read(JsonElement body)
    {
        var items = body.GetParts("input").ToList();
        var parts = items.SelectMany(i => i.GetParts("content").Concat(i.GetParts("output"))).ToList();
        return new ReceivedContent
        {
            MessageCount = items.Count,
            LastRole = items.Select(RoleOf).LastOrDefault() ?? "",
            System = string.Join('\n', items.Where(i => RoleOf(i) is "system" or "developer").Select(Text)
                .Prepend(body.GetText("instructions")).OfType<string>()),
            LastUserText = items.Where(i => RoleOf(i) == "user" && !IsResult(i)).Select(Text).LastOrDefault() ?? "",
            ImageCount = parts.Count(p => p.GetText("type") == "input_image"),
            DocumentCount = parts.Count(p => p.GetText("type") == "input_file"),
            Tools = [.. body.GetItems("tools").SelectMany(ToolNames)],
            ToolResults = [.. items.AsEnumerable().Reverse().TakeWhile(i => RoleOf(i) != "assistant").Reverse()
                .Where(IsResult).Select(i => i.GetParts("output").TextOf())],
        };
    }

    private static string RoleOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.String || IsResult(item) ? "user" : item.GetText("role") ?? "assistant";

    private static bool IsResult(JsonElement item) => item.GetText("type")?.EndsWith("_output", StringComparison.Ordinal) is true;

    private static string Text(JsonElement item) =>
        item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetParts("content").TextOf();

    // a tool of a namespace is known by both names; one that the provider runs, by its type
    private static IEnumerable<string> ToolNames(JsonElement tool) => tool.GetText("type") == "namespace"
        ? tool.GetItems("tools").SelectMany(ToolNames).Select(name => $"{tool.GetText("name")}.{name}")
        : [tool.GetText("name") ?? tool.GetText("type") ?? ""];
}
