using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;

namespace RouterMaestro.Domain.Tests.Health;

/// <summary>The scope and the length of cooldowns.</summary>
public sealed class CooldownPolicyTests
{
    [Theory]
    [InlineData(FailureKind.Connect, HealthScope.Provider)]
    [InlineData(FailureKind.Credential, HealthScope.Credential)]
    [InlineData(FailureKind.ServerError, HealthScope.Candidate)]
    [InlineData(FailureKind.RateLimited, HealthScope.Candidate)]
    [InlineData(FailureKind.Cut, HealthScope.Candidate)]
    [InlineData(FailureKind.ContextOverflow, null)]
    [InlineData(FailureKind.ContentPolicy, null)]
    [InlineData(FailureKind.InvalidRequest, null)]
    [InlineData(FailureKind.NotFound, null)]
    public void A_failure_has_the_scope_that_it_affects(FailureKind kind, HealthScope? scope) => Assert.Equal(scope, CooldownPolicy.ScopeOf(kind));

    [Theory]
    [InlineData(FailureKind.RateLimited, 90, 90)]
    [InlineData(FailureKind.QuotaExhausted, 0, 0)]
    [InlineData(FailureKind.RateLimited, 1_000_000, 86_400)]
    [InlineData(FailureKind.ServerError, 90, 90)]
    [InlineData(FailureKind.Credential, 90, 300)]
    public void Retry_after_sets_the_cooldown_up_to_a_day(FailureKind kind, int asked, int expected) => Assert.Equal(
        TimeSpan.FromSeconds(expected),
        CooldownPolicy.CooldownOf(new(kind, "x") { RetryAfter = TimeSpan.FromSeconds(asked) }, failures: 1, seed: 7));

    [Theory]
    [InlineData(FailureKind.RateLimited, 1, 1.6, 2.4)]
    [InlineData(FailureKind.RateLimited, 9, 60, 60)]
    [InlineData(FailureKind.ServerError, 1, 0.8, 1.2)]
    [InlineData(FailureKind.ServerError, 9, 10, 10)]
    public void The_cooldown_grows_to_its_maximum(FailureKind kind, int failures, double min, double max) =>
        Assert.InRange(CooldownPolicy.CooldownOf(new(kind, "x"), failures, seed: 7).TotalSeconds, min, max);

    [Fact]
    public void The_same_seed_gives_the_same_cooldown()
    {
        UpstreamFailure failure = new(FailureKind.ServerError, "x");

        Assert.Equal(CooldownPolicy.CooldownOf(failure, 2, seed: 7), CooldownPolicy.CooldownOf(failure, 2, seed: 7));
        Assert.NotEqual(CooldownPolicy.CooldownOf(failure, 2, seed: 7), CooldownPolicy.CooldownOf(failure, 2, seed: 8));
    }
}
