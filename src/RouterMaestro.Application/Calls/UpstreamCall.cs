using RouterMaestro.Application.Affinity;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Signatures;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Application.Calls;

/// <summary>A call to one candidate.</summary>
/// <param name="Call">The caller's request.</param>
/// <param name="Candidate">The candidate.</param>
/// <param name="Description">The protocol in which the candidate is called.</param>
/// <param name="Limits">The time limits.</param>
public sealed record UpstreamCall(InboundCall Call, Candidate Candidate, ProtocolDescription Description, TimeLimits Limits)
{
    /// <summary>Gets the protocol in which the candidate is called.</summary>
    public WireProtocol Protocol => Description.Protocol;

    /// <summary>Gets the provider affinity of the conversation; null if only one provider can be involved.</summary>
    internal CallAffinity? Affinity { get; init; }

    /// <summary>Gets the point from which the candidate's response is final.</summary>
    public CommitMode Commit { get; init; }

    /// <summary>Gets the reasoning settings that apply where the caller sets none.</summary>
    public ReasoningDefaults Reasoning { get; init; } = ReasoningDefaults.Default;

    /// <summary>Gets the fields lost in the translation of the request and of the response.</summary>
    public LossSink Losses => field ??= new();

    /// <summary>Gets the map back to the caller's tool names; null if the candidate got the caller's names.</summary>
    public ToolNames? Names { get; private set; }

    /// <summary>Gets the policy for lost fields.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>Gets a value indicating whether caller and candidate use the same protocol.</summary>
    public bool IsSameProtocol => Call.Protocol == Protocol;

    /// <summary>
    /// Gets a value indicating whether the call is passthrough. It is in the same protocol, unless the request holds reasoning signatures
    /// that the candidate would refuse, or reasoning settings of the operator must be added.
    /// </summary>
    public bool IsPassthrough => IsSameProtocol && Affinity is not { HasForeignSignatures: true } && AllowsPassthrough(Call.Facts, Reasoning);

    /// <summary>Gets the filter that keeps reasoning signatures of other providers from the candidate; null if there is no other provider.</summary>
    public ISignatureFilter? Signatures => Affinity is { } affinity
        ? new SignatureFilter(affinity.Store, affinity.Codecs, Candidate.Model.Provider, affinity.Home ?? Candidate.Model.Provider)
        : null;

    /// <summary>Reads the request for the candidate, with tool names that its protocol allows.</summary>
    public ChatRequest ReadRequest()
    {
        // in the same protocol the caller's tool names follow the provider's rules already
        (var request, Names) = IsSameProtocol ? (Call.ReadRequest(), null) : ToolNames.Fit(Call.ReadRequest(), Protocol);
        return request;
    }

    /// <summary>Records the reasoning signatures and the id of a response, which only its provider accepts again.</summary>
    /// <param name="response">The body of the response, as the provider sent it.</param>
    public void RememberResponse(ReadOnlySpan<byte> response)
    {
        if (Affinity?.Store is { } store)
        {
            SignatureOrigins.Remember(response, Description, Candidate.Model.Provider, store);
            RememberId(CanBeContinued ? ResponseIds.InResponse(response) : default, store);
        }
    }

    /// <summary>Records the reasoning signatures and the response id in a frame of a stream, which only its provider accepts again.</summary>
    /// <param name="data">The frame's data, as the provider sent it.</param>
    public void RememberFrame(ReadOnlySpan<byte> data)
    {
        if (Affinity?.Store is { } store)
        {
            SignatureOrigins.Remember(data, Description, Candidate.Model.Provider, store);
            RememberId(CanBeContinued ? ResponseIds.InFrame(data, Description.ResponseId!) : default, store);
        }
    }

    // callers know the provider's id of a response only on passthrough
    private bool CanBeContinued =>
        Description.ResponseId is { } id && (id.IsStoredUnasked || Call.Facts.ConversationState != ConversationState.Stateless) && IsPassthrough;

    private void RememberId(ReadOnlySpan<byte> id, AffinityStore store)
    {
        if (!id.IsEmpty)
        {
            store.RememberResponse(id, Candidate.Model);
        }
    }

    /// <summary>
    /// Returns true if a request passes through to a candidate of its own protocol. A request that stores a response or continues a
    /// stored one has no other form.
    /// </summary>
    /// <param name="facts">The facts of the request.</param>
    /// <param name="reasoning">The reasoning settings that apply where the caller sets none.</param>
    internal static bool AllowsPassthrough(RequestFacts facts, ReasoningDefaults reasoning) =>
        facts.Operation != CallOperation.Chat
        || (!facts.HasForeignReasoning && (facts.ConversationState != ConversationState.Stateless || !reasoning.IsAddedTo(facts)));
}
