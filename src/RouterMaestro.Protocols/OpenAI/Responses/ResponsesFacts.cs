using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Reads the facts of a request, and checks what is always checked.</summary>
internal static class ResponsesFacts
{
    private static readonly KnownFields _fields = new(
        new("model", FieldShape.Any, RequestSlot.Model),
        new("input", FieldShape.Any, RequestSlot.Messages),
        new("stream", FieldShape.Boolean, RequestSlot.Stream),
        new("tools", FieldShape.Array, RequestSlot.Tools),
        new("max_output_tokens", FieldShape.Positive, RequestSlot.MaxTokens),
        new("reasoning", FieldShape.Object, RequestSlot.Reasoning),
        new("text", FieldShape.Object, RequestSlot.OutputFormat),
        new("previous_response_id", FieldShape.String, RequestSlot.PreviousResponse),
        new("conversation", FieldShape.Any, RequestSlot.Conversation),
        new("prompt", FieldShape.Object, RequestSlot.Prompt),
        new("instructions", FieldShape.String),
        new("temperature", FieldShape.NotNegative),
        new("top_p", FieldShape.NotNegative),
        new("top_logprobs", FieldShape.Count),
        new("max_tool_calls", FieldShape.Count),
        new("store", FieldShape.Boolean),
        new("background", FieldShape.Boolean, RequestSlot.Background),
        new("parallel_tool_calls", FieldShape.Boolean),
        new("stream_options", FieldShape.Object),
        new("metadata", FieldShape.Object),
        new("include", FieldShape.Array),
        new("truncation", FieldShape.String),
        new("user", FieldShape.String),
        new("safety_identifier", FieldShape.String),
        new("prompt_cache_key", FieldShape.String),
        new("service_tier", FieldShape.String));

    public static FactsReading Read(ReadOnlySpan<byte> body, RequestHints hints)
    {
        var scan = RequestScan.Read(body, _fields);
        if (scan.Error is { } error)
        {
            return new(error);
        }

        if (RequestFactsBuilder.ModelOf(in scan, hints) is not { } model)
        {
            return new(RequestFactsBuilder.NoModel());
        }

        if (!HasInput(in scan))
        {
            return new(RouterError.Invalid("input", "'input' must be a string or a non-empty array"));
        }

        var traits = new RequestTraits(Usage: false, scan.AsksForReasoning(RequestSlot.Reasoning), WantsSchema(in scan), scan[RequestSlot.Reasoning].IsGiven)
        {
            ConversationState = ConversationStateOf(in scan),
            PreviousResponseId = scan.StringOf(RequestSlot.PreviousResponse),
        };
        return RequestFactsBuilder.Build(
            in scan, body.Length, hints, traits, model, ImageProbe.FindInItems(scan.BytesOf(RequestSlot.Messages)));
    }

    /// <summary>What the provider keeps may stand for the input.</summary>
    private static bool HasInput(in RequestScan scan)
    {
        var isKept = Continues(in scan);
        return scan[RequestSlot.Messages].Kind switch
        {
            JsonValueKind.String => true,
            JsonValueKind.Array => isKept || scan.HasElements(RequestSlot.Messages),
            JsonValueKind.Undefined or JsonValueKind.Null => isKept,
            _ => false,
        };
    }

    private static ConversationState ConversationStateOf(in RequestScan scan) =>
        Continues(in scan) ? ConversationState.Continues
        : scan[RequestSlot.Background].Kind == JsonValueKind.True ? ConversationState.Stores
        : ConversationState.Stateless;

    /// <summary>Tells whether the request names something that its provider keeps.</summary>
    private static bool Continues(in RequestScan scan) =>
        scan[RequestSlot.PreviousResponse].IsGiven || scan[RequestSlot.Conversation].IsGiven || scan[RequestSlot.Prompt].IsGiven;

    private static bool WantsSchema(in RequestScan scan)
    {
        var text = scan.BytesOf(RequestSlot.OutputFormat);
        return MemberProbe.TryFind(text, "format"u8, out var format)
            && format.Kind == JsonValueKind.Object
            && MemberProbe.Is(text.Slice(format.Place.Start, format.Place.Length), "type"u8, "\"json_schema\""u8);
    }
}
