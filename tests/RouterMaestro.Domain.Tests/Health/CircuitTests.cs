using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.Domain.Tests.Health;

/// <summary>The transitions of one circuit.</summary>
public sealed class CircuitTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddDays(1);
    private static readonly UpstreamFailure _failure = new(FailureKind.ServerError, "x");

    [Fact]
    public void A_failure_opens_the_circuit_and_the_end_of_the_cooldown_makes_it_half_open()
    {
        var circuit = CircuitState.Closed.Fail(_failure, _now, _now, seed: 7);

        Assert.Equal(CircuitStatus.Closed, CircuitState.Closed.PhaseAt(_now));
        Assert.Equal(CircuitStatus.Open, circuit.PhaseAt(_now));
        Assert.Equal(CircuitStatus.Open, circuit.PhaseAt(circuit.OpenUntil!.Value.AddTicks(-1)));
        Assert.Equal(CircuitStatus.HalfOpen, circuit.PhaseAt(circuit.OpenUntil!.Value));
        Assert.Same(_failure, circuit.Failure);
    }

    [Fact]
    public void Circuit_opens_longer_with_each_failure_up_to_the_maximum()
    {
        double[] seconds = [1, 2, 4, 8, 10, 10];
        var circuit = CircuitState.Closed;
        var now = _now;
        foreach (var expected in seconds)
        {
            circuit = circuit.Fail(_failure, now, now, seed: 7);
            Assert.InRange((circuit.OpenUntil!.Value - now).TotalSeconds, Math.Min(10, expected * 0.8), Math.Min(10, expected * 1.2));
            now = circuit.OpenUntil.Value;
        }
    }

    [Fact]
    public void Failures_of_requests_that_ran_at_the_same_time_count_once()
    {
        var first = CircuitState.Closed.Fail(_failure, _now, _now.AddSeconds(1), seed: 7);

        Assert.Equal(1, first.Fail(_failure, _now, _now.AddSeconds(2), seed: 7).ConsecutiveFailures);
        Assert.Equal(2, first.Fail(_failure, _now.AddSeconds(1), _now.AddSeconds(2), seed: 7).ConsecutiveFailures);
    }

    [Fact]
    public void A_shorter_cooldown_never_replaces_a_longer_one()
    {
        var limited = CircuitState.Closed.Fail(new(FailureKind.RateLimited, "x") { RetryAfter = TimeSpan.FromMinutes(1) }, _now, _now, seed: 7);

        Assert.Equal(_now.AddMinutes(1), limited.OpenUntil);
        Assert.Equal(_now.AddMinutes(1), limited.Fail(_failure, _now, _now, seed: 7).OpenUntil);
    }

    [Fact]
    public void A_probe_holds_the_circuit_until_it_is_released_or_the_response_begins()
    {
        var open = CircuitState.Closed.Fail(_failure, _now, _now, seed: 7);
        var later = open.OpenUntil!.Value;
        var probed = open.Claim(3);

        Assert.Equal(CircuitStatus.ProbeInFlight, probed.PhaseAt(later));
        Assert.Equal(CircuitStatus.ProbeInFlight, probed.Release(4).PhaseAt(later));
        Assert.Equal(CircuitStatus.HalfOpen, probed.Release(3).PhaseAt(later));
        Assert.Equal(CircuitStatus.Closed, probed.Begin(later, 3).PhaseAt(later));
    }

    [Fact]
    public void A_slow_probe_opens_the_circuit_for_as_long_as_before()
    {
        var twice = CircuitState.Closed.Fail(_failure, _now, _now, seed: 7).Fail(_failure, _now, _now.AddSeconds(2), seed: 7);
        var later = _now.AddMinutes(1);

        var slow = twice.Claim(3).FailSlowProbe(new(FailureKind.FirstContentTimeout, "x"), later, seed: 7, probe: 3);

        Assert.Equal(2, slow.ConsecutiveFailures);
        Assert.Equal(twice.OpenUntil - twice.FailedAt, slow.OpenUntil - later);
        Assert.Equal(CircuitStatus.Open, slow.PhaseAt(later));
    }

    [Fact]
    public void A_response_closes_the_circuit_and_only_a_complete_one_forgets_the_failures()
    {
        var circuit = CircuitState.Closed.Fail(_failure, _now, _now, seed: 7);
        var begun = circuit.Begin(_now.AddSeconds(5));

        Assert.Equal(CircuitStatus.Closed, begun.PhaseAt(_now));
        Assert.Equal(1, begun.ConsecutiveFailures);
        Assert.Equal(CircuitState.Closed, begun.Complete(_now.AddSeconds(5)));
    }

    [Fact]
    public void A_response_to_a_request_from_before_the_failure_changes_nothing()
    {
        var circuit = CircuitState.Closed.Fail(_failure, _now, _now.AddSeconds(1), seed: 7);

        Assert.Same(circuit, circuit.Begin(_now));
        Assert.Same(circuit, circuit.Complete(_now));
    }
}
