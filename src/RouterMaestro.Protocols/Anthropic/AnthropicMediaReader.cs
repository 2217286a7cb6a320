using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads images and documents.</summary>
internal static class AnthropicMediaReader
{
    private static readonly byte[][] _image = AnthropicNames.Of("type", "source", "cache_control");
    private static readonly byte[][] _document = AnthropicNames.Of("type", "source", "title", "context", "cache_control");

    public delegate EquatableArray<ContentPart> ContentReader(JsonElement content);

    public static ImagePart? ReadImage(JsonRequest json, JsonElement block) => ReadSource(json, block, null) switch
    {
        { } source => new ImagePart(source) { Extensions = json.Document.ReadExtensions(block, WireProtocol.AnthropicMessages, _image) },
        null => null,
    };

    public static DocumentPart? ReadDocument(JsonRequest json, JsonElement block, ContentReader blocks) => ReadSource(json, block, blocks) switch
    {
        { } source => new DocumentPart(source)
        {
            Title = json.FindString(block, "title"u8),
            Context = json.FindString(block, "context"u8),
            Extensions = json.Document.ReadExtensions(block, WireProtocol.AnthropicMessages, _document),
        },
        null => null,
    };

    /// <summary>A search result is a document whose source is spelled out; only the address of that source has no place.</summary>
    public static DocumentPart ReadSearchResult(JsonRequest json, JsonElement block, ContentReader blocks)
    {
        json.Losses.Add("messages.search_result.source");
        var content = json.FindArray(block, "content"u8);
        using (json.At("content"))
        {
            return new DocumentPart(new MediaSource.Blocks(blocks(content))) { Title = json.FindString(block, "title"u8) };
        }
    }

    private static MediaSource? ReadSource(JsonRequest json, JsonElement block, ContentReader? blocks)
    {
        var source = json.FindObject(block, "source"u8);
        if (source.ValueKind != JsonValueKind.Object)
        {
            throw json.Wrong("source"u8, "is required");
        }

        using (json.At("source"))
        {
            var type = json.TakeString(source, "type"u8);
            switch (type)
            {
                case "base64":
                    return ReadBase64(json, source);
                case "url":
                    return new MediaSource.Url(json.TakeText(source, "url"u8));
                case "file":
                    return new MediaSource.File(json.TakeString(source, "file_id"u8));
                case "text" when blocks is not null:
                    return new MediaSource.Text(json.TakeText(source, "data"u8));
                case "content" when blocks is not null:
                    return ReadContent(json, source, blocks);
                default:
                    json.Losses.Add($"messages.source.{type}");
                    return null;
            }
        }
    }

    private static MediaSource.Base64 ReadBase64(JsonRequest json, JsonElement source)
    {
        var data = json.TakeText(source, "data"u8);
        return JsonBase64.IsValid(data)
            ? new(json.TakeString(source, "media_type"u8), data)
            : throw json.Wrong("data"u8, "is not valid base64");
    }

    private static MediaSource.Blocks ReadContent(JsonRequest json, JsonElement source, ContentReader blocks)
    {
        var content = source.Find("content"u8);
        using (json.At("content"))
        {
            return new(blocks(content));
        }
    }
}
