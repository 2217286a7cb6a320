using RouterMaestro.Application.Affinity;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Ports;

/// <summary>A call to one candidate.</summary>
/// <param name="Call">What the caller asked.</param>
/// <param name="Candidate">Who is asked.</param>
/// <param name="Protocol">The dialect in which it is asked.</param>
/// <param name="Limits">How long it may take.</param>
public sealed record UpstreamCall(InboundCall Call, Candidate Candidate, WireProtocol Protocol, TimeLimits Limits)
{
    private AffinityStore? _affinity;
    private string? _home;
    private bool _hasForeignSignatures;

    /// <summary>Gets when the candidate's answer is final.</summary>
    public CommitMode Commit { get; init; }

    /// <summary>Gets how the candidate thinks where the caller leaves it open.</summary>
    public ReasoningDefaults Reasoning { get; init; } = ReasoningDefaults.Usual;

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
    public bool IsPassthrough => IsSameProtocol && !_hasForeignSignatures && AllowsPassthrough(Call.Facts, Reasoning);

    /// <summary>Gets what keeps seals of reasoning from providers that did not make them; null where there is nobody else who could have.</summary>
    public ISignatureFilter? Signatures => _affinity is null ? null : new SignatureFilter(_affinity, Candidate.Model.Provider, _home ?? Candidate.Model.Provider);

    /// <summary>Makes the call to a candidate.</summary>
    /// <param name="call">What the caller asked.</param>
    /// <param name="candidate">Who is asked.</param>
    /// <param name="snapshot">What holds.</param>
    internal static UpstreamCall For(InboundCall call, Candidate candidate, GatewaySnapshot snapshot)
    {
        var (model, settings) = (candidate.Model, snapshot.Settings);
        var limits = AttemptLimits.For(settings.LimitsFor(model.Provider), candidate, call.Facts);
        var card = snapshot.Providers[model.Provider].Card;
        var upstream = new UpstreamCall(call, candidate, card.ProtocolFor(call.Protocol, call.Facts.Operation), limits)
        {
            Commit = settings.CommitFor(model),
            Reasoning = settings.Reasoning.For(model, candidate.Card),
            OnLoss = settings.OnLoss,
        };
        if (IsRemembered(call.Facts, snapshot))
        {
            upstream.Trace(snapshot);
        }

        return upstream;
    }

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
        if (_affinity is { } book)
        {
            SignatureOrigins.Note(response, Protocol, Candidate.Model.Provider, book);
            Note(MayBeGoneOnWith ? ResponseIds.InResponse(response) : default, book);
        }
    }

    /// <summary>Notes what a frame of a stream holds that only its provider can take back.</summary>
    /// <param name="data">The frame's data, as it came.</param>
    public void NoteGivenInFrame(ReadOnlySpan<byte> data)
    {
        if (_affinity is { } book)
        {
            SignatureOrigins.Note(data, Protocol, Candidate.Model.Provider, book);
            Note(MayBeGoneOnWith ? ResponseIds.InFrame(data, Protocol) : default, book);
        }
    }

    /// <summary>With one provider nothing can go astray; but which model gave an answer that is asked for has been looked up, and is not again.</summary>
    private static bool IsRemembered(RequestFacts facts, GatewaySnapshot snapshot) => facts.Operation switch
    {
        CallOperation.Chat => snapshot.Providers.Count > 1,
        CallOperation.StoredResponse => facts.Model.Length > 0,
        _ => false,
    };

    // callers know an answer by its provider's id only where it passes as it came
    private bool MayBeGoneOnWith =>
        (Protocol == WireProtocol.OpenAIResponses || (Protocol == WireProtocol.AnthropicMessages && Call.Facts.ConversationState != ConversationState.Stateless)) && IsPassthrough;

    private void Note(ReadOnlySpan<byte> id, AffinityStore book)
    {
        if (!id.IsEmpty)
        {
            book.RememberResponse(id, Candidate.Model);
        }
    }

    /// <summary>
    /// Looks for seals that another provider made. Those of unknown origin are taken for the work of the provider that would be
    /// asked first, so that a conversation from before the gateway's start goes on. What goes on with something kept can be told
    /// in one way only.
    /// </summary>
    private void Trace(GatewaySnapshot snapshot)
    {
        (_affinity, _home) = (snapshot.Affinity, HomeIn(snapshot));
        var provider = Candidate.Model.Provider;
        _hasForeignSignatures = IsSameProtocol && Call.Facts.ConversationState == ConversationState.Stateless && (_home is not null || !_affinity.IsEmpty)
            && Call.SignaturesBy(_affinity).AreForeignTo(provider, _home ?? provider);
    }

    /// <summary>Finds who would be asked first in this dialect; null when that is this candidate's own provider.</summary>
    private string? HomeIn(GatewaySnapshot snapshot)
    {
        foreach (var candidate in Call.Plan?.Candidates ?? [])
        {
            var id = candidate.Model.Provider;
            if (SignatureOrigins.IsSame(id, Candidate.Model.Provider))
            {
                return null;
            }

            if (snapshot.Providers[id].Card.ProtocolFor(Call.Protocol, Call.Facts.Operation) == Protocol)
            {
                return id;
            }
        }

        return null;
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
