using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Tests.Health;

public sealed class CircuitObserverTests
{
    private static readonly HealthKeys _keys = new("p/m", "p", null);

    [Fact]
    public void Each_opening_and_closing_is_told_once_and_a_longer_cooldown_is_not()
    {
        var clock = new FakeTimeProvider();
        List<CircuitChange> seen = [];
        var observers = new CircuitObservers([new Broken(), new List(seen)], new CallLog(NullLoggerFactory.Instance, clock), NullLogger<CircuitObservers>.Instance);
        var health = new HealthRegistry(clock, observers);
        var failure = new UpstreamFailure(FailureKind.ServerError, "no") { Status = 500 };

        health.Fail(Context(), failure);
        health.Fail(Context(), failure);
        clock.Advance(TimeSpan.FromMinutes(1));
        var probe = health.TryClaim(_keys);
        health.Begin(Context() with { Probe = probe });
        health.Complete(Context());

        Assert.Equal([(true, HealthScope.Candidate), (false, HealthScope.Candidate)], seen.Select(c => (c.State.OpenUntil is not null, c.Circuit.Scope)));
        Assert.Equal(TimeSpan.FromMinutes(1), seen[1].At - seen[0].At);

        AttemptContext Context() => new(_keys, health.Now, 0, 1);
    }

    private sealed class List(List<CircuitChange> seen) : ICircuitObserver
    {
        public void OnChanged(CircuitChange change) => seen.Add(change);
    }

    private sealed class Broken : ICircuitObserver
    {
        public void OnChanged(CircuitChange change) => throw new InvalidOperationException("broken");
    }
}
