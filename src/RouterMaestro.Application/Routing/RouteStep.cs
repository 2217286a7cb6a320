using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Routing;

/// <summary>One candidate of an explained plan.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Protocol">The dialect in which it would be asked.</param>
/// <param name="IsPassthrough">Whether that is the caller's own, so that the bytes pass untouched.</param>
/// <param name="Health">What its circuits say.</param>
/// <param name="Limits">How long it may take.</param>
/// <param name="Commit">When its answer is final.</param>
/// <param name="Reasoning">How it thinks where the caller leaves it open.</param>
public sealed record RouteStep(
    Candidate Candidate, WireProtocol Protocol, bool IsPassthrough, CandidateHealth Health, TimeLimits Limits, CommitMode Commit, ReasoningDefaults Reasoning)
{
    /// <summary>Gets what the request would lose; null when only its facts are known.</summary>
    public LossForecast? Losses { get; init; }
}
