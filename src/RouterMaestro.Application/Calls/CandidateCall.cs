using RouterMaestro.Domain;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Application.Calls;

/// <summary>A call to one candidate, as it is planned. It is immutable, so that an explanation and the call itself cannot differ.</summary>
/// <param name="Call">The caller's request.</param>
/// <param name="Candidate">The candidate.</param>
/// <param name="Description">The protocol in which the candidate is called.</param>
/// <param name="Limits">The time limits.</param>
public sealed record CandidateCall(InboundCall Call, Candidate Candidate, ProtocolDescription Description, TimeLimits Limits)
{
    /// <summary>Gets the protocol in which the candidate is called.</summary>
    public WireProtocol Protocol => Description.Protocol;

    /// <summary>Gets the reason for which the request is translated; <see cref="TranslationReason.None"/> for passthrough.</summary>
    public TranslationReason Translation { get; init; }

    /// <summary>Gets a value indicating whether the call is passthrough: the caller's bytes, but for declared edits.</summary>
    public bool IsPassthrough => Translation == TranslationReason.None;

    /// <summary>Gets a value indicating whether caller and candidate use the same protocol.</summary>
    public bool IsSameProtocol => Call.Protocol == Protocol;

    /// <summary>Gets the point from which the candidate's response is final.</summary>
    public CommitMode Commit { get; init; }

    /// <summary>Gets the reasoning settings that apply where the caller sets none.</summary>
    public ReasoningDefaults Reasoning { get; init; } = ReasoningDefaults.Default;

    /// <summary>Gets what the model takes and refuses, to which the request is fitted when it is translated.</summary>
    public ModelFacts Facts { get; init; } = ModelFacts.Unknown;

    /// <summary>Gets the policy for lost fields.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>Gets a value indicating whether values that official clients cannot read are repaired in a passthrough response.</summary>
    public bool Repair { get; init; }

    /// <summary>Gets the filter that keeps reasoning signatures of other providers from the candidate; null if there is no other provider.</summary>
    public ISignatureFilter? Signatures { get; init; }

    /// <summary>Gets what remembers the signatures of the candidate's calls; null if its protocol has none.</summary>
    internal ICallSignatures? CallSignatures { get; init; }

    /// <summary>Gets the operator's settings at the time of the plan, for what is not resolved in the other members.</summary>
    internal RoutingSettings Settings { get; init; } = RoutingSettings.Default;

    /// <summary>Gets the guards of the response, in their order.</summary>
    internal EquatableArray<IStreamGuard> Guards { get; init; }

    /// <summary>Gets the recorder of the response's signatures and id; null if only one provider can be involved.</summary>
    internal IResponseRecorder? Recorder { get; init; }

    /// <summary>Returns the reason for which a request to a candidate is translated.</summary>
    /// <param name="facts">The facts of the request.</param>
    /// <param name="isSameProtocol">Whether caller and candidate use the same protocol.</param>
    /// <param name="hasForeignSignatures">Whether the request holds reasoning signatures of another provider of that protocol.</param>
    /// <param name="reasoning">The reasoning settings that apply where the caller sets none.</param>
    /// <param name="isRewritten">Whether a stream guard rewrites the response.</param>
    internal static TranslationReason ReasonFor(RequestFacts facts, bool isSameProtocol, bool hasForeignSignatures, ReasoningDefaults reasoning, bool isRewritten) =>
        !isSameProtocol ? TranslationReason.OtherProtocol
        : facts.Operation != CallOperation.Chat ? TranslationReason.None
        : facts.HasForeignReasoning || hasForeignSignatures ? TranslationReason.ForeignReasoning

        // a request that stores a response or continues a stored one has no other form
        : facts.ConversationState != ConversationState.Stateless ? TranslationReason.None
        : reasoning.IsAddedTo(facts) ? TranslationReason.ReasoningDefaults
        : isRewritten ? TranslationReason.StreamGuard
        : TranslationReason.None;
}

/// <summary>The reason for which a request is translated, rather than passed through.</summary>
public enum TranslationReason
{
    /// <summary>It is not translated.</summary>
    None,

    /// <summary>Caller and candidate use different protocols, or the caller is within the process.</summary>
    OtherProtocol,

    /// <summary>The request holds reasoning that another provider signed, which the candidate would refuse.</summary>
    ForeignReasoning,

    /// <summary>The operator's reasoning settings must be added.</summary>
    ReasoningDefaults,

    /// <summary>A stream guard rewrites the response.</summary>
    StreamGuard,

    /// <summary>The request lacks signatures of calls, which the candidate demands and the gateway knows.</summary>
    CallSignatures,
}
