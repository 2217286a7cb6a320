using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Tests.Health;

/// <summary>The effect of outcomes on the circuits of a candidate, its provider and its credential.</summary>
public sealed class HealthRegistryTests
{
    private static readonly HealthKeys _one = new("a/one", "a", "key");
    private static readonly HealthKeys _two = new("a/two", "a", "key");
    private readonly FakeTimeProvider _clock = new();
    private readonly HealthRegistry _registry;

    public HealthRegistryTests() => _registry = new(_clock);

    [Theory]
    [InlineData(FailureKind.Connect, CircuitStatus.Open)]
    [InlineData(FailureKind.Credential, CircuitStatus.Open)]
    [InlineData(FailureKind.ServerError, CircuitStatus.Closed)]
    [InlineData(FailureKind.RateLimited, CircuitStatus.Closed)]
    [InlineData(FailureKind.Cut, CircuitStatus.Closed)]
    public void A_failure_opens_the_circuit_of_its_scope(FailureKind kind, CircuitStatus neighbour)
    {
        Fail(_one, kind);

        Assert.Equal(CircuitStatus.Open, PhaseOf(_one));
        Assert.Equal(neighbour, PhaseOf(_two));
    }

    [Theory]
    [InlineData(FailureKind.ContextOverflow)]
    [InlineData(FailureKind.ContentPolicy)]
    [InlineData(FailureKind.InvalidRequest)]
    [InlineData(FailureKind.NotFound)]
    public void A_failure_of_the_request_opens_no_circuit(FailureKind kind)
    {
        Fail(_one, kind);

        Assert.True(_registry.Current.IsClear);
        Assert.Equal(kind, _registry.LastFailures["a/one"].Failure.Kind);
    }

    [Fact]
    public void Cooldowns_double_up_to_their_maximum()
    {
        double[] cooldowns = [1, 2, 4, 8, 10, 10];
        foreach (var cooldown in cooldowns)
        {
            Fail(_one, FailureKind.ServerError);
            var until = _registry.Current.Of(_one, _registry.Now).Until!.Value - _registry.Now;
            Assert.InRange(until.TotalSeconds, Math.Min(10, cooldown * 0.8), Math.Min(10, cooldown * 1.2));
            _clock.Advance(until);
        }
    }

    [Fact]
    public void A_cooldown_that_the_provider_asks_for_is_used_exactly()
    {
        Fail(_one, FailureKind.RateLimited, TimeSpan.FromSeconds(90));

        Assert.Equal(_registry.Now.AddSeconds(90), _registry.Current.Of(_one, _registry.Now).Until);
    }

    [Fact]
    public void Failures_of_requests_that_ran_together_count_once()
    {
        var tickets = Enumerable.Range(0, 10).Select(_ => ContextOf(_one)).ToArray();
        _clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var context in tickets)
        {
            _registry.Fail(context, new UpstreamFailure(FailureKind.ServerError, "x"));
        }

        Assert.Equal(1, _registry.Current.Find(_one[0]).ConsecutiveFailures);
    }

    [Fact]
    public void One_probe_at_a_time_and_its_success_closes_the_circuit()
    {
        Fail(_one, FailureKind.Connect);
        _clock.Advance(TimeSpan.FromSeconds(2));

        var probe = _registry.TryClaim(_one);

        Assert.NotEqual(0, probe);
        Assert.Equal(0, _registry.TryClaim(_one));
        Assert.Equal(0, _registry.TryClaim(_two));
        Assert.Equal(CircuitStatus.ProbeInFlight, PhaseOf(_two));
        _registry.Begin(ContextOf(_one) with { Probe = probe });
        Assert.Equal(CircuitStatus.Closed, PhaseOf(_two));
    }

    [Fact]
    public void A_probe_without_a_result_leaves_the_circuit_half_open()
    {
        Fail(_one, FailureKind.ServerError);
        _clock.Advance(TimeSpan.FromSeconds(2));
        var probe = _registry.TryClaim(_one);

        _registry.Release(ContextOf(_one) with { Probe = probe });

        Assert.Equal(CircuitStatus.HalfOpen, PhaseOf(_one));
        Assert.NotEqual(0, _registry.TryClaim(_one));
    }

    [Fact]
    public void A_slow_probe_does_not_lengthen_the_cooldown()
    {
        Fail(_one, FailureKind.ServerError);
        Fail(_one, FailureKind.ServerError);
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            var probe = _registry.TryClaim(_one);
            _registry.Fail(ContextOf(_one) with { Probe = probe }, new UpstreamFailure(FailureKind.FirstContentTimeout, "x"), isSlowProbe: true);
            Assert.InRange((_registry.Current.Of(_one, _registry.Now).Until!.Value - _registry.Now).TotalSeconds, 1.6, 2.4);
        }
    }

    [Fact]
    public void An_old_success_does_not_clear_a_newer_failure()
    {
        var early = ContextOf(_one);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Fail(_one, FailureKind.RateLimited, TimeSpan.FromMinutes(1));

        _registry.Begin(early);
        _registry.Complete(early);

        Assert.Equal(CircuitStatus.Open, PhaseOf(_one));
    }

    [Fact]
    public void A_circuit_opens_longer_with_each_response_that_breaks_off()
    {
        for (var failures = 1; failures <= 4; failures++)
        {
            var context = ContextOf(_one);
            _registry.Begin(context);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            _registry.Fail(context, new UpstreamFailure(FailureKind.Cut, "x"));
            Assert.Equal(failures, _registry.Current.Find(_one[0]).ConsecutiveFailures);
            _clock.Advance(TimeSpan.FromSeconds(20));
        }

        _registry.Complete(ContextOf(_one));
        Assert.True(_registry.Current.IsClear);
    }

    [Fact]
    public void Old_circuits_are_removed_when_there_are_too_many()
    {
        for (var i = 0; i < 3000; i++)
        {
            Fail(new HealthKeys($"a/{i}", "a", "key"), FailureKind.ServerError);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_registry.Current.Circuits.Count, 500, 1002);
        Assert.Equal(CircuitStatus.HalfOpen, PhaseOf(new("a/2999", "a", "key")));
    }

    private void Fail(in HealthKeys keys, FailureKind kind, TimeSpan? retryAfter = null) =>
        _registry.Fail(ContextOf(keys), new UpstreamFailure(kind, "x") { RetryAfter = retryAfter });

    private AttemptContext ContextOf(in HealthKeys keys) => new(keys, _registry.Now, 0, 7);

    private CircuitStatus PhaseOf(in HealthKeys keys) => _registry.Current.Of(keys, _registry.Now).Phase;
}
