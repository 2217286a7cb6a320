using System.Text.Json;
using RouterMaestro.Application.Protocols.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

/// <summary>Writes whole answers.</summary>
internal static class OpenAIChatAnswerWriter
{
    /// <summary>What an answer's id begins with.</summary>
    public const string IdStart = "chatcmpl-";

    public static void Write(Utf8JsonWriter json, ChatResponse answer, AnswerOptions options, LossSink losses)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, IdStart + options.Identity.Id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, options.Identity.Created);
        json.WriteString("model"u8, options.Identity.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        var calls = WriteMessage(json, answer, options, losses);
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, OpenAIChatFinish.Write(OpenAIChatFinish.Settle(answer.Finish, calls > 0)));
        json.WriteEndObject();
        json.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            OpenAIChatUsageWriter.Write(json, usage);
        }

        json.WriteExtensions(answer.Extensions, losses);
        json.WriteEndObject();
    }

    /// <returns>The number of tool calls.</returns>
    private static int WriteMessage(Utf8JsonWriter json, ChatResponse answer, AnswerOptions options, LossSink losses)
    {
        var said = Sort(answer, options, losses);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        WriteWords(json, "content"u8, said.Text, isNullable: said.Calls.Count + said.Refusals.Count > 0);
        WriteWords(json, "refusal"u8, said.Refusals, isNullable: true);
        if (said.Reasoning.Count > 0)
        {
            json.WriteText("reasoning_content"u8, JsonTexts.Concat([.. said.Reasoning]));
        }

        if (said.Calls.Count > 0)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (var call in said.Calls)
            {
                OpenAIChatCallWriter.Write(json, call, losses);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        return said.Calls.Count;
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

    private static Said Sort(ChatResponse answer, AnswerOptions options, LossSink losses)
    {
        var said = new Said([], [], [], []);
        foreach (var part in answer.Parts)
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
                    AddReasoning(said, reasoning, losses);
                    break;
                case RedactedReasoningPart when options.ShowReasoning:
                    losses.Add("redacted_thinking");
                    break;
                case ToolCallPart call:
                    said.Calls.Add(call);
                    break;
            }
        }

        return said;
    }

    private static void AddReasoning(Said said, ReasoningPart reasoning, LossSink losses)
    {
        if (!reasoning.Text.IsEmpty)
        {
            said.Reasoning.Add(reasoning.Text);
        }

        if (reasoning.Signature is not null)
        {
            losses.Add("signature");
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

    private readonly record struct Said(List<JsonText> Text, List<JsonText> Refusals, List<JsonText> Reasoning, List<ToolCallPart> Calls);
}
