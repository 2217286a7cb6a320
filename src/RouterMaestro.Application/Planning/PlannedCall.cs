using RouterMaestro.Application.Affinity;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Planning;

/// <summary>
/// A call with its plan, made from one snapshot. It makes the calls to its candidates by one formula, so that explaining, counting and
/// relaying cannot differ.
/// </summary>
/// <param name="call">The caller's request.</param>
/// <param name="snapshot">The snapshot of the configuration.</param>
/// <param name="plan">The plan.</param>
/// <param name="affinity">The known signatures.</param>
/// <param name="guards">The stream guards of the host.</param>
internal sealed class PlannedCall(InboundCall call, GatewaySnapshot snapshot, RoutePlan plan, IAffinityStore affinity, StreamGuards guards)
{
    private SignatureOrigins? _origins;

    public InboundCall Call => call;

    public GatewaySnapshot Snapshot => snapshot;

    public RoutePlan Plan => plan;

    public StreamGuards Guards => guards;

    /// <summary>Gets the circuits that the plan was made from.</summary>
    public HealthSnapshot Health { get; init; } = HealthSnapshot.Clear;

    /// <summary>Gets the time of the plan, on the clock of the circuits.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Gets the random number of the call.</summary>
    public ulong Seed { get; init; }

    /// <summary>Gets the number of the probe that the call has claimed; 0 if there is none.</summary>
    public long Probe { get; init; }

    /// <summary>Gets the reasoning settings that replace the operator's; null for the operator's.</summary>
    public ReasoningDefaults? Reasoning { get; init; }

    /// <summary>Returns the same call with the probe that it has claimed.</summary>
    public PlannedCall Claim(long probe) => new(call, snapshot, plan, affinity, guards) { Health = Health, Now = Now, Seed = Seed, Reasoning = Reasoning, Probe = probe };

    /// <summary>Returns the circuits of a model.</summary>
    public HealthKeys KeysOf(ModelRef model) => HealthKeys.Of(model, snapshot.CardOf(model.Provider));

    /// <summary>Makes the call to a candidate of the plan. The same candidate gives the same call.</summary>
    public CandidateCall CallTo(Candidate candidate)
    {
        var (model, settings) = (candidate.Model, snapshot.Settings);
        var protocol = snapshot.ProtocolFor(candidate, call);
        var description = snapshot.Codecs.DescriptionOf(protocol);
        var reasoning = Reasoning ?? settings.Reasoning.For(model, candidate.Card);
        var facts = snapshot.FactsOf(model);
        var isRemembered = IsRemembered();
        var home = isRemembered ? FindHome(candidate, protocol) : null;
        var isForeign = isRemembered && HasForeignSignatures(candidate, protocol, home);
        var own = snapshot.Providers.GetValueOrDefault(model.Provider)?.Guards ?? default;
        var calls = description.CallSignature is null || call.Facts.Operation != CallOperation.Chat ? null
            : new CallSignatures(affinity, model.Provider, call.Identity, call.Description?.FitCallId ?? (static id => id));
        var lacksSignatures = call.Protocol == protocol && calls is not null && LacksSignatures(calls, description);
        var unguarded = Make(applying: default);
        return (guards.IsEmpty && own.IsEmpty) || guards.Find(unguarded, own) is not { IsEmpty: false } applying ? unguarded : Make(applying);

        CandidateCall Make(EquatableArray<IStreamGuard> applying)
        {
            var translation = CandidateCall.ReasonFor(call.Facts, call.Protocol == protocol, isForeign, reasoning, isRewritten: !applying.IsEmpty && applying.Any(g => g.Rewrites));
            translation = translation == TranslationReason.None && lacksSignatures ? TranslationReason.CallSignatures : translation;
            return new CandidateCall(call, candidate, description, AttemptLimits.For(settings.LimitsFor(model.Provider), candidate, call.Facts))
            {
                Translation = translation,
                Guards = translation == TranslationReason.None ? WatchersOf(applying) : applying,
                Commit = settings.CommitFor(model),
                Reasoning = reasoning,
                Facts = facts,
                OnLoss = settings.OnLoss,
                Repair = settings.Repair,
                Settings = settings,
                Signatures = isRemembered && translation != TranslationReason.None
                    ? new SignatureFilter(affinity, snapshot.Codecs, model.Provider, home ?? model.Provider)
                    : null,
                CallSignatures = calls,
                Recorder = RecorderOf(
                    isRemembered ? new AffinityRecorder(affinity, description, model, CanBeContinued(description, translation)) : null,
                    translation == TranslationReason.None ? calls : null,
                    snapshot.Codecs.OutboundFor(protocol)),
            };
        }
    }

