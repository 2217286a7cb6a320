using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions.Servers;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The target of a request: the model and the rules of its provider.</summary>
/// <param name="Model">The model.</param>
/// <param name="QuotedModelId">The provider's own id of the model as a JSON string literal, quotes included.</param>
/// <param name="Limits">The model's token limits, as far as known.</param>
public sealed record RequestTarget(ModelRef Model, ReadOnlyMemory<byte> QuotedModelId, ModelLimits Limits)
{
    /// <summary>The maximum number of edits of a passthrough request.</summary>
    public const int MaxEdits = 3;

    /// <summary>Gets the reasoning settings that apply where the caller sets none; null to use only the caller's settings.</summary>
    public ReasoningDefaults? Reasoning { get; init; }

    /// <summary>Gets what the model takes and refuses, as far as known.</summary>
    public ModelFacts Facts { get; init; } = ModelFacts.Unknown;

    /// <summary>Gets a value indicating whether the gateway asks for the usage of a stream, in protocols that send it only on request.</summary>
    public bool AskForUsage { get; init; } = true;

    /// <summary>
    /// Gets a value indicating whether the provider is OpenAI itself. OpenAI takes max_completion_tokens for reasoning models and at
    /// most four stop sequences; Mistral refuses max_completion_tokens (editor-code-assistant/eca#231).
    /// </summary>
    public bool IsOpenAIItself { get; init; }

    /// <summary>
    /// Gets a value indicating whether the provider takes max_completion_tokens for reasoning models of OpenAI without being OpenAI, as GitHub Copilot does
    /// (measured 2026-04-27).
    /// </summary>
    public bool RenamesMaxTokens { get; init; }

    /// <summary>Gets the reasoning efforts that the model accepts, in ascending order; empty if it accepts none, null if its provider does not say.</summary>
    public EquatableArray<Effort>? Efforts { get; init; }

    /// <summary>
    /// Gets the effort of a budget that is smaller than that of every effort, before it is fitted to <see cref="Efforts"/>: minimal leads to the lowest one
    /// that is listed, low to the lowest one that is safe to guess (wire facts 12.2).
    /// </summary>
    internal Effort SmallBudgetEffort { get; init; } = Effort.Minimal;

    /// <summary>Gets what the server takes; the facts of OpenAI, or of a server of which nothing is known, where they are not set.</summary>
    internal ServerFacts Server
    {
        get => field ?? (IsOpenAIItself ? ServerFacts.OpenAI : ServerFacts.Compatible);
        init;
    }

    /// <summary>Gets the filter for reasoning signatures; null to allow all.</summary>
    public ISignatureFilter? Signatures { get; init; }

    /// <summary>Gets the signatures of the provider's calls, as far as they are remembered; null if nothing is.</summary>
    internal ICallSignatures? CallSignatures { get; init; }

    /// <summary>Returns the caller's reasoning settings, completed by the defaults.</summary>
    /// <param name="asked">The caller's settings.</param>
    internal ReasoningSettings Resolve(ReasoningSettings asked) => Reasoning?.Complete(asked) ?? asked;

    /// <summary>Returns the effort to send: the one asked for if the model accepts it, else the highest below it, else the lowest.</summary>
    /// <param name="asked">The effort asked for.</param>
    /// <returns>The effort; null if none is sent.</returns>
    internal Effort? Fit(Effort asked)
    {
        if (Efforts is not { } accepted)
        {
            return asked;
        }

        if (asked == Effort.None || accepted.Contains(asked))
        {
            return accepted.Contains(asked) ? asked : null;
        }

        Effort? below = null, lowest = null;
        foreach (var effort in accepted)
        {
            if (effort != Effort.None)
            {
                lowest ??= effort;
                below = effort < asked ? effort : below;
            }
        }

        return below ?? lowest;
    }

    /// <summary>Returns true if a signature without a mark of its origin may be sent to the provider.</summary>
    /// <param name="signature">The signature.</param>
    internal bool Accepts(string signature) => Signatures?.Allows(signature) ?? true;

    /// <summary>
    /// Gets a value indicating whether the provider takes a <c>thinking</c> object in Chat requests, as z.ai (recording
    /// test_zai_thinking_mode), DeepSeek and Moonshot do.
    /// </summary>
    public bool SupportsThinkingParameter { get; init; }
}
