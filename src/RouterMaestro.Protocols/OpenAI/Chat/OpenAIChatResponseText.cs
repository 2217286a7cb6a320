using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Reads what an answer's message says in words: reasoning first, as it was thought first.</summary>
/// <param name="json">The document.</param>
internal readonly struct OpenAIChatResponseText(JsonBody json)
{
    public List<ContentPart> Read(JsonElement message)
    {
        List<ContentPart> parts = [];
        if (ReadReasoning(message) is { } reasoning)
        {
            parts.Add(reasoning);
        }

        var content = message.Find("content"u8);
        if (content.ValueKind == JsonValueKind.Array)
        {
            ReadBlocks(content, parts);
        }

        Add(parts, TextOf(content), static text => new TextPart(text));
        if (parts.Count == 0 && message.Find("audio"u8) is { ValueKind: JsonValueKind.Object } audio)
        {
            // of a spoken answer the words are kept
            Add(parts, TextOf(audio.Find("transcript"u8)), static text => new TextPart(text));
        }

        Add(parts, TextOf(message.Find("refusal"u8)), static text => new RefusalPart(text));
        return parts;
    }

    private ReasoningPart? ReadReasoning(JsonElement message)
    {
        var details = message.Find("reasoning_details"u8);
        var shape = OpenAIChatDetails.AreSigned(details) ? OpenAIChatDetails.Merge(details) : null;
        foreach (var name in (ReadOnlySpan<string>)[OpenAIChatShape.Usual, "reasoning", "reasoning_text"])
        {
            if (message.TryGetProperty(name, out var member) && TextOf(member) is { IsEmpty: false } text)
            {
                return new(text) { Signature = OpenAIChatShape.SignatureOf(shape ?? name) };
            }
        }

        var told = ReadDetails(details);
        return told.IsEmpty && shape is null ? null : new(told) { Signature = OpenAIChatShape.SignatureOf(shape ?? OpenAIChatDetails.Merge(details)) };
    }

    /// <summary>Some servers show reasoning in the form that they want back, and in no other.</summary>
    private JsonText ReadDetails(JsonElement details)
    {
        List<JsonText> texts = [];
        foreach (var detail in details.Elements())
        {
            if (detail.ValueKind == JsonValueKind.Object)
            {
                texts.Add(TextOf(detail.Find("text"u8)));
                texts.Add(TextOf(detail.Find("summary"u8)));
            }
        }

        return texts.Count == 0 ? JsonText.Empty : JsonTexts.Concat([.. texts]);
    }

    private void ReadBlocks(JsonElement blocks, List<ContentPart> parts)
    {
        foreach (var block in blocks.EnumerateArray())
        {
            if (block.ValueKind != JsonValueKind.Object)
            {
                AppendText(parts, TextOf(block));
                continue;
            }

            ReadReasoning(block.Find("thinking"u8), OpenAIChatShape.Blocks, parts);
            ReadReasoning(block.Find("summary"u8), OpenAIChatShape.Usual, parts);
            AppendText(parts, TextOf(block.Find("text"u8)));
            Add(parts, TextOf(block.Find("refusal"u8)), static text => new RefusalPart(text));
        }
    }

    private void ReadReasoning(JsonElement thinking, string shape, List<ContentPart> parts)
    {
        AppendReasoning(parts, TextOf(thinking), shape);
        foreach (var piece in thinking.Elements())
        {
            var text = piece.ValueKind == JsonValueKind.Object ? piece.Find("text"u8) : piece;
            AppendReasoning(parts, TextOf(text), shape);
        }
    }

    /// <summary>Blocks of one kind that follow one another are one text, as they would be in a stream.</summary>
    private static void AppendText(List<ContentPart> parts, JsonText text)
    {
        if (!text.IsEmpty && parts.LastOrDefault() is TextPart last)
        {
            parts[^1] = new TextPart(JsonTexts.Concat(last.Text, text));
        }
        else
        {
            Add(parts, text, static text => new TextPart(text));
        }
    }

    private static void AppendReasoning(List<ContentPart> parts, JsonText text, string shape)
    {
        if (!text.IsEmpty && parts.LastOrDefault() is ReasoningPart last)
        {
            parts[^1] = last with { Text = JsonTexts.Concat(last.Text, text) };
        }
        else
        {
            Add(parts, text, text => new ReasoningPart(text) { Signature = OpenAIChatShape.SignatureOf(shape) });
        }
    }

    private static void Add(List<ContentPart> parts, JsonText text, Func<JsonText, ContentPart> make)
    {
        if (!text.IsEmpty)
        {
            parts.Add(make(text));
        }
    }

    private JsonText TextOf(JsonElement element) => element.ValueKind == JsonValueKind.String ? json.TextOf(element) : JsonText.Empty;
}
