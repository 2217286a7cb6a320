using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.Anthropic.Wire;

/// <summary>
/// Tells the leftovers of texts and calls, and puts a request's leftovers back where they stood: at the top, or within an object that is
/// read otherwise.
/// </summary>
internal static class AnthropicExtensions
{
    private static readonly byte[][] _citations = AnthropicNames.Of("citations");
    private static readonly byte[][] _caller = AnthropicNames.Of("caller");
    private static readonly string[] _places = [AnthropicNames.Thinking, AnthropicNames.OutputConfig];

    /// <summary>Gets the unknown members of a text. A list of no citations says nothing.</summary>
    public static Extensions OfText(JsonBody document, JsonElement text, byte[][] known)
    {
        var isUncited = text.Find("citations"u8) is { ValueKind: JsonValueKind.Array } citations && citations.GetArrayLength() == 0;
        return document.ReadExtensions(text, WireProtocol.AnthropicMessages, isUncited ? [.. known, .. _citations] : known);
    }

    /// <summary>Gets the unknown members of a call. That the model itself made it goes without saying.</summary>
    public static Extensions OfCall(JsonBody document, JsonElement call, byte[][] known)
    {
        var caller = call.Find("caller"u8);
        var isDirect = caller.ValueKind == JsonValueKind.Object && document.FindString(caller, "type"u8) == "direct";
        return document.ReadExtensions(call, WireProtocol.AnthropicMessages, isDirect ? [.. known, .. _caller] : known);
    }

    /// <summary>Picks the leftovers that belong into one object.</summary>
    public static IReadOnlyList<ExtensionField> Within(Extensions extensions, string place) =>
        extensions.Protocol == WireProtocol.AnthropicMessages ? [.. extensions.Fields.Where(f => IsWithin(f, place))] : [];

    /// <summary>Writes leftovers into the object that they belong to.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ExtensionField> fields, string place)
    {
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Name.AsSpan(place.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }
    }

    /// <summary>Writes the leftovers that stand at the top, and reports those of other dialects.</summary>
    public static void WriteOutside(Utf8JsonWriter json, Extensions extensions, LossSink losses) =>
        json.WriteExtensions(
            extensions.Protocol == WireProtocol.AnthropicMessages
                ? extensions with { Fields = [.. extensions.Fields.Where(f => !_places.Any(p => IsWithin(f, p)))] }
                : ImplicitDefaults.Without(extensions),
            WireProtocol.AnthropicMessages,
            losses);

    private static bool IsWithin(ExtensionField field, string place) => field.Name.StartsWith(place, StringComparison.Ordinal);
}

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
