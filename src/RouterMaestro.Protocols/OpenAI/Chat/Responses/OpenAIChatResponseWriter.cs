using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.OpenAI.Chat.Responses;

/// <summary>Writes responses that are not streamed.</summary>
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

        json.WriteExtensions(OpenAIChatMessageExtensions.RemoveFrom(response.Extensions), losses);
        json.WriteEndObject();
    }

    /// <returns>The number of tool calls.</returns>
    private static int WriteMessage(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses)
    {
        var parts = SortParts(response, options, losses);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        WriteTexts(json, "content"u8, parts.Text, isNullable: parts.Calls.Count + parts.RefusalTexts.Count > 0);
        WriteTexts(json, "refusal"u8, parts.RefusalTexts, isNullable: true);
        if (parts.Reasoning.Count > 0)
        {
            json.WriteText("reasoning_content"u8, JsonTexts.Concat([.. parts.Reasoning]));
        }

        WriteDetails(json, parts.Signed, options.Identity.Model);
        OpenAIChatMessageExtensions.Write(json, response.Extensions);

        if (parts.Calls.Count > 0)
        {
            var custom = OpenAIChatCustomTools.GetNames(options.Tools);
            json.WriteStartArray("tool_calls"u8);
            foreach (var (call, signature) in parts.Calls)
            {
                OpenAIChatCallWriter.Write(json, call, custom.Contains(call.Name), losses, signature);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        return parts.Calls.Count;
    }

    /// <summary>Writes reasoning with its signatures, so that a caller can return both.</summary>
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

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, List<JsonText> texts, bool isNullable)
    {
        if (texts.Count == 0 && isNullable)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteText(name, texts is [var only] ? only : JsonTexts.Concat([.. texts]));
        }
    }

    private static SortedParts SortParts(ChatResponse response, ResponseOptions options, LossSink losses)
    {
        var parts = new SortedParts([], [], [], [], []);
        string? signature = null;
        foreach (var part in response.Parts)
        {
            switch (part)
            {
                case TextPart text:
                    parts.Text.Add(text.Text);
                    Report(text, losses);
                    break;
                case RefusalPart refusal:
                    parts.RefusalTexts.Add(refusal.Text);
                    break;
                case ReasoningPart when CallSignature.Read(part) is { } members:
                    signature = members;
                    break;
                case ReasoningPart reasoning when options.ShowReasoning:
                    AddReasoning(parts, reasoning);
                    break;
                case RedactedReasoningPart when options.ShowReasoning:
                    parts.Signed.Add(part);
                    break;
                case ToolCallPart call:
                    parts.Calls.Add((call, signature));
                    signature = null;
                    break;
            }
        }

        return parts;
    }

    private static void AddReasoning(SortedParts parts, ReasoningPart reasoning)
    {
        if (!reasoning.Text.IsEmpty)
        {
            parts.Reasoning.Add(reasoning.Text);
        }

        // a signature with an origin is the gateway's own and is meant for callers of other protocols
        if (reasoning.Signature is { } signature && ReasoningSignature.OriginOf(signature) is null)
        {
            parts.Signed.Add(reasoning);
        }
    }

    /// <summary>Reports the extensions of text. Text is a string here and has no place for members.</summary>
    private static void Report(TextPart text, LossSink losses)
    {
        foreach (var field in text.Extensions.Fields)
        {
            losses.Add($"content.{field.Name}");
        }
    }

    private readonly record struct SortedParts(List<JsonText> Text, List<JsonText> RefusalTexts, List<JsonText> Reasoning, List<ContentPart> Signed, List<(ToolCallPart Part, string? Signature)> Calls);
}

/// <summary>The extensions of a response's message, such as <c>annotations</c>, that only Chat can carry.</summary>
internal static class OpenAIChatMessageExtensions
{
    /// <summary>The extension with spoken output.</summary>
    public const string Audio = Prefix + "audio";

    private const string Prefix = "message.";

    private static readonly string[] _names = ["annotations", "audio", "images"];

    /// <summary>Returns the extension of a member of a message; null if the member is none.</summary>
    /// <param name="member">The member's name, UTF-8.</param>
    public static string? FindField(ReadOnlySpan<byte> member) =>
        member.SequenceEqual("annotations"u8) ? Prefix + "annotations"
        : member.SequenceEqual("images"u8) ? Prefix + "images"
        : null;

    /// <summary>Reads the extensions of a message.</summary>
    public static IEnumerable<ExtensionField> Collect(JsonBody json, JsonElement message)
    {
        foreach (var name in _names)
        {
            if (message.TryGetProperty(name, out var member)
                && (member.ValueKind == JsonValueKind.Object || (member.ValueKind == JsonValueKind.Array && member.GetArrayLength() > 0)))
            {
                yield return new(Prefix + name, json.RawOf(member));
            }
        }
    }

    /// <summary>Writes the extensions into the message.</summary>
    public static void Write(Utf8JsonWriter json, Extensions extensions)
    {
        foreach (var field in extensions.Fields.Where(f => OpenAIChatExtensions.IsOwn(extensions) && IsMessageField(f)))
        {
            json.WritePropertyName(field.Name.AsSpan(Prefix.Length));
            json.WriteRawValue(field.Value.Utf8.Span, skipInputValidation: true);
        }
    }

    /// <summary>Returns the extensions of the document, without those of the message.</summary>
    public static Extensions RemoveFrom(Extensions extensions) =>
        OpenAIChatExtensions.IsOwn(extensions) && extensions.Fields.Any(IsMessageField)
            ? extensions with { Fields = extensions.Fields.Where(f => !IsMessageField(f)).ToEquatableArray() }
            : extensions;

    private static bool IsMessageField(ExtensionField field) => field.Name.StartsWith(Prefix, StringComparison.Ordinal);
}
