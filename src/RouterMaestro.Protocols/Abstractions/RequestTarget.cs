using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>Whom a request is written for.</summary>
/// <param name="Model">The model.</param>
/// <param name="QuotedModelId">The provider's own id of the model as a JSON string literal, quotes included.</param>
/// <param name="Limits">The model's token limits, as far as they are known.</param>
public sealed record RequestTarget(ModelRef Model, ReadOnlyMemory<byte> QuotedModelId, ModelLimits Limits)
{
    /// <summary>The most edits that a request passing in its own dialect gets.</summary>
    public const int MaxEdits = 3;

    /// <summary>Gets how the model thinks where the caller leaves it open; null when only what the caller says counts.</summary>
    public ReasoningDefaults? Reasoning { get; init; }

    /// <summary>Gets whether the gateway wants the usage of a stream, where the dialect must be asked for it and the provider allows asking.</summary>
    public bool AskForUsage { get; init; } = true;

    /// <summary>Gets whether the provider is OpenAI itself rather than a compatible server, where the two differ in spelling.</summary>
    public bool IsOpenAIItself { get; init; }

    /// <summary>Gets what keeps seals of reasoning from a provider that did not make them; null where all may pass.</summary>
    public ISignatureFilter? Signatures { get; init; }

    /// <summary>Gets what is to be said about reasoning.</summary>
    /// <param name="asked">What the caller asks.</param>
    internal ReasoningSettings Resolve(ReasoningSettings asked) => Reasoning?.Complete(asked) ?? asked;

    /// <summary>Tells whether a seal that does not say itself whose it is may go there.</summary>
    /// <param name="signature">The seal.</param>
    internal bool Accepts(string signature) => Signatures?.Allows(signature) ?? true;

    /// <summary>Gets whether the provider takes a <c>thinking</c> object in Chat requests, as many compatible servers do and OpenAI does not.</summary>
    public bool SupportsThinkingParameter { get; init; }
}
