using System.Text.Json;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Copilot.Rules;

/// <summary>Checks the headers that say something about the conversation against it.</summary>
internal static class CopilotConversation
{
    private const int MaxDepth = 32;

    /// <summary>Finds what is wrong with <c>X-Initiator</c> and <c>Copilot-Vision-Request</c>.</summary>
    public static CopilotRefusal? Violation(ReceivedRequest request, JsonElement body) =>
        (request.Operation == SimulatedOperation.Generate ? InitiatorViolation(request, body) : null) ?? VisionViolation(request, body);

    private static CopilotRefusal? InitiatorViolation(ReceivedRequest request, JsonElement body)
    {
        var said = request.Headers.GetValueOrDefault("X-Initiator");
        if (said is not ("user" or "agent"))
        {
            return new($"X-Initiator must be user or agent, not {said ?? "missing"}");
        }

        var meant = Initiator(request.Protocol, body);
        return meant is null || meant == said ? null : new($"X-Initiator is {said}, but the last message is of the {meant}");
    }

    private static CopilotRefusal? VisionViolation(ReceivedRequest request, JsonElement body)
    {
        var said = request.Headers.GetValueOrDefault("Copilot-Vision-Request");
        var hasImages = HasImages(request.Protocol, body);
        return hasImages && said != "true" ? new("missing required Copilot-Vision-Request header for vision requests")
            : !hasImages && said is not null ? new("Copilot-Vision-Request header on a request without images")
            : null;
    }

    /// <summary>Tells who caused the request, by its last message; null where that cannot be told, so that both are right.</summary>
    private static string? Initiator(WireProtocol protocol, JsonElement body)
    {
        if (protocol == WireProtocol.OpenAIResponses && body.Get("input") is not { ValueKind: JsonValueKind.Array })
        {
            return "user";
        }

        var items = body.GetItems(protocol == WireProtocol.OpenAIResponses ? "input" : "messages").ToArray();
        var last = items.LastOrDefault();
        if (items is [.., var former, _] && (former.GetText("role") == "tool" || former.GetText("type") == "function_call_output") && IsMedia(last))
        {
            // Chat has no place for the images of a tool's result but a message of the user
            return "agent";
        }

        return last.ValueKind == JsonValueKind.Undefined ? "user" : last.GetText("role") switch
        {
            "user" => protocol == WireProtocol.AnthropicMessages ? InitiatorOfBlocks(last) : "user",
            "system" or "developer" => null,
            _ => "agent",
        };
    }

    private static bool IsMedia(JsonElement message) =>
        message.GetText("role") == "user" && message.GetItems("content").Any() && message.GetItems("content").All(part => part.GetText("type") is "image_url" or "input_image");

    // results and words of the user in one message: it depends on the client whether the user wrote those
    private static string? InitiatorOfBlocks(JsonElement message)
    {
        var results = message.GetItems("content").Count(b => b.GetText("type") == "tool_result");
        return results == 0 ? "user" : results == message.GetItems("content").Count() ? "agent" : null;
    }

    private static bool HasImages(WireProtocol protocol, JsonElement body) =>
        protocol == WireProtocol.OpenAIResponses ? body.Get("input") is { } input && HoldsImage(input, 0)
        : body.GetItems("messages").SelectMany(m => m.GetParts("content")).Any(part =>
            part.GetText("type") is "image_url" or "image"
            || (part.GetText("type") == "tool_result" && part.GetParts("content").Any(inner => inner.GetText("type") == "image")));

    private static bool HoldsImage(JsonElement value, int depth) => depth <= MaxDepth && value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(item => HoldsImage(item, depth + 1)),
        JsonValueKind.Object => value.GetText("type") is "input_image" or "image_url" || value.Get("image_url") is not null
            || value.EnumerateObject().Any(member => HoldsImage(member.Value, depth + 1)),
        _ => false,
    };
}
