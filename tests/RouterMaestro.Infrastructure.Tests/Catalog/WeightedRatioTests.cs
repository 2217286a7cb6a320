using RouterMaestro.Domain;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing;
using RouterMaestro.Infrastructure.Catalog;

namespace RouterMaestro.Infrastructure.Tests.Catalog;

/// <summary>What names are taken for by their looks.</summary>
public sealed class WeightedRatioTests
{
    private static readonly RouteTable _routes = new RouteTables([], new WeightedRatio()).Create(
        RoutingSettings.Default,
        [Pinned("anthropic", "claude-opus-4-6-20250617", "claude-sonnet-4-5-20250929"), Pinned("openai", "gpt-4o"), Pinned("other", "claude-sonnet-4-5-20250929")]);

    [Theory]
    [InlineData("Opus 4.6", "anthropic/claude-opus-4-6-20250617")]
    [InlineData("opus-4-6", "anthropic/claude-opus-4-6-20250617")]
    [InlineData("claude-sonnet-4.5", "anthropic/claude-sonnet-4-5-20250929 other/claude-sonnet-4-5-20250929")]
    [InlineData("claude sonet 4.5", "anthropic/claude-sonnet-4-5-20250929 other/claude-sonnet-4-5-20250929")]
    [InlineData("gpt-4o", "openai/gpt-4o")]
    [InlineData("ANTHROPIC/CLAUDE-OPUS-4-6", "anthropic/claude-opus-4-6-20250617")]
    [InlineData("anthropic/opus", "anthropic/claude-opus-4-6-20250617")]
    public void A_name_that_looks_like_one_model_means_it(string name, string models) =>
        Assert.Equal(models, string.Join(' ', Plan(name).Candidates.Select(c => c.Model)));

    [Theory]
    [InlineData("openai/opus-4-6", 404)]
    [InlineData("nonexistent-xyz", 404)]
    [InlineData("claude", 400)]
    [InlineData("sonet 4.5", 400)]
    public void A_name_that_looks_like_none_or_many_is_refused(string name, int status) => Assert.Equal(status, Plan(name).Error?.Status);

    private static RoutePlan Plan(string name) =>
        RoutePlanner.Plan(new RequestFacts(name), _routes, HealthSnapshot.Clear, DateTimeOffset.UnixEpoch, 0);

    private static ProviderCard Pinned(string id, params string[] models) => new(id, ProviderStatus.Ready, [WireProtocol.OpenAIChat])
    {
        IsPinned = true,
        IsListed = true,
        Models = models.Select(m => new ModelCard(new ModelRef(id, m), m)).ToEquatableArray(),
    };
}
