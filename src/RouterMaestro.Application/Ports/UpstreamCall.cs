using RouterMaestro.Application.Protocols;
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
    /// <summary>Gets when the candidate's answer is final.</summary>
    public CommitMode Commit { get; init; }

    /// <summary>Gets how the candidate thinks where the caller leaves it open.</summary>
    public ThinkingDefaults Thinking { get; init; } = ThinkingDefaults.Usual;

    /// <summary>Gets what translating the request for the candidate, and the candidate's answer, could not carry.</summary>
    public LossSink Losses => field ??= new();

    /// <summary>Gets what happens when something is lost.</summary>
    public LossPolicy OnLoss { get; init; }

    /// <summary>Gets a value indicating whether caller and candidate speak the same dialect.</summary>
    public bool IsSameDialect => Call.Protocol == Protocol;

    /// <summary>
    /// Gets a value indicating whether the bytes pass untouched: they do in the same dialect, unless they hold what the candidate would
    /// refuse, or the operator wants more said than the caller does and the request can be told anew.
    /// </summary>
    public bool IsVerbatim => IsSameDialect && PassesUntouched(Call.Facts, Thinking);

    /// <summary>Makes the call to a candidate.</summary>
    /// <param name="call">What the caller asked.</param>
    /// <param name="candidate">Who is asked.</param>
    /// <param name="snapshot">What holds.</param>
    internal static UpstreamCall For(InboundCall call, Candidate candidate, GatewaySnapshot snapshot)
    {
        var (model, settings) = (candidate.Model, snapshot.Settings);
        var limits = AttemptLimits.For(settings.LimitsFor(model.Provider), candidate, call.Facts);
        var card = snapshot.Providers[model.Provider].Card;
        return new(call, candidate, card.ProtocolFor(call.Protocol, call.Facts.Operation), limits)
        {
            Commit = settings.CommitFor(model),
            Thinking = settings.Thinking.For(model, candidate.Card),
            OnLoss = settings.OnLoss,
        };
    }

    /// <summary>
    /// Tells whether a request passes untouched to a candidate of its own dialect. What asks for, or goes on with, what a
    /// provider keeps cannot be told in any other way.
    /// </summary>
    /// <param name="facts">The request.</param>
    /// <param name="thinking">How the candidate thinks where the caller leaves it open.</param>
    internal static bool PassesUntouched(RequestFacts facts, ThinkingDefaults thinking) =>
        facts.Operation != CallOperation.Chat
        || (!facts.HasForeignReasoning && (facts.Continuity != Continuity.None || !thinking.IsAddedTo(facts)));
}
