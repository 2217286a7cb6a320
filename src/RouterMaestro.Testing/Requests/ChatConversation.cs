using System.Text.Json;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>Reads the conversation of a Chat request.</summary>
internal static class ChatConversation
{
    public static ReceivedContent Read(JsonElement body)
    {
        var messages = body.GetItems("messages").ToList();
        var parts = messages.SelectMany(m => m.GetParts("content")).ToList();
        return new ReceivedContent
        {
            MessageCount = messages.Count,
            LastRole = messages.Select(m => m.GetText("role")).LastOrDefault() ?? "",
            System = string.Join('\n', messages.Where(m => m.GetText("role") is "system" or "developer").Select(Text)),
            LastUserText = messages.Where(m => m.GetText("role") == "user").Select(Text).LastOrDefault() ?? "",
            ImageCount = parts.Count(p => p.GetText("type") == "image_url"),
            DocumentCount = parts.Count(p => p.GetText("type") == "file"),
            Tools = [.. body.GetItems("tools").Select(ToolName).OfType<string>()],
            ToolResults = [.. messages.AsEnumerable().Reverse().TakeWhile(m => m.GetText("role") != "assistant").Reverse()
                .Where(m => m.GetText("role") == "tool").Select(Text)],
        };
    }

    private static string Text(JsonElement message) => message.GetParts("content").TextOf();

    private static string? ToolName(JsonElement tool) => (tool.Get("function") ?? tool.Get("custom"))?.GetText("name");
}
