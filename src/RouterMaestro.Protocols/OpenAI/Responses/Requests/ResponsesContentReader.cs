using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.ForeignContent;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.OpenAI.Responses.Requests;

/// <summary>Reads the content of items. Parts of unknown types are dropped and reported.</summary>
internal static class ResponsesContentReader
{
    private static readonly byte[][] _text = JsonNames.Of("type", "text", "cache_control");
    private static readonly byte[][] _textWithoutNotes = JsonNames.Of("type", "text", "annotations", "logprobs", "cache_control");
    private static readonly byte[][] _refusal = JsonNames.Of("type", "refusal", "cache_control");
    private static readonly byte[][] _image = JsonNames.Of("type", "image_url", "file_id", "detail", "cache_control");
    private static readonly byte[][] _file = JsonNames.Of("type", "file_data", "file_url", "file_id", "filename", "cache_control");

    /// <summary>Reads a content, which is a string, an array of parts or absent, and adds its parts to a list.</summary>
    public static void Read(JsonRequest json, JsonElement content, List<ContentPart> parts)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.Undefined:
                break;
            case JsonValueKind.String:
                Add(new TextPart(json.Document.TextOf(content)), parts);
                break;
            case JsonValueKind.Array:
                ReadParts(json, content, parts);
                break;
            default:
                throw json.Wrong("must be a string or an array of content parts");
        }
    }

    private static void ReadParts(JsonRequest json, JsonElement content, List<ContentPart> parts)
    {
        var at = 0;
        foreach (var element in content.EnumerateArray())
        {
            using (json.At(at++))
            {
                if (element.ValueKind != JsonValueKind.Object)
                {
                    throw json.Wrong("must be an object");
                }

                if (ReadPart(json, element) is { } part)
                {
                    Add(ReadCache(json, element) is { } cache ? part with { Cache = cache } : part, parts);
                }
            }
        }
    }

    /// <summary>Reads cache_control of a content part, which passes to Anthropic's Messages API.</summary>
    private static CacheMarker? ReadCache(JsonRequest json, JsonElement part)
    {
        if (part.Find("cache_control"u8) is not { ValueKind: JsonValueKind.Object } marker)
        {
            return null;
        }

        using (json.At("cache_control"))
        {
            return new(json.FindString(marker, "ttl"u8));
        }
    }

    /// <summary>
    /// Skips empty text parts. Anthropic's Messages API refuses them ("text content blocks must be non-empty",
    /// anthropics/claude-code#59812).
    /// </summary>
    private static void Add(ContentPart part, List<ContentPart> parts)
    {
        if (part is not TextPart { Text.IsEmpty: true, Extensions.IsEmpty: true })
        {
            parts.Add(part);
        }
    }

    private static ContentPart? ReadPart(JsonRequest json, JsonElement part)
    {
        var type = json.TakeString(part, "type"u8);
        switch (type)
        {
            case "input_text" or "output_text" or "text":
                return new TextPart(json.TakeText(part, "text"u8)) { Extensions = ReadExtensions(json, part, HasNotes(part) ? _text : _textWithoutNotes) };
            case "refusal":
                return new RefusalPart(json.TakeText(part, "refusal"u8)) { Extensions = ReadExtensions(json, part, _refusal) };
            case "input_image" when part.Find("image_url"u8).ValueKind == JsonValueKind.Object:
                return ForeignParts.Read(json, part, type);
            case "input_image" or "computer_screenshot":
                return ResponsesMediaReader.ReadImage(json, part) with { Extensions = ReadExtensions(json, part, _image) };
            case "input_file" when ResponsesMediaReader.ReadFile(json, part) is { } document:
                return document with { Extensions = ReadExtensions(json, part, _file) };
            case var foreign when ForeignParts.Read(json, part, foreign) is { } read:
                return read;
            default:
                json.Losses.Add($"input.{type}");
                return null;
        }
    }

    /// <summary>
    /// Returns true if annotations or logprobs are not empty. OpenAI writes empty lists on every text
    /// (recording llm--openai_responses--test_responses_tool_use).
    /// </summary>
    private static bool HasNotes(JsonElement part) => HasElements(part.Find("annotations"u8)) || HasElements(part.Find("logprobs"u8));

    private static bool HasElements(JsonElement array) => array.ValueKind == JsonValueKind.Array && array.GetArrayLength() > 0;

    private static Extensions ReadExtensions(JsonRequest json, JsonElement part, byte[][] known) =>
        json.Document.ReadExtensions(part, WireProtocol.OpenAIResponses, known);
}

/// <summary>Reads images and files: an address, a data: address, or the id of a file.</summary>
internal static class ResponsesMediaReader
{
    private const string Pdf = "application/pdf";

