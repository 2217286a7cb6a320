using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Health;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Tests.Health;

/// <summary>What outcomes do to the circuits of a candidate, its provider and its credential.</summary>
public sealed class HealthRegistryTests
{
    private static readonly HealthKeys _one = new("a/one", "a", "key");
    private static readonly HealthKeys _two = new("a/two", "a", "key");
    private readonly FakeTimeProvider _clock = new();
    private readonly HealthRegistry _book;

    public HealthRegistryTests() => _book = new(_clock);

    [Theory]
    [InlineData(FailureKind.Connect, CircuitStatus.Open)]
    [InlineData(FailureKind.Credential, CircuitStatus.Open)]
    [InlineData(FailureKind.ServerError, CircuitStatus.Closed)]
    [InlineData(FailureKind.RateLimited, CircuitStatus.Closed)]
    [InlineData(FailureKind.Cut, CircuitStatus.Closed)]
    public void A_failure_rests_what_it_says_something_about(FailureKind kind, CircuitStatus neighbour)
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
    public void A_failure_of_the_request_rests_nothing(FailureKind kind)
    {
        Fail(_one, kind);

        Assert.True(_book.Current.IsClear);
        Assert.Equal(kind, _book.LastFailures["a/one"].Failure.Kind);
    }

    [Fact]
    public void Rests_double_up_to_their_cap()
    {
        double[] rests = [1, 2, 4, 8, 10, 10];
        foreach (var rest in rests)
        {
            Fail(_one, FailureKind.ServerError);
            var until = _book.Current.Of(_one, _book.Now).Until!.Value - _book.Now;
            Assert.InRange(until.TotalSeconds, Math.Min(10, rest * 0.8), Math.Min(10, rest * 1.2));
            _clock.Advance(until);
        }
    }

    [Fact]
    public void A_rest_that_was_asked_for_is_kept_exactly()
    {
        Fail(_one, FailureKind.RateLimited, TimeSpan.FromSeconds(90));

        Assert.Equal(_book.Now.AddSeconds(90), _book.Current.Of(_one, _book.Now).Until);
    }

    [Fact]
    public void Failures_of_requests_that_ran_together_count_once()
    {
        var tickets = Enumerable.Range(0, 10).Select(_ => Ticket(_one)).ToArray();
        _clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var context in tickets)
        {
            _book.Fail(context, new UpstreamFailure(FailureKind.ServerError, "x"));
        }

        Assert.Equal(1, _book.Current.Find(_one[0]).ConsecutiveFailures);
    }

    [Fact]
    public void One_probe_at_a_time_and_its_success_closes_the_circuit()
    {
        Fail(_one, FailureKind.Connect);
        _clock.Advance(TimeSpan.FromSeconds(2));

        var probe = _book.TryClaim(_one);

        Assert.NotEqual(0, probe);
        Assert.Equal(0, _book.TryClaim(_one));
        Assert.Equal(0, _book.TryClaim(_two));
        Assert.Equal(CircuitStatus.ProbeInFlight, PhaseOf(_two));
        _book.Begin(Ticket(_one) with { Probe = probe });
        Assert.Equal(CircuitStatus.Closed, PhaseOf(_two));
    }

    [Fact]
    public void A_probe_that_says_nothing_leaves_the_next_one_to_find_out()
    {
        Fail(_one, FailureKind.ServerError);
        _clock.Advance(TimeSpan.FromSeconds(2));
        var probe = _book.TryClaim(_one);

        _book.Release(Ticket(_one) with { Probe = probe });

        Assert.Equal(CircuitStatus.HalfOpen, PhaseOf(_one));
        Assert.NotEqual(0, _book.TryClaim(_one));
    }

    [Fact]
    public void A_slow_probe_does_not_lengthen_the_rest()
    {
        Fail(_one, FailureKind.ServerError);
        Fail(_one, FailureKind.ServerError);
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            var probe = _book.TryClaim(_one);
            _book.Fail(Ticket(_one) with { Probe = probe }, new UpstreamFailure(FailureKind.FirstContentTimeout, "x"), isSlowProbe: true);
            Assert.InRange((_book.Current.Of(_one, _book.Now).Until!.Value - _book.Now).TotalSeconds, 1.6, 2.4);
        }
    }

    [Fact]
    public void An_old_success_says_nothing_about_a_newer_failure()
    {
        var early = Ticket(_one);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Fail(_one, FailureKind.RateLimited, TimeSpan.FromMinutes(1));

        _book.Begin(early);
        _book.Complete(early);

        Assert.Equal(CircuitStatus.Open, PhaseOf(_one));
    }

    [Fact]
    public void An_answer_that_breaks_off_again_and_again_rests_longer_each_time()
    {
        for (var strikes = 1; strikes <= 4; strikes++)
        {
            var context = Ticket(_one);
            _book.Begin(context);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            _book.Fail(context, new UpstreamFailure(FailureKind.Cut, "x"));
            Assert.Equal(strikes, _book.Current.Find(_one[0]).ConsecutiveFailures);
            _clock.Advance(TimeSpan.FromSeconds(20));
        }

        _book.Complete(Ticket(_one));
        Assert.True(_book.Current.IsClear);
    }

    [Fact]
    public void Names_without_end_are_forgotten_when_their_rest_is_long_over()
    {
        for (var i = 0; i < 3000; i++)
        {
            Fail(new HealthKeys($"a/{i}", "a", "key"), FailureKind.ServerError);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_book.Current.Circuits.Count, 500, 1002);
        Assert.Equal(CircuitStatus.HalfOpen, PhaseOf(new("a/2999", "a", "key")));
    }

    private void Fail(in HealthKeys keys, FailureKind kind, TimeSpan? retryAfter = null) =>
        _book.Fail(Ticket(keys), new UpstreamFailure(kind, "x") { RetryAfter = retryAfter });

    private AttemptContext Ticket(in HealthKeys keys) => new(keys, _book.Now, 0, 7);

    private CircuitStatus PhaseOf(in HealthKeys keys) => _book.Current.Of(keys, _book.Now).Phase;
}