    private static IResponseRecorder? RecorderOf(AffinityRecorder? origins, CallSignatures? calls, IOutboundCodec codec) =>
        calls is null ? origins : new CallSignatureRecorder(calls, codec, origins);

    // a request that only its own form can express is not translated for a guard, whose rewriting would then break the passthrough
    private static EquatableArray<IStreamGuard> WatchersOf(EquatableArray<IStreamGuard> guards) =>
        guards.IsEmpty ? guards : guards.Where(g => !g.Rewrites).ToEquatableArray();

    // with one provider every signature and response is its own; the model of a stored response has been looked up already
    private bool IsRemembered() => call.Facts.Operation switch
    {
        CallOperation.Chat => snapshot.Providers.Count > 1,
        CallOperation.StoredResponse => call.Facts.Model.Length > 0,
        _ => false,
    };

    // callers know the provider's id of a response only on passthrough
    private bool CanBeContinued(ProtocolDescription description, TranslationReason translation) =>
        description.ResponseId is { } id && translation == TranslationReason.None
        && (id.IsStoredUnasked || call.Facts.ConversationState != ConversationState.Stateless);

    /// <summary>
    /// Returns whether the request holds reasoning signatures of another provider. Those of unknown origin are ascribed to the provider
    /// that the plan asks first, so that a conversation from before the gateway's start continues. A request that continues a stored
    /// response can be sent in one form only.
    /// </summary>
    private bool HasForeignSignatures(Candidate candidate, WireProtocol protocol, string? home)
    {
        var (store, provider) = (affinity, candidate.Model.Provider);
        return call.Protocol == protocol
            && call.Facts.ConversationState == ConversationState.Stateless
            && (home is not null || !store.IsEmpty)
            && FindOrigins().AreForeignTo(provider, home ?? provider);
    }

    /// <summary>Returns true if calls have come back without the signatures that are known of them, so that they must be written anew.</summary>
    private bool LacksSignatures(CallSignatures signatures, ProtocolDescription description)
    {
        if (!signatures.Any || call.Body is not { } body || body.Memory.Span.IndexOf(description.CallSignature!.Key) >= 0)
        {
            return false;
        }

        try
        {
            return call.ReadRequest().Request.Messages.SelectMany(static m => m.Parts).OfType<ToolCallPart>().Any(part => signatures.Find(part) is not null);
        }
        catch (RouterException)
        {
            // what the gateway cannot read is the provider's to judge
            return false;
        }
    }

    // read once for all candidates: the request does not change, and what other calls record meanwhile should not change the plan
    private SignatureOrigins FindOrigins() => _origins ??= call is { Body: { } body, Description: { } protocol }
        ? SignatureOrigins.Of(body.Memory.Span, protocol, affinity)
        : SignatureOrigins.None;

    /// <summary>Finds the provider that the plan asks first in a protocol; null if it is the candidate's own.</summary>
    private string? FindHome(Candidate candidate, WireProtocol protocol)
    {
        foreach (var planned in plan.Candidates)
        {
            if (SignatureOrigins.IsSame(planned.Model.Provider, candidate.Model.Provider))
            {
                return null;
            }

            if (snapshot.ProtocolFor(planned, call) == protocol)
            {
                return planned.Model.Provider;
            }
        }

        return null;
    }
}
