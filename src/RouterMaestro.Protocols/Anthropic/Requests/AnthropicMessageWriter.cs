using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Fitting;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>Writes the system prompt and the messages.</summary>
internal sealed class AnthropicMessageWriter(Utf8JsonWriter json, LossSink losses)
{
    public void Write(AnthropicConversation conversation)
    {
        if (conversation.System.Count > 0)
        {
            json.WritePropertyName("system"u8);
            WriteContent(conversation.System);
        }

        json.WriteStartArray("messages"u8);
        foreach (var turn in conversation.Turns)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role == Role.User ? "user"u8 : "assistant"u8);
            json.WritePropertyName("content"u8);
            WriteContent(turn.Parts);
            if (turn.Extensions.Protocol == WireProtocol.AnthropicMessages)
            {
                json.WriteExtensions(turn.Extensions, WireProtocol.AnthropicMessages, losses);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes blocks, or a string if the content is a single plain text.</summary>
    private void WriteContent(IReadOnlyList<ContentPart> parts)
    {
        if (parts is [TextPart { Cache: null, Extensions.IsEmpty: true } text])
        {
            json.WriteTextValue(text.Text);
            return;
        }

        json.WriteStartArray();
        foreach (var part in parts)
        {
            WriteBlock(part);
        }

        json.WriteEndArray();
    }

    private void WriteBlock(ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(text.Text);
                break;
            case RefusalPart refusal:
                WriteText(refusal.Text);
                break;
            case ReasoningPart reasoning:
                AnthropicBlocks.StartBlock(json, "thinking"u8);
                json.WriteText("thinking"u8, reasoning.Text);
                json.WriteString("signature"u8, reasoning.Signature);
                break;
            case RedactedReasoningPart redacted:
                AnthropicBlocks.StartBlock(json, "redacted_thinking"u8);
                json.WriteText("data"u8, redacted.Data);
                break;
            case ToolCallPart call:
                AnthropicBlocks.StartCall(json, AnthropicIds.Call(call.Id), call, losses);
                break;
            case ToolResultPart result:
                WriteResult(result);
                break;
            case ImagePart or DocumentPart:
                if (!AnthropicMediaWriter.TryStart(json, part, WriteContent, losses))
                {
                    return;
                }

                break;
        }

        // reasoning blocks return unchanged
        AnthropicCache.Write(json, part is ReasoningPart or RedactedReasoningPart ? null : part.Cache);
        json.WriteExtensions(part.Extensions, WireProtocol.AnthropicMessages, losses, "messages.");
        json.WriteEndObject();
    }

    private void WriteText(JsonText text)
    {
        AnthropicBlocks.StartBlock(json, "text"u8);
        json.WriteText("text"u8, text);
    }

    private void WriteResult(ToolResultPart result)
    {
        AnthropicBlocks.StartBlock(json, "tool_result"u8);
        json.WriteString("tool_use_id"u8, AnthropicIds.Call(result.CallId));
        var content = result.Content.Where(CanStandInResult).ToList();
        if (content.Count > 0)
        {
            json.WritePropertyName("content"u8);
            WriteContent(content);
        }

        if (result.IsError)
        {
            json.WriteBoolean("is_error"u8, true);
        }
    }

    private bool CanStandInResult(ContentPart part)
    {
        switch (part)
        {
            case TextPart text:
                return !JsonBlank.IsBlank(text.Text);
            case ImagePart or DocumentPart when AnthropicMediaWriter.CanWrite(part):
                return true;
            default:
                losses.Add($"messages.{AnthropicBlocks.NameOf(part)}");
                return false;
        }
    }
}

/// <summary>Writes images and documents.</summary>
internal static class AnthropicMediaWriter
{
    // another provider's file id is not valid here
    private const string FileIdStart = "file_";