    public static ContentPart ReadImage(JsonRequest json, JsonElement part)
    {
        var source = json.FindText(part, "image_url"u8) is { } address ? ReadSource(json, address, "image_url"u8)
            : json.FindString(part, "file_id"u8) is { } id ? new MediaSource.File(id)
            : throw json.Wrong("image_url"u8, "is required");
        return source is MediaSource.Base64 { MediaType: Pdf }
            ? new DocumentPart(source)
            : new ImagePart(source) { Detail = json.FindString(part, "detail"u8) };
    }

    /// <returns>The document; null if the part has no data, address or file id.</returns>
    public static DocumentPart? ReadFile(JsonRequest json, JsonElement part)
    {
        MediaSource? source = json.FindText(part, "file_data"u8) is { IsEmpty: false } data ? ReadData(json, data)
            : json.FindText(part, "file_url"u8) is { } address ? ReadSource(json, address, "file_url"u8)
            : json.FindString(part, "file_id"u8) is { } id ? new MediaSource.File(id)
            : null;
        return source is null ? null : new(source) { Title = json.FindString(part, "filename"u8) };
    }

    private static MediaSource ReadSource(JsonRequest json, JsonText address, ReadOnlySpan<byte> member) =>
        !JsonDataUri.TryRead(address, out var data) ? new MediaSource.Url(address)
        : data ?? throw json.Wrong(member, "is not a valid base64 data: address");

    /// <summary>Reads file_data: a data: address, or bare base64, which is taken for a PDF.</summary>
    private static MediaSource ReadData(JsonRequest json, JsonText data) =>
        JsonDataUri.TryRead(data, out _) ? ReadSource(json, data, "file_data"u8)
        : JsonBase64.IsValid(data) ? new MediaSource.Base64(Pdf, data)
        : throw json.Wrong("file_data"u8, "is not valid base64");
}

/// <summary>Reads reasoning items, which have the same form in responses and in later requests.</summary>
internal static class ResponsesReasoningReader
{
    /// <summary>The separator of the pieces of a summary.</summary>
    public static readonly JsonText Between = "\n\n";

    private static readonly byte[][] _encrypted = JsonNames.Of("type", "id", "status", "summary", "content", "encrypted_content");
    private static readonly byte[][] _unencrypted = JsonNames.Of("type", "status", "summary", "content", "encrypted_content");

    /// <summary>Reads an item.</summary>
    /// <param name="document">The document.</param>
    /// <param name="item">The item.</param>
    /// <returns>The part; null if the item has neither text nor encrypted content.</returns>
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
    /// Reads a reasoning item of a response. DeepSeek, LM Studio and OpenRouter's gpt-oss send reasoning_text without
    /// encrypted_content (recordings test_deepseek_responses_text_stream, open-responses--lmstudio-tool-call.2,
    /// test_openai_responses_raw_cot_stream_openrouter); its signature is the item's id. A signature of the gateway's own is
    /// dropped.
    /// </summary>
    public static ContentPart? ReadFromResponse(JsonBody document, JsonElement item) => Read(document, item) switch
    {
        ReasoningPart { Signature: { } signature } own when ReasoningSignature.Received(signature) is null => own.Text.IsEmpty ? null : own with { Signature = null },
        ReasoningPart { Signature: null } open when OpenIdOf(document, item) is { } id => open with { Signature = ResponsesSignatures.Join(id, "") },
        var part => part,
    };

    /// <summary>Gets the id of an item with plain reasoning text and no encrypted content; otherwise null.</summary>
    public static string? OpenIdOf(JsonBody document, JsonElement item) =>
        document.FindString(item, "id"u8) is { Length: > 0 } id
        && string.IsNullOrEmpty(document.FindString(item, "encrypted_content"u8))
        && item.Find("content"u8) is { ValueKind: JsonValueKind.Array } content && content.GetArrayLength() > 0
            ? id
            : null;

    /// <summary>Reads the members that a reasoning part cannot hold, so that the item can be sent back unchanged.</summary>
    public static Extensions ReadExtensions(JsonBody document, JsonElement item)
    {
        var isEncrypted = document.FindText(item, "encrypted_content"u8) is { IsEmpty: false };
        var fields = document.ReadExtensions(item, WireProtocol.OpenAIResponses, isEncrypted ? _encrypted : _unencrypted).Fields.ToList();
        AddUnlessPlain(document, item, "summary", isPlain: summary => summary.GetArrayLength() < 2, fields);
        AddUnlessPlain(document, item, "content", isPlain: content => content.GetArrayLength() == 0, fields);
        return fields.Count == 0 ? Extensions.None : new(WireProtocol.OpenAIResponses, fields.ToEquatableArray());
    }

    /// <summary>Returns the reasoning text of an item, or its summary if it has no reasoning text.</summary>
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
