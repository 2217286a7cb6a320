using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.Anthropic.Wire;

/// <summary>
/// Reads the extensions of texts and calls, and writes a request's extensions in their original place: at the top, or in an object
/// whose other members are known.
/// </summary>
internal static class AnthropicExtensions
{
    private static readonly byte[][] _citations = AnthropicNames.Of("citations");
    private static readonly byte[][] _caller = AnthropicNames.Of("caller");
    private static readonly string[] _places = [AnthropicNames.Thinking, AnthropicNames.OutputConfig];

    /// <summary>Gets the unknown members of a text, without an empty list of citations.</summary>
    public static Extensions OfText(JsonBody document, JsonElement text, byte[][] known)
    {
        var isUncited = text.Find("citations"u8) is { ValueKind: JsonValueKind.Array } citations && citations.GetArrayLength() == 0;
        return document.ReadExtensions(text, WireProtocol.AnthropicMessages, isUncited ? [.. known, .. _citations] : known);
    }

    /// <summary>Gets the unknown members of a call, without a caller that is the model itself.</summary>
    public static Extensions OfCall(JsonBody document, JsonElement call, byte[][] known)
    {
        var caller = call.Find("caller"u8);
        var isDirect = caller.ValueKind == JsonValueKind.Object && document.FindString(caller, "type"u8) == "direct";
        return document.ReadExtensions(call, WireProtocol.AnthropicMessages, isDirect ? [.. known, .. _caller] : known);
    }

    /// <summary>Selects the extensions of one object.</summary>
    public static IReadOnlyList<ExtensionField> Within(Extensions extensions, string place) =>
        extensions.Protocol == WireProtocol.AnthropicMessages ? [.. extensions.Fields.Where(f => IsWithin(f, place))] : [];

    /// <summary>Writes the extensions of an object into it.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ExtensionField> fields, string place)
    {
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Name.AsSpan(place.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }
    }

    /// <summary>Writes the extensions at the top of the request, and reports those of other protocols.</summary>
    public static void WriteOutside(Utf8JsonWriter json, Extensions extensions, LossSink losses) =>
        json.WriteExtensions(
            extensions.Protocol == WireProtocol.AnthropicMessages
                ? extensions with { Fields = [.. extensions.Fields.Where(f => !_places.Any(p => IsWithin(f, p)))] }
                : extensions,
            WireProtocol.AnthropicMessages,
            losses);

    private static bool IsWithin(ExtensionField field, string place) => field.Name.StartsWith(place, StringComparison.Ordinal);
}

/// <summary>Writes the starts of blocks, which requests and responses share.</summary>
internal static class AnthropicBlocks
{
    /// <summary>
    /// Gets a thinking block without text, as Anthropic sends it for display "omitted". It begins a turn for which reasoning was
    /// requested if the provider does not show its reasoning; Anthropic's own turns begin with a thinking block then.
    /// </summary>
    public static ReasoningPart HiddenReasoning { get; } = new(JsonText.Empty);

    public static void StartBlock(Utf8JsonWriter json, ReadOnlySpan<byte> type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
    }

    /// <summary>
    /// Writes the start of a call. The protocol requires an object for arguments: invalid arguments become an empty object, and the
    /// loss is reported.
    /// </summary>
    public static void StartCall(Utf8JsonWriter json, string id, ToolCallPart call, LossSink losses, bool isResponse = false)
    {
        // another JSON value is not lost in an empty object, with which the tool would run: the tool's own check refuses it
        var isValue = isResponse && call.BrokenArguments is not null && !ResponseCalls.IsCut(call);
        if (call.BrokenArguments is not null && !isValue)
        {
            losses.Add("tool_use.input");
        }

        StartBlock(json, "tool_use"u8);
        json.WriteString("id"u8, id);
        json.WriteString("name"u8, call.Name);
        json.WriteRaw("input"u8, isValue ? RawJson.Parse($"{{\"input\":{call.BrokenArguments}}}") : call.Arguments);
    }

    /// <summary>Gets the protocol's name of a part, for loss reports.</summary>
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