    /// <summary>Begins the block of an image or a document.</summary>
    /// <param name="json">The writer of the block, which stays open.</param>
    /// <param name="part">The part.</param>
    /// <param name="writeContent">Writes a content within the block.</param>
    /// <param name="losses">The sink of losses.</param>
    /// <returns>True if the protocol has such a block; otherwise nothing is written.</returns>
    public static bool TryStart(Utf8JsonWriter json, ContentPart part, Action<IReadOnlyList<ContentPart>> writeContent, LossSink losses)
    {
        switch (part)
        {
            case ImagePart or DocumentPart when !CanWrite(part):
                losses.Add($"messages.{AnthropicBlocks.NameOf(part)}");
                return false;
            case ImagePart picture:
                if (picture.Detail is not (null or "auto"))
                {
                    losses.Add("messages.image_url.detail");
                }

                AnthropicBlocks.StartBlock(json, "image"u8);
                WriteSource(json, picture.Source, writeContent);
                return true;
            case DocumentPart paper:
                AnthropicBlocks.StartBlock(json, "document"u8);
                WriteSource(json, PlainIfText(paper.Source), writeContent);
                WriteIf(json, "title"u8, paper.Title);
                WriteIf(json, "context"u8, paper.Context);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Returns true if the protocol can represent an image or a document and the provider accepts its content.</summary>
    public static bool CanWrite(ContentPart part) => part switch
    {
        ImagePart { Source: var source } => source is MediaSource.Base64 or MediaSource.Url || (source is MediaSource.File file && !IsForeign(file)),
        DocumentPart { Source: MediaSource.File file } => !IsForeign(file),
        DocumentPart { Source: MediaSource.Base64 bytes } => AnthropicMediaData.IsPdf(bytes) || TextDocument.TextOf(bytes) is not null,
        _ => part is DocumentPart,
    };

    private static bool IsForeign(MediaSource.File file) => !file.Id.StartsWith(FileIdStart, StringComparison.Ordinal);

    private static void WriteSource(Utf8JsonWriter json, MediaSource source, Action<IReadOnlyList<ContentPart>> writeContent)
    {
        json.WriteStartObject("source"u8);
        switch (source)
        {
            case MediaSource.Base64 base64:
                var (type, data) = AnthropicMediaData.Correct(base64);
                json.WriteString("type"u8, "base64"u8);
                json.WriteString("media_type"u8, type);
                json.WriteText("data"u8, data);
                break;
            case MediaSource.Url url:
                json.WriteString("type"u8, "url"u8);
                json.WriteText("url"u8, url.Address);
                break;
            case MediaSource.File file:
                json.WriteString("type"u8, "file"u8);
                json.WriteString("file_id"u8, file.Id);
                break;
            case MediaSource.Text text:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("media_type"u8, "text/plain"u8);
                json.WriteText("data"u8, text.Content);
                break;
            case MediaSource.Blocks blocks:
                json.WriteString("type"u8, "content"u8);
                json.WritePropertyName("content"u8);
                writeContent(blocks.Parts);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Gets the source, as plain text if base64 holds a text: the protocol accepts base64 for PDF files only.</summary>
    private static MediaSource PlainIfText(MediaSource source) =>
        source is MediaSource.Base64 bytes && !AnthropicMediaData.IsPdf(bytes) && TextDocument.TextOf(bytes) is { } text ? new MediaSource.Text(text) : source;

    private static void WriteIf(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}

/// <summary>Reads and writes the prompt-cache breakpoints of blocks and tools.</summary>
internal static class AnthropicCache
{
    public static CacheMarker? Read(JsonRequest json, JsonElement block)
    {
        var marker = json.FindObject(block, "cache_control"u8);
        if (marker.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        using (json.At("cache_control"))
        {
            return new CacheMarker(json.FindString(marker, "ttl"u8));
        }
    }

    public static void Write(Utf8JsonWriter json, CacheMarker? marker)
    {
        if (marker is null)
        {
            return;
        }

        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        if (marker.TimeToLive is { } ttl)
        {
            json.WriteString("ttl"u8, ttl);
        }

        json.WriteEndObject();
    }
}
