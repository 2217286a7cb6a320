using System.Text.Json;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>Reads the conversation of a Messages request.</summary>
internal static class MessagesConversation
{
    public static ReceivedContent Read(JsonElement body)
    {
        var messages = body.GetItems("messages").ToList();
        var blocks = messages.SelectMany(m => m.GetParts("content")).ToList();
        var nested = blocks.Where(IsToolResult).SelectMany(b => b.GetParts("content"));
        var all = blocks.Concat(nested).ToList();
        return new ReceivedContent
        {
            MessageCount = messages.Count,
            LastRole = messages.Select(m => m.GetText("role")).LastOrDefault() ?? "",
            System = body.GetParts("system").TextOf(),
            LastUserText = messages.Where(m => m.GetText("role") == "user").Select(m => m.GetParts("content").TextOf())
                .LastOrDefault(text => text.Length > 0) ?? "",
            ImageCount = all.Count(b => b.GetText("type") == "image"),
            DocumentCount = all.Count(b => b.GetText("type") == "document"),
            Tools = [.. body.GetItems("tools").Select(t => t.GetText("name")).OfType<string>()],
            ToolResults = [.. messages.AsEnumerable().Reverse().TakeWhile(m => m.GetText("role") != "assistant").Reverse()
                .SelectMany(m => m.GetParts("content")).Where(IsToolResult).Select(b => b.GetParts("content").TextOf())],
        };
    }

    private static bool IsToolResult(JsonElement block) => block.GetText("type") == "tool_result";
}
