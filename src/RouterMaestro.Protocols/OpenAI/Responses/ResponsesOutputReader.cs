using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads the items of an answer. What the provider ran itself has no part and is skipped.</summary>
/// <param name="document">The document.</param>
/// <param name="calls">How many calls came before, by which one without an id gets one.</param>
internal sealed class ResponsesOutputReader(JsonBody document, int calls = 0)
{
    private int _calls = calls;

    public EquatableArray<ContentPart> Read(JsonElement output)
    {
        List<ContentPart> parts = [];
        foreach (var item in output.Elements())
        {
            ReadItem(item, parts);
        }

        // callers know the tools by their own requests
        return parts.Select(p => p is ToolCallPart call ? call with { Alias = null } : p).ToEquatableArray();
    }

    /// <summary>Adds the parts of one item; calls tell their form.</summary>
    public void ReadItem(JsonElement item, List<ContentPart> parts)
    {
        var type = document.FindString(item, "type"u8);
        if (type == "message")
        {
            ReadContent(item.Find("content"u8), parts);
        }
        else if (type == "reasoning")
        {
            Add(ResponsesReasoningReader.ReadFromResponse(document, item), parts);
        }
        else if (ResponsesCallReader.FormOf(document, item, type) is { } form)
        {
            parts.Add(ResponsesCallReader.Read(document, item, form, IdOf(item)));
        }
    }

    private string IdOf(JsonElement item)
    {
        var missing = string.Create(CultureInfo.InvariantCulture, $"call_{_calls++}");
        return document.FindString(item, "call_id"u8) ?? document.FindString(item, "id"u8) ?? missing;
    }

    private void ReadContent(JsonElement content, List<ContentPart> parts)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            Add(new TextPart(document.TextOf(content)), parts);
        }

        foreach (var part in content.Elements())
        {
            Add(document.FindString(part, "type"u8) switch
            {
                "output_text" or "text" => new TextPart(document.FindText(part, "text"u8) ?? JsonText.Empty),
                "refusal" => new RefusalPart(document.FindText(part, "refusal"u8) ?? JsonText.Empty),
                _ => null,
            }, parts);
        }
    }

    private static void Add(ContentPart? part, List<ContentPart> parts)
    {
        if (part is not (null or TextPart { Text.IsEmpty: true } or RefusalPart { Text.IsEmpty: true }))
        {
            parts.Add(part);
        }
    }
}
