using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.Application.Tests.Health;

/// <summary>Random outcomes over a fake clock never break the rules of the circuits.</summary>
public sealed class HealthRegistryModelTests
{
    private static readonly HealthKeys[] _candidates =
    [
        new("a/one", "a", "key-a"), new("a/two", "a", "key-a"), new("b/one", "b", null),
    ];

    private static readonly FailureKind[] _kinds = Enum.GetValues<FailureKind>();

    private static readonly Gen<Step> _step = Gen.Select(
        Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 1000], Gen.Int[0, _kinds.Length - 1], Gen.Int[-1, 200_000],
        (what, who, amount, kind, retryAfter) => new Step((What)what, who, amount, _kinds[kind], retryAfter < 0 ? null : TimeSpan.FromSeconds(retryAfter)));

    private enum What
    {
        Wait,
        Start,
        Fail,
        Begin,
        Complete,
        Leave,
    }

    [Fact]
    public void No_shorter_cooldown_no_second_probe_and_no_circuit_open_for_ever() =>
        _step.Array[1, 80].Sample(steps => Run(steps), iter: 5_000, threads: 1);

    private static void Run(Step[] steps)
    {
        var clock = new FakeTimeProvider();
        var registry = new HealthRegistry(clock);
        List<AttemptContext> open = [];
        var seed = 0UL;
        foreach (var step in steps)
        {
            var before = registry.Current;
            switch (step.What)
            {
                case What.Wait:
                    clock.Advance(TimeSpan.FromMilliseconds(step.Amount * 20));
                    break;
                case What.Start:
                    var keys = _candidates[step.Candidate];
                    var phase = before.Of(keys, registry.Now).Phase;
                    var probe = registry.TryClaim(keys);
                    Assert.Equal(phase == CircuitStatus.HalfOpen, probe != 0);
                    open.Add(new AttemptContext(keys, registry.Now, probe, ++seed));
                    break;
                default:
                    if (Take(open, step.Amount) is { } context)
                    {
                        End(registry, context, step);
                        AssertLonger(before, registry.Current, context, step);
                    }

                    break;
            }

            AssertSane(registry, open);
        }

        // the open attempts end without a result: then no probe is in flight, and every circuit becomes half-open or closed
        open.ForEach(context => registry.Release(context));
        clock.Advance(CooldownPolicy.MaxRetryAfter + TimeSpan.FromSeconds(1));
        Assert.All(_candidates, keys => Assert.True(registry.Current.Of(keys, registry.Now).Phase is CircuitStatus.Closed or CircuitStatus.HalfOpen));
    }

    private static AttemptContext? Take(List<AttemptContext> open, int amount)
    {
        if (open.Count == 0)
        {
            return null;
        }

        var context = open[amount % open.Count];
        open.Remove(context);
        return context;
    }

    private static void End(HealthRegistry registry, in AttemptContext context, Step step)
    {
        switch (step.What)
        {
            case What.Fail:
                registry.Fail(context, new UpstreamFailure(step.Kind, "x") { RetryAfter = step.RetryAfter }, isSlowProbe: context.Probe != 0 && step.Amount % 2 == 0);
                break;
            case What.Begin:
                registry.Begin(context);
                break;
            case What.Complete:
                registry.Begin(context);
                registry.Complete(context);
                break;
            default:
                registry.Release(context);
                break;
        }
    }

    // a failure never shortens a cooldown, unless it proves that the circuit is healthy
    private static void AssertLonger(HealthSnapshot before, HealthSnapshot after, in AttemptContext context, Step step)
    {
        if (step.What != What.Fail || CooldownPolicy.ScopeOf(step.Kind) is not { } scope)
        {
            return;
        }

        var key = context.Keys.Find(scope);
        Assert.NotNull(after.Find(key).OpenUntil);
        Assert.True(after.Find(key).OpenUntil >= (before.Find(key).OpenUntil ?? DateTimeOffset.MinValue));
    }

    private static void AssertSane(HealthRegistry registry, List<AttemptContext> open)
    {
        foreach (var (key, circuit) in registry.Current.Circuits)
        {
            Assert.True((circuit.OpenUntil ?? registry.Now) - registry.Now <= CooldownPolicy.MaxRetryAfter);
            if (circuit.Probe != 0)
            {
                Assert.Single(open, t => t.Probe == circuit.Probe && HasKey(t, key));
            }
        }
    }

    private static bool HasKey(in AttemptContext context, HealthKey key) => context.Keys.Find(key.Scope) == key;

    private sealed record Step(What What, int Candidate, int Amount, FailureKind Kind, TimeSpan? RetryAfter);
}
