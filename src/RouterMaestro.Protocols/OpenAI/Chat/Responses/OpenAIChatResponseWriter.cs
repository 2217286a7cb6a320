using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.OpenAI.Chat.Responses;

/// <summary>Writes whole answers.</summary>
internal static class OpenAIChatResponseWriter
{
    public static void Write(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, OpenAIChatIds.ResponsePrefix + options.Identity.Id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, options.Identity.Created);
        json.WriteString("model"u8, options.Identity.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        var calls = WriteMessage(json, response, options, losses);
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, OpenAIChatFinishReasons.Write(OpenAIChatFinishReasons.Resolve(response.Finish, calls > 0)));
        json.WriteEndObject();
        json.WriteEndArray();
        if (response.Usage is { } usage)
        {
            OpenAIChatUsageWriter.Write(json, usage);
        }

        json.WriteExtensions(OpenAIChatMessageExtensions.Without(response.Extensions), losses);
        json.WriteEndObject();
    }

    /// <returns>The number of tool calls.</returns>
    private static int WriteMessage(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses)
    {
        var said = Sort(response, options, losses);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        WriteWords(json, "content"u8, said.Text, isNullable: said.Calls.Count + said.Refusals.Count > 0);
        WriteWords(json, "refusal"u8, said.Refusals, isNullable: true);
        if (said.Reasoning.Count > 0)
        {
            json.WriteText("reasoning_content"u8, JsonTexts.Concat([.. said.Reasoning]));
        }

        WriteDetails(json, said.Signed, options.Identity.Model);
        OpenAIChatMessageExtensions.Write(json, response.Extensions);

        if (said.Calls.Count > 0)
        {
            var custom = OpenAIChatCustomTools.NamesOf(options.Tools);
            json.WriteStartArray("tool_calls"u8);
            foreach (var call in said.Calls)
            {
                OpenAIChatCallWriter.Write(json, call, custom.Contains(call.Name), losses);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        return said.Calls.Count;
    }

    /// <summary>Signatures go along with what they seal, so that a caller can send both back.</summary>
    private static void WriteDetails(Utf8JsonWriter json, List<ContentPart> parts, string model)
    {
        if (parts.Count == 0)
        {
            return;
        }

        json.WriteStartArray("reasoning_details"u8);
        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index] is RedactedReasoningPart redacted)
            {
                OpenAIChatReasoningDetails.WriteRedacted(json, redacted.Data.ToString(), index);
            }
            else if (parts[index] is ReasoningPart { Signature: { } signature } reasoning)
            {
                OpenAIChatReasoningDetails.Write(json, reasoning.Text, ReasoningSignature.Signed(signature, model), index);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteWords(Utf8JsonWriter json, ReadOnlySpan<byte> name, List<JsonText> words, bool isNullable)
    {
        if (words.Count == 0 && isNullable)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteText(name, words is [var only] ? only : JsonTexts.Concat([.. words]));
        }
    }

    private static Said Sort(ChatResponse response, ResponseOptions options, LossSink losses)
    {
        var said = new Said([], [], [], [], []);
        foreach (var part in response.Parts)
        {
            switch (part)
            {
                case TextPart text:
                    said.Text.Add(text.Text);
                    Report(text, losses);
                    break;
                case RefusalPart refusal:
                    said.Refusals.Add(refusal.Text);
                    break;
                case ReasoningPart reasoning when options.ShowReasoning:
                    AddReasoning(said, reasoning);
                    break;
                case RedactedReasoningPart when options.ShowReasoning:
                    said.Signed.Add(part);
                    break;
                case ToolCallPart call:
                    said.Calls.Add(call);
                    break;
            }
        }

        return said;
    }

    private static void AddReasoning(Said said, ReasoningPart reasoning)
    {
        if (!reasoning.Text.IsEmpty)
        {
            said.Reasoning.Add(reasoning.Text);
        }

        if (reasoning.Signature is { } signature && ReasoningSignature.OriginOf(signature) is null)
        {
            said.Signed.Add(reasoning);
        }
    }

    /// <summary>Text has no object of its own that could hold leftovers.</summary>
    private static void Report(TextPart text, LossSink losses)
    {
        foreach (var field in text.Extensions.Fields)
        {
            losses.Add($"content.{field.Name}");
        }
    }

    private readonly record struct Said(List<JsonText> Text, List<JsonText> Refusals, List<JsonText> Reasoning, List<ContentPart> Signed, List<ToolCallPart> Calls);
}

/// <summary>What the message of a whole answer holds beside words and calls, which no other dialect has a place for.</summary>
internal static class OpenAIChatMessageExtensions
{
    private const string OfMessage = "message.";

    private static readonly string[] _names = ["annotations", "audio", "images"];

    /// <summary>Collects what there is.</summary>
    public static IEnumerable<ExtensionField> Collect(JsonBody json, JsonElement message)
    {
        foreach (var name in _names)
        {
            if (message.TryGetProperty(name, out var extra)
                && (extra.ValueKind == JsonValueKind.Object || (extra.ValueKind == JsonValueKind.Array && extra.GetArrayLength() > 0)))
            {
                yield return new(OfMessage + name, json.RawOf(extra));
            }
        }
    }

    /// <summary>Writes it back into the message.</summary>
    public static void Write(Utf8JsonWriter json, Extensions extensions)
    {
        foreach (var field in extensions.Fields.Where(f => OpenAIChatExtensions.IsOwn(extensions) && IsOne(f)))
        {
            json.WritePropertyName(field.Name.AsSpan(OfMessage.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }
    }

    /// <summary>Leaves what is told beside the message.</summary>
    public static Extensions Without(Extensions extensions) =>
        OpenAIChatExtensions.IsOwn(extensions) && extensions.Fields.Any(IsOne)
            ? extensions with { Fields = extensions.Fields.Where(f => !IsOne(f)).ToEquatableArray() }
            : extensions;

    private static bool IsOne(ExtensionField field) => field.Name.StartsWith(OfMessage, StringComparison.Ordinal);
}
