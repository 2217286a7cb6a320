using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>The beginnings of blocks, which requests and answers share.</summary>
internal static class AnthropicBlocks
{
    /// <summary>
    /// Gets what stands for reasoning that its provider does not show: a block without a text, as the dialect itself has where a caller
    /// wants none displayed. A turn that was asked to think begins with it, since callers may count on that.
    /// </summary>
    public static ReasoningPart HiddenReasoning { get; } = new(JsonText.Empty);

    public static void StartBlock(Utf8JsonWriter json, ReadOnlySpan<byte> type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
    }

    /// <summary>Begins a call. The dialect takes nothing but an object for arguments: broken ones become an empty one, which is reported.</summary>
    public static void StartCall(Utf8JsonWriter json, string id, ToolCallPart call, LossSink losses)
    {
        if (call.BrokenArguments is not null)
        {
            losses.Add("tool_use.input");
        }

        StartBlock(json, "tool_use"u8);
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, call.Name);
        json.WriteRaw("input"u8, call.Arguments);
    }

    /// <summary>Names a part as the dialect would, for reports.</summary>
    public static string NameOf(ContentPart part) => part switch
    {
        TextPart or RefusalPart => "text",
        ReasoningPart => "thinking",
        RedactedReasoningPart => "redacted_thinking",
        ImagePart => "image",
        DocumentPart => "document",
        ToolCallPart => "tool_use",
        _ => "tool_result",
    };
}
