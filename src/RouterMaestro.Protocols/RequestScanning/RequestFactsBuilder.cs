using System.Text.Json;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Makes the facts that every dialect with a <c>model</c> and <c>messages</c> tells in the same way.</summary>
internal static class RequestFactsBuilder
{
    /// <summary>Makes the facts, or tells what is wrong.</summary>
    /// <param name="scan">The pass over the request, without an error.</param>
    /// <param name="size">The length of the body.</param>
    /// <param name="hints">What the request says outside its body.</param>
    /// <param name="traits">What the dialect's own fields ask for.</param>
    public static FactsReading Build(in RequestScan scan, int size, RequestHints hints, RequestTraits traits)
    {
        var messages = scan[RequestSlot.Messages];
        return ModelOf(in scan, hints) is not { } model ? new(NoModel())
            : messages.Kind != JsonValueKind.Array || !scan.HasElements(RequestSlot.Messages)
                ? new(RouterError.Invalid("messages", "'messages' must be a non-empty array"))
            : Build(in scan, size, hints, traits, model, ImageProbe.Find(scan.BytesOf(RequestSlot.Messages)));
    }

    /// <summary>Makes the error of a request that names no model.</summary>
    public static RouterError NoModel() => RouterError.Invalid("model", "'model' must be a non-empty string");

    /// <summary>Finds the model; null when the request does not name one.</summary>
    public static string? ModelOf(in RequestScan scan, RequestHints hints)
    {
        var model = hints.Model ?? (scan[RequestSlot.Model].Kind == JsonValueKind.String ? scan.StringOf(RequestSlot.Model) : null);
        return string.IsNullOrEmpty(model) ? null : model;
    }

    /// <summary>Makes the facts of a request whose model and conversation are there.</summary>
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
        FirstMember = scan.FirstMember,
    };
}
