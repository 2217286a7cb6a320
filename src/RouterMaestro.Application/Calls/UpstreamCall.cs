using RouterMaestro.Application.Affinity;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Application.Calls;

/// <summary>A call to one candidate.</summary>
/// <param name="Call">What the caller asked.</param>
/// <param name="Candidate">Who is asked.</param>
/// <param name="Description">The protocol in which the candidate is called.</param>
/// <param name="Limits">How long it may take.</param>
public sealed record UpstreamCall(InboundCall Call, Candidate Candidate, ProtocolDescription Description, TimeLimits Limits)
{
    /// <summary>Gets the protocol in which the candidate is called.</summary>
    public WireProtocol Protocol => Description.Protocol;

    /// <summary>Gets what is remembered of providers and this conversation; null where nothing can go astray.</summary>
    internal CallAffinity? Affinity { get; init; }

    /// <summary>Gets when the candidate's answer is final.</summary>
    public CommitMode Commit { get; init; }

    /// <summary>Gets how the candidate thinks where the caller leaves it open.</summary>
    public ReasoningDefaults Reasoning { get; init; } = ReasoningDefaults.Default;

    /// <summary>Gets what translating the request for the candidate, and the candidate's answer, could not carry.</summary>
    public LossSink Losses => field ??= new();

    /// <summary>Gets the way back to the caller's names of tools; null where the candidate was told those.</summary>
    public ToolNames? Names { get; private set; }

    /// <summary>Gets what happens when something is lost.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>Gets a value indicating whether caller and candidate speak the same dialect.</summary>
    public bool IsSameProtocol => Call.Protocol == Protocol;

    /// <summary>
    /// Gets a value indicating whether the bytes pass untouched: they do in the same dialect, unless they hold what the candidate would
    /// refuse, or the operator wants more said than the caller does and the request can be told anew.
    /// </summary>
    public bool IsPassthrough => IsSameProtocol && Affinity is not { HasForeignSignatures: true } && AllowsPassthrough(Call.Facts, Reasoning);

    /// <summary>Gets what keeps seals of reasoning from providers that did not make them; null where there is nobody else who could have.</summary>
    public ISignatureFilter? Signatures => Affinity is { } affinity
        ? new SignatureFilter(affinity.Store, affinity.Codecs, Candidate.Model.Provider, affinity.Home ?? Candidate.Model.Provider)
        : null;

    /// <summary>Reads the request as the candidate is to be told it.</summary>
    public ChatRequest ReadRequest()
    {
        // in its own dialect a caller knows best what its provider takes
        (var request, Names) = IsSameProtocol ? (Call.ReadRequest(), null) : ToolNames.Fit(Call.ReadRequest(), Protocol);
        return request;
    }

    /// <summary>Notes what an answer holds that only its provider can take back.</summary>
    /// <param name="response">The answer, as it came.</param>
    public void NoteGiven(ReadOnlySpan<byte> response)
    {
        if (Affinity?.Store is { } store)
        {
            SignatureOrigins.Note(response, Description, Candidate.Model.Provider, store);
            Note(MayBeGoneOnWith ? ResponseIds.InResponse(response) : default, store);
        }
    }

    /// <summary>Notes what a frame of a stream holds that only its provider can take back.</summary>
    /// <param name="data">The frame's data, as it came.</param>
    public void NoteGivenInFrame(ReadOnlySpan<byte> data)
    {
        if (Affinity?.Store is { } store)
        {
            SignatureOrigins.Note(data, Description, Candidate.Model.Provider, store);
            Note(MayBeGoneOnWith ? ResponseIds.InFrame(data, Description.ResponseId!) : default, store);
        }
    }

    // callers know the provider's id of a response only on passthrough
    private bool MayBeGoneOnWith =>
        Description.ResponseId is { } id && (id.IsStoredUnasked || Call.Facts.ConversationState != ConversationState.Stateless) && IsPassthrough;

    private void Note(ReadOnlySpan<byte> id, AffinityStore store)
    {
        if (!id.IsEmpty)
        {
            store.RememberResponse(id, Candidate.Model);
        }
    }

    /// <summary>
    /// Tells whether a request passes untouched to a candidate of its own dialect. What asks for, or goes on with, what a
    /// provider keeps cannot be told in any other way.
    /// </summary>
    /// <param name="facts">The request.</param>
    /// <param name="thinking">How the candidate thinks where the caller leaves it open.</param>
    internal static bool AllowsPassthrough(RequestFacts facts, ReasoningDefaults thinking) =>
        facts.Operation != CallOperation.Chat
        || (!facts.HasForeignReasoning && (facts.ConversationState != ConversationState.Stateless || !thinking.IsAddedTo(facts)));
}
