using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Reads a Chat Completions request.</summary>
internal static class OpenAIChatRequestReader
{
    private static readonly byte[][] _known = JsonNames.Of(
        "model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k",
        "frequency_penalty", "presence_penalty", "seed", "stop", "user", "safety_identifier", "tools", "functions", "function_call",
        "parallel_tool_calls", "response_format", "reasoning_effort", "reasoning", "thinking");

    private static readonly byte[][] _knownWithChoice = [.. _known, "tool_choice"u8.ToArray()];

    /// <exception cref="RouterException">The request is not valid.</exception>
    public static ChatRequest Read(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses)
    {
        using var json = JsonRequest.Parse(body, losses);
        var root = json.Root;
        var isChoiceKnown = OpenAIChatToolReader.TryReadChoice(json, out var choice);
        return new ChatRequest(hints.Model ?? json.TakeString(root, "model"u8), OpenAIChatMessageReader.Read(json))
        {
            Stream = hints.Stream ?? json.FindBool(root, "stream"u8) ?? false,
            Tools = OpenAIChatToolReader.Read(json),
            ToolChoice = choice,
            ParallelToolCalls = json.FindBool(root, "parallel_tool_calls"u8),
            Sampling = ReadSampling(json),
            Reasoning = OpenAIChatSettingsReader.ReadReasoning(json),
            OutputFormat = OpenAIChatSettingsReader.ReadFormat(json),
            User = ReadUser(json),
            Extensions = json.Document.ReadExtensions(root, WireProtocol.OpenAIChat, isChoiceKnown ? _knownWithChoice : _known),
        };
    }

    private static Sampling ReadSampling(JsonRequest json) => new()
    {
        MaxTokens = json.FindInt(json.Root, "max_completion_tokens"u8) ?? json.FindInt(json.Root, "max_tokens"u8),
        Temperature = json.FindNumber(json.Root, "temperature"u8),
        TopP = json.FindNumber(json.Root, "top_p"u8),
        TopK = json.FindInt(json.Root, "top_k"u8),
        FrequencyPenalty = json.FindNumber(json.Root, "frequency_penalty"u8),
        PresencePenalty = json.FindNumber(json.Root, "presence_penalty"u8),
        Seed = ReadSeed(json),
        StopSequences = ReadStop(json),
    };

    private static long? ReadSeed(JsonRequest json) => json.Root.Find("seed"u8) switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Number } seed when seed.TryGetInt64(out var number) => number,
        _ => throw json.Wrong("seed"u8, "must be a whole number"),
    };

    private static EquatableArray<string> ReadStop(JsonRequest json) =>
        json.Root.Find("stop"u8).ValueKind == JsonValueKind.String
            ? [json.TakeString(json.Root, "stop"u8)]
            : json.FindStrings(json.Root, "stop"u8);

    private static string? ReadUser(JsonRequest json)
    {
        var user = json.FindString(json.Root, "user"u8);
        var identifier = json.FindString(json.Root, "safety_identifier"u8);
        if (user is not null && identifier is not null && user != identifier)
        {
            json.Losses.Add("safety_identifier");
        }

        return user ?? identifier;
    }
}
