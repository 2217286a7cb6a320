using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Names;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Creates the facts that all protocols with a <c>model</c> and <c>messages</c> share.</summary>
internal static class RequestFactsBuilder
{
    /// <summary>Creates the facts or an error.</summary>
    /// <param name="scan">The pass over the request, without an error.</param>
    /// <param name="size">The length of the body.</param>
    /// <param name="hints">The values that the request gives outside its body.</param>
    /// <param name="traits">The facts from the protocol's own fields.</param>
    public static FactsReading Build(in RequestScan scan, int size, RequestHints hints, RequestTraits traits)
    {
        var messages = scan[RequestSlot.Messages];
        return !TryReadModel(in scan, hints, out var model, out var error) ? new(error)
            : messages.Kind != JsonValueKind.Array || !scan.HasElements(RequestSlot.Messages)
                ? new(RouterError.Invalid("messages", "'messages' must be a non-empty array"))
            : Build(in scan, size, hints, traits, model, ImageProbe.Find(scan.BytesOf(RequestSlot.Messages)));
    }

    /// <summary>Reads the name of the model.</summary>
    /// <param name="scan">The pass over the request.</param>
    /// <param name="hints">The values that the request gives outside its body.</param>
    /// <param name="model">The name, if it is valid.</param>
    /// <param name="error">The error, if it is not.</param>
    public static bool TryReadModel(
        in RequestScan scan, RequestHints hints, [NotNullWhen(true)] out string? model, [NotNullWhen(false)] out RouterError? error)
    {
        model = hints.Model ?? (scan[RequestSlot.Model].Kind == JsonValueKind.String ? scan.StringOf(RequestSlot.Model) : null);
        error = RequestedName.ErrorOf(model);
        return error is null;
    }

    /// <summary>Creates the facts of a request with a model and a conversation.</summary>
    public static FactsReading Build(in RequestScan scan, int size, RequestHints hints, RequestTraits traits, string model, bool hasImages)
    {
        var facts = new RequestFacts(model)
        {
            Stream = hints.Stream ?? scan[RequestSlot.Stream].Kind == JsonValueKind.True,
            WantsUsage = traits.Usage,
            HasTools = scan.HasElements(RequestSlot.Tools) || scan.HasElements(RequestSlot.LegacyTools),
            HasImages = hasImages,
            HasFiles = FileProbe.Find(scan.BytesOf(RequestSlot.Messages)),
            WantsReasoning = traits.Reasoning,
            MentionsReasoning = traits.MentionsReasoning,
            HasForeignReasoning = traits.MayHoldSignatures && ReasoningSignature.IsIn(scan.BytesOf(RequestSlot.Messages)),
            WantsSchema = traits.Schema,
            WantsChoices = traits.Choices,
            ConversationState = traits.ConversationState,
            PreviousResponseId = traits.PreviousResponseId,
            MessageCount = Math.Max(1, scan[RequestSlot.Messages].Children),
            MaxTokens = scan.IntegerOf(RequestSlot.MaxCompletionTokens) ?? scan.IntegerOf(RequestSlot.MaxTokens),
            Size = size,
        };
        return new(facts, MapOf(in scan));
    }

    private static BodyMap MapOf(in RequestScan scan) => new()
    {
        Model = scan[RequestSlot.Model].Place,
        StreamOptions = scan[RequestSlot.StreamOptions].Place,
        MaxTokens = scan[RequestSlot.MaxTokens].Place,
        Conversation = scan[RequestSlot.Messages].Place,
        LastTurn = LastTurnOf(scan[RequestSlot.Messages]),
        Session = scan[RequestSlot.Session].Place,
        FirstMember = scan.FirstMember,
    };

    private static ByteRange LastTurnOf(SlotValue conversation) => conversation is { LastChild: > 0, Kind: JsonValueKind.Array, Place: var place }
        ? new(conversation.LastChild, place.Start + place.Length - 1 - conversation.LastChild)
        : default;
}
