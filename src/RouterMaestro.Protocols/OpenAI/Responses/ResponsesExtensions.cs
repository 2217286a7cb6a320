using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>A request's leftovers: those that stand at the top, and those that belong within an object that is read otherwise.</summary>
internal static class ResponsesExtensions
{
    /// <summary>Where the members that belong into <c>reasoning</c> are kept.</summary>
    public const string Reasoning = "reasoning.";

    /// <summary>Where the members that belong into <c>text</c> are kept.</summary>
    public const string Text = "text.";

    private const string EncryptedReasoning = "reasoning.encrypted_content";

    private static readonly byte[][] _known = JsonNames.Of(
        "model", "input", "instructions", "stream", "stream_options", "max_output_tokens", "temperature", "top_p", "tools",
        "parallel_tool_calls", "user", "safety_identifier", "reasoning", "text", "background");

    private static readonly byte[][] _reasoning = JsonNames.Of("effort", "summary", "generate_summary");
    private static readonly byte[][] _text = JsonNames.Of("format");

    /// <summary>Collects a request's leftovers. What is kept to anyway is none.</summary>
    public static Extensions Collect(JsonRequest json, bool isChoiceKnown, List<ExtensionField> items)
    {
        List<ExtensionField>? fields = null;
        json.Document.Collect(json.Root, _known, "", ref fields);
        json.Document.Collect(json.Root.Find("reasoning"u8), _reasoning, Reasoning, ref fields);
        json.Document.Collect(json.Root.Find("text"u8), _text, Text, ref fields);
        var kept = (fields ?? []).Where(f => !IsKept(json, f, isChoiceKnown)).Concat(items).ToList();
        return kept.Count == 0 ? Extensions.None : new(WireProtocol.OpenAIResponses, kept.ToEquatableArray());
    }

    /// <summary>Picks the leftovers that belong into one object.</summary>
    public static List<ExtensionField> Within(Extensions extensions, string place) =>
        IsOwn(extensions) ? [.. extensions.Fields.Where(f => f.Name.StartsWith(place, StringComparison.Ordinal))] : [];

    /// <summary>Writes leftovers into the object that they belong to.</summary>
    public static void Write(Utf8JsonWriter json, List<ExtensionField> fields, string place)
    {
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Name.AsSpan(place.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }
    }

    /// <summary>Writes the leftovers that stand at the top, and reports those of other dialects.</summary>
    public static void WriteOutside(Utf8JsonWriter json, Extensions extensions, LossSink losses) => json.WriteExtensions(
        IsOwn(extensions) ? extensions with { Fields = extensions.Fields.Where(f => !IsWithin(f)).ToEquatableArray() } : ImplicitDefaults.Without(extensions),
        WireProtocol.OpenAIResponses,
        losses);

    public static bool IsOwn(Extensions extensions) => extensions.Protocol == WireProtocol.OpenAIResponses;

    public static bool Has(Extensions extensions, string name) => IsOwn(extensions) && extensions.Fields.Any(f => f.Name == name);

    private static bool IsWithin(ExtensionField field) =>
        field.Name.StartsWith(Reasoning, StringComparison.Ordinal)
        || field.Name.StartsWith(Text, StringComparison.Ordinal)
        || ResponsesExtensionItem.IsOne(field);

    /// <summary>Nothing is stored, nothing is truncated, and encrypted reasoning is always given.</summary>
    private static bool IsKept(JsonRequest json, ExtensionField field, bool isChoiceKnown) => field.Name switch
    {
        "tool_choice" => isChoiceKnown,
        "store" => json.Root.Find("store"u8).ValueKind == JsonValueKind.False,
        "truncation" => json.Document.FindString(json.Root, "truncation"u8) == "disabled",
        "include" => json.Root.Find("include"u8).Elements().All(e => e.ValueKind == JsonValueKind.String && e.ValueEquals(EncryptedReasoning)),
        "service_tier" => json.Document.FindString(json.Root, "service_tier"u8) is "auto" or "default",
        _ => false,
    };
}
