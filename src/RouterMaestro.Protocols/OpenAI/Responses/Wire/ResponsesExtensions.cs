using System.Globalization;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Reads and writes the extensions of a request: members of the request, and of its objects <c>reasoning</c> and <c>text</c>.</summary>
internal static class ResponsesExtensions
{
    /// <summary>The prefix of the names of extensions within <c>reasoning</c>.</summary>
    public const string Reasoning = "reasoning.";

    /// <summary>The prefix of the names of extensions within <c>text</c>.</summary>
    public const string Text = "text.";

    private const string EncryptedReasoning = "reasoning.encrypted_content";

    private static readonly byte[][] _known = JsonNames.Of(
        "model", "input", "instructions", "stream", "stream_options", "max_output_tokens", "temperature", "top_p", "tools",
        "parallel_tool_calls", "user", "safety_identifier", "reasoning", "text", "background");

    private static readonly byte[][] _reasoning = JsonNames.Of("effort", "summary", "generate_summary");
    private static readonly byte[][] _text = JsonNames.Of("format");

    /// <summary>Collects the extensions of a request, without values that change nothing.</summary>
    public static Extensions Collect(JsonRequest json, bool isChoiceKnown, List<ExtensionField> items)
    {
        List<ExtensionField>? fields = null;
        json.Document.Collect(json.Root, _known, "", ref fields);
        json.Document.Collect(json.Root.Find("reasoning"u8), _reasoning, Reasoning, ref fields);
        json.Document.Collect(json.Root.Find("text"u8), _text, Text, ref fields);
        var found = (fields ?? []).Where(f => !IsImplied(json, f, isChoiceKnown)).Concat(items).ToList();
        return found.Count == 0 ? Extensions.None : new(WireProtocol.OpenAIResponses, found.ToEquatableArray());
    }

    /// <summary>Returns the extensions of one object.</summary>
    public static List<ExtensionField> Within(Extensions extensions, string place) =>
        IsOwn(extensions) ? [.. extensions.Fields.Where(f => f.Name.StartsWith(place, StringComparison.Ordinal))] : [];

    /// <summary>Writes extensions as members of their object.</summary>
    public static void Write(Utf8JsonWriter json, List<ExtensionField> fields, string place)
    {
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Name.AsSpan(place.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }
    }

    /// <summary>Writes the extensions that are members of the request, and reports those of other protocols.</summary>
    public static void WriteOutside(Utf8JsonWriter json, Extensions extensions, LossSink losses) => json.WriteExtensions(
        IsOwn(extensions) ? extensions with { Fields = extensions.Fields.Where(f => !IsWithin(f)).ToEquatableArray() } : extensions,
        WireProtocol.OpenAIResponses,
        losses);

    public static bool IsOwn(Extensions extensions) => extensions.Protocol == WireProtocol.OpenAIResponses;

    public static bool Has(Extensions extensions, string name) => IsOwn(extensions) && extensions.Fields.Any(f => f.Name == name);

    private static bool IsWithin(ExtensionField field) =>
        field.Name.StartsWith(Reasoning, StringComparison.Ordinal)
        || field.Name.StartsWith(Text, StringComparison.Ordinal)
        || ResponsesExtensionItem.IsOne(field);

    /// <summary>
    /// Returns true if an extension changes nothing: the gateway stores and truncates nothing, returns encrypted reasoning, and uses the
    /// default tier.
    /// </summary>
    private static bool IsImplied(JsonRequest json, ExtensionField field, bool isChoiceKnown) => field.Name switch
    {
        "tool_choice" => isChoiceKnown,
        "store" => json.Root.Find("store"u8).ValueKind == JsonValueKind.False,
        "truncation" => json.Document.FindString(json.Root, "truncation"u8) == "disabled",
        "include" => json.Root.Find("include"u8).Elements().All(e => e.ValueKind == JsonValueKind.String && e.ValueEquals(EncryptedReasoning)),
        "service_tier" => json.Document.FindString(json.Root, "service_tier"u8) is "auto" or "default",
        _ => false,
    };
}

/// <summary>Represents an item without a part in the canonical model, stored with its position in the extensions of a request.</summary>
/// <param name="Message">The number of messages before it.</param>
/// <param name="Part">The number of parts before it in the message that follows.</param>
/// <param name="Item">The item.</param>
internal sealed record ResponsesExtensionItem(int Message, int Part, RawJson Item)
{
    private const string Prefix = "input.";

    public ExtensionField ToField(string type) => new(Prefix + type, new((byte[])
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[{Message},{Part},")),
        .. Item.Utf8.Span,
        (byte)']',
    ]));

    public static bool IsOne(ExtensionField field) => field.Name.StartsWith(Prefix, StringComparison.Ordinal);

    public static ResponsesExtensionItem Of(ExtensionField field)
    {
        using var document = JsonBody.Parse(field.Value.Utf8);
        var triple = document.Root;
        return triple is { ValueKind: JsonValueKind.Array } && triple.GetArrayLength() == 3
            ? new(triple[0].GetInt32(), triple[1].GetInt32(), document.RawOf(triple[2]))
            : new(0, 0, field.Value);
    }
}

/// <summary>
/// Reads and writes encrypted reasoning together with the id of its item. Callers get it with a mark, by which it is recognized in
/// later requests.
/// </summary>
internal static class ResponsesSignatures
{
    /// <summary>Creates a signature from the id of an item and its encrypted content.</summary>
    public static string Join(string? id, string content) =>
        ReasoningSignature.Of(WireProtocol.OpenAIResponses, $"{(id is null || id.Contains(':', StringComparison.Ordinal) ? "" : id)}:{content}");

    /// <summary>Splits a signature into the id of the item and the encrypted content.</summary>
    /// <param name="signature">The signature; null if there is none.</param>
    /// <param name="provider">The provider that gets it.</param>
    /// <param name="id">The id of the item.</param>
    /// <param name="content">The encrypted content; empty for an item with plain reasoning text.</param>
    /// <returns>False if there is no signature, or if it is of another provider or protocol.</returns>
    public static bool TrySplit(string? signature, string provider, out string id, out string content)
    {
        (id, content) = ("", "");
        if (signature is null || ReasoningSignature.Open(signature, WireProtocol.OpenAIResponses, provider) is not { } pair)
        {
            return false;
        }

        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        (id, content) = colon < 0 ? ("", pair) : (pair[..colon], pair[(colon + 1)..]);
        return true;
    }

    /// <summary>Reads encrypted content from a caller or a provider.</summary>
    /// <param name="id">The id of the item.</param>
    /// <param name="content">The content.</param>
    /// <returns>The signature; null if the content is a mark and nothing else.</returns>
    public static string? Read(string? id, string content) =>
        ReasoningSignature.IsMarked(content) ? ReasoningSignature.Unwrap(content) : Join(id, content);
}
