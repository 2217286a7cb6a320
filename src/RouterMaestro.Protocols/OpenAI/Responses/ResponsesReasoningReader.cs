using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads items of reasoning, which answers and later requests have in the same form.</summary>
internal static class ResponsesReasoningReader
{
    /// <summary>What stands between the pieces of a summary.</summary>
    public static readonly JsonText Between = "\n\n";

    private static readonly byte[][] _encrypted = JsonNames.Of("type", "id", "status", "summary", "content", "encrypted_content");
    private static readonly byte[][] _unencrypted = JsonNames.Of("type", "status", "summary", "content", "encrypted_content");

    /// <summary>Reads an item.</summary>
    /// <param name="document">The document.</param>
    /// <param name="item">The item.</param>
    /// <returns>The part; null when the item holds nothing.</returns>
    public static ContentPart? Read(JsonBody document, JsonElement item)
    {
        var content = document.FindString(item, "encrypted_content"u8);
        if (ReasoningSignature.ReadRedacted(content) is { } data)
        {
            return new RedactedReasoningPart(data);
        }

        var text = TextOf(document, item);
        var signature = string.IsNullOrEmpty(content) ? null : ResponsesSignatures.Read(document.FindString(item, "id"u8), content);
        return text.IsEmpty && signature is null ? null : new ReasoningPart(text) { Signature = signature };
    }

    /// <summary>
    /// Reads an item of an answer. Reasoning that a provider tells openly and does not seal is known again by its id; our own seal
    /// seals nothing.
    /// </summary>
    public static ContentPart? ReadFromResponse(JsonBody document, JsonElement item) => Read(document, item) switch
    {
        ReasoningPart { Signature: { } signature } own when ReasoningSignature.Received(signature) is null => own.Text.IsEmpty ? null : own with { Signature = null },
        ReasoningPart { Signature: null } open when OpenIdOf(document, item) is { } id => open with { Signature = ResponsesSignatures.Join(id, "") },
        var part => part,
    };

    /// <summary>Gets the id of an item that tells the reasoning itself, unsealed; null when it does not.</summary>
    public static string? OpenIdOf(JsonBody document, JsonElement item) =>
        document.FindString(item, "id"u8) is { Length: > 0 } id
        && string.IsNullOrEmpty(document.FindString(item, "encrypted_content"u8))
        && item.Find("content"u8) is { ValueKind: JsonValueKind.Array } content && content.GetArrayLength() > 0
            ? id
            : null;

    /// <summary>Keeps what a plain part cannot hold of an item, so that it can go back as it came.</summary>
    public static Extensions ReadExtensions(JsonBody document, JsonElement item)
    {
        var isEncrypted = document.FindText(item, "encrypted_content"u8) is { IsEmpty: false };
        var fields = document.ReadExtensions(item, WireProtocol.OpenAIResponses, isEncrypted ? _encrypted : _unencrypted).Fields.ToList();
        AddUnlessPlain(document, item, "summary", isPlain: summary => summary.GetArrayLength() < 2, fields);
        AddUnlessPlain(document, item, "content", isPlain: content => content.GetArrayLength() == 0, fields);
        return fields.Count == 0 ? Extensions.None : new(WireProtocol.OpenAIResponses, fields.ToEquatableArray());
    }

    /// <summary>Gets what the item shows: the reasoning itself where that is told, else its summary.</summary>
    private static JsonText TextOf(JsonBody document, JsonElement item) =>
        Join(document, item.Find("content"u8)) is { IsEmpty: false } content ? content : Join(document, item.Find("summary"u8));

    private static JsonText Join(JsonBody document, JsonElement pieces)
    {
        List<JsonText> texts = [];
        foreach (var piece in pieces.Elements())
        {
            if (document.FindText(piece, "text"u8) is { IsEmpty: false } text)
            {
                texts.AddRange(texts.Count == 0 ? [text] : [Between, text]);
            }
        }

        return texts switch
        {
            [] => JsonText.Empty,
            [var only] => only,
            _ => JsonTexts.Concat([.. texts]),
        };
    }

    private static void AddUnlessPlain(JsonBody document, JsonElement item, string name, Func<JsonElement, bool> isPlain, List<ExtensionField> fields)
    {
        if (item.TryGetProperty(name, out var pieces) && pieces.ValueKind == JsonValueKind.Array && !isPlain(pieces))
        {
            fields.Add(new(name, document.RawOf(pieces)));
        }
    }
}
