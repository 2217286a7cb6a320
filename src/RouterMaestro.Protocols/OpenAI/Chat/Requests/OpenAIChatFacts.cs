using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Chat.Requests;

/// <summary>Reads the facts of a request, and validates the members that are also checked for passthrough.</summary>
internal static class OpenAIChatFacts
{
    private static readonly KnownFields _fields = new(
        new("model", FieldShape.Any, RequestSlot.Model),
        new("messages", FieldShape.Any, RequestSlot.Messages),
        new("stream", FieldShape.Boolean, RequestSlot.Stream),
        new("stream_options", FieldShape.Object, RequestSlot.StreamOptions),
        new("tools", FieldShape.Array, RequestSlot.Tools),
        new("functions", FieldShape.Array, RequestSlot.LegacyTools),
        new("max_tokens", FieldShape.Positive, RequestSlot.MaxTokens),
        new("max_completion_tokens", FieldShape.Positive, RequestSlot.MaxCompletionTokens),
        new("reasoning_effort", FieldShape.String, RequestSlot.Effort),
        new("reasoning", FieldShape.Any, RequestSlot.Reasoning),
        new("thinking", FieldShape.Any, RequestSlot.Thinking),
        new("response_format", FieldShape.Object, RequestSlot.OutputFormat),
        new("temperature", FieldShape.NotNegative),
        new("top_p", FieldShape.NotNegative),
        new("top_k", FieldShape.Number),
        new("presence_penalty", FieldShape.Number),
        new("frequency_penalty", FieldShape.Number),
        new("n", FieldShape.Positive, RequestSlot.Choices),
        new("seed", FieldShape.Integer),
        new("top_logprobs", FieldShape.Count),
        new("logprobs", FieldShape.Boolean),
        new("store", FieldShape.Boolean),
        new("parallel_tool_calls", FieldShape.Boolean),
        new("logit_bias", FieldShape.Object),
        new("metadata", FieldShape.Object),
        new("modalities", FieldShape.Array),
        new("user", FieldShape.String),
        new("service_tier", FieldShape.String),
        new("verbosity", FieldShape.String),
        new("prompt_cache_key", FieldShape.String, RequestSlot.Session),
        new("safety_identifier", FieldShape.String));

    public static FactsReading Read(ReadOnlySpan<byte> body, RequestHints hints)
    {
        var scan = RequestScan.Read(body, _fields);
        var wantsUsage = false;
        if ((scan.Error ?? ReadStreamOptions(in scan, ref wantsUsage)) is { } error)
        {
            return new(error);
        }

        var wantsSchema = MemberProbe.Is(scan.BytesOf(RequestSlot.OutputFormat), "type"u8, "\"json_schema\""u8);
        return RequestFactsBuilder.Build(in scan, body.Length, hints, new(wantsUsage, WantsReasoning(in scan), wantsSchema, MentionsReasoning(in scan)) { Choices = WantsChoices(in scan) });
    }

    private static RouterError? ReadStreamOptions(in RequestScan scan, ref bool wantsUsage)
    {
        if (!scan[RequestSlot.StreamOptions].IsGiven)
        {
            return null;
        }

        if (!MemberProbe.TryFind(scan.BytesOf(RequestSlot.StreamOptions), "include_usage"u8, out var includeUsage))
        {
            return RouterError.Invalid("stream_options", "'stream_options' is not valid JSON");
        }

        wantsUsage = includeUsage.Kind == JsonValueKind.True;
        return includeUsage.IsGiven && includeUsage.Kind is not (JsonValueKind.True or JsonValueKind.False)
            ? RouterError.Invalid("stream_options.include_usage", "'stream_options.include_usage' must be a boolean")
            : null;
    }

    private static bool WantsChoices(in RequestScan scan) => scan[RequestSlot.Choices].IsGiven && !scan.BytesOf(RequestSlot.Choices).SequenceEqual("1"u8);

    private static bool MentionsReasoning(in RequestScan scan) =>
        scan[RequestSlot.Effort].IsGiven || scan[RequestSlot.Thinking].IsGiven || scan[RequestSlot.Reasoning].IsGiven;

    private static bool WantsReasoning(in RequestScan scan) =>
        (scan[RequestSlot.Effort].IsGiven && !scan.BytesOf(RequestSlot.Effort).SequenceEqual("\"none\""u8))
        || scan.AsksForReasoning(RequestSlot.Thinking)
        || scan.AsksForReasoning(RequestSlot.Reasoning);
}
