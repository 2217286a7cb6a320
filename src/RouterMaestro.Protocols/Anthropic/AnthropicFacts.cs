using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Reads the facts of a request, and checks what is always checked.</summary>
internal static class AnthropicFacts
{
    private static readonly KnownFields _fields = new(
        new("model", FieldShape.Any, RequestSlot.Model),
        new("messages", FieldShape.Any, RequestSlot.Messages),
        new("stream", FieldShape.Boolean, RequestSlot.Stream),
        new("tools", FieldShape.Array, RequestSlot.Tools),
        new("max_tokens", FieldShape.Count, RequestSlot.MaxTokens), // 0 only fills the prompt cache
        new("thinking", FieldShape.Object, RequestSlot.Thinking),
        new("output_config", FieldShape.Object, RequestSlot.OutputConfig),
        new("output_format", FieldShape.Object, RequestSlot.OutputFormat),
        new("thread", FieldShape.Any, RequestSlot.Thread),
        new("temperature", FieldShape.NotNegative),
        new("top_p", FieldShape.NotNegative),
        new("top_k", FieldShape.Integer),
        new("stop_sequences", FieldShape.Array),
        new("tool_choice", FieldShape.Object),
        new("metadata", FieldShape.Object),
        new("service_tier", FieldShape.String));

    public static FactsReading Read(ReadOnlySpan<byte> body, RequestHints hints)
    {
        var scan = RequestScan.Read(body, _fields);
        if (scan.Error is { } error)
        {
            return new(error);
        }

        var outputConfig = scan.BytesOf(RequestSlot.OutputConfig);
        var hasEffort = MemberProbe.Has(outputConfig, "effort"u8);
        var wantsReasoning = scan.AsksForReasoning(RequestSlot.Thinking) || hasEffort;
        var wantsSchema = MemberProbe.Has(outputConfig, "format"u8) || scan[RequestSlot.OutputFormat].IsGiven;
        var traits = new RequestTraits(Usage: false, wantsReasoning, wantsSchema, hasEffort || scan[RequestSlot.Thinking].IsGiven)
        {
            ConversationState = ConversationStateOf(in scan),
            PreviousResponseId = MemberProbe.FindId(scan.BytesOf(RequestSlot.Thread), "previous_message_id"u8),
        };
        return RequestFactsBuilder.Build(in scan, body.Length, hints, traits);
    }

    private static ConversationState ConversationStateOf(in RequestScan scan) =>
        !scan[RequestSlot.Thread].IsGiven ? ConversationState.Stateless
        : MemberProbe.Has(scan.BytesOf(RequestSlot.Thread), "previous_message_id"u8) ? ConversationState.Continues
        : ConversationState.Stores;
}
