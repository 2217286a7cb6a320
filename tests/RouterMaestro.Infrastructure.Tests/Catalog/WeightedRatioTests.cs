using CsCheck;
using FuzzySharp;
using Microsoft.Extensions.Logging.Abstractions;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.Catalog;

/// <summary>Names that mean no model get suggestions of similar ones, and no other model.</summary>
public sealed class WeightedRatioTests
{
    private static readonly RouteTable _routes = new RouteTables([], new WeightedRatio(), NullLogger<RouteTables>.Instance).Create(
        RoutingSettings.Default,
        [
            Pinned("anthropic", "claude-opus-4-6-20250617", "claude-sonnet-4-5-20250929"), Pinned("openai", "gpt-4o", "gpt-4.1"),
            Pinned("other", "claude-sonnet-4-5-20250929"),
        ]);

    [Theory]
    [InlineData("Opus 4.6", "anthropic/claude-opus-4-6-20250617")]
    [InlineData("opus-4-6", "anthropic/claude-opus-4-6-20250617")]
    [InlineData("claude-opus-4-6-latest", "anthropic/claude-opus-4-6-20250617")]
    [InlineData("claude-opus-4-6[1m]", "anthropic/claude-opus-4-6-20250617")]
    [InlineData("claude-sonnet-4.5", "anthropic/claude-sonnet-4-5-20250929 other/claude-sonnet-4-5-20250929")]
    [InlineData("gpt-4o", "openai/gpt-4o")]
    [InlineData("ANTHROPIC/CLAUDE-OPUS-4-6", "anthropic/claude-opus-4-6-20250617")]
    public void A_name_in_another_spelling_means_its_model(string name, string models) =>
        Assert.Equal(models, string.Join(' ', Plan(name).Candidates.Select(c => c.Model)));

    [Theory]
    [InlineData("openai/opus-4-6", null)]
    [InlineData("nonexistent-xyz", null)]
    [InlineData("claude sonet 4.5", "'claude-sonnet-4-5-20250929'")]
    [InlineData("claude-sonnet-4-6", "'claude-sonnet-4-5-20250929'")]
    [InlineData("anthropic/claude-sonnet-4-6", "'anthropic/claude-sonnet-4-5-20250929'")]
    [InlineData("claude-opus-4-6-20250101", "'claude-opus-4-6-20250617'")]
    [InlineData("sonnet", "'claude-sonnet-4-5-20250929'")]
    [InlineData("gpt-4.1-mini", "'gpt-4.1'")]
    [InlineData("gpt-4.2", "'gpt-4.1'")]
    [InlineData("gpt-4o-mini", "'gpt-4o'")]
    [InlineData("opnai/gpt-4o", "'openai/gpt-4o'")]
    [InlineData("othr/claude-sonnet-4-5", "'other/claude-sonnet-4-5-20250929' or 'anthropic/claude-sonnet-4-5-20250929'")]
    public void A_similar_name_is_refused_with_suggestions(string name, string? first)
    {
        var error = Plan(name).Error!;

        Assert.Equal((404, "model_not_found"), (error.Status, error.Code));
        if (first is null)
        {
            Assert.DoesNotContain("Did you mean", error.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains($". Did you mean {first}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_message_is_that_of_the_documentation() =>
        Assert.Contains(Plan("gpt-4.1-mini").Error!.Message, File.ReadAllText(Path.Combine(Repository.Root, "docs", "routing.md")), StringComparison.Ordinal);

    [Fact]
    public void Names_rejected_by_the_letter_check_are_not_similar()
    {
        string[] words = ["claude", "opus", "sonnet", "gpt", "4o", "4", "5", "mini", "llama", "3-1", "70b", "instruct", "gemini", "pro", "flash", "o3", "deepseek", "r1"];
        var ratio = new WeightedRatio();
        var word = Gen.Int[0, words.Length - 1].Select(i => words[i]);
        var pairs = Gen.Select(word.Array[1, 5], word.Array[1, 5], Gen.Char.AlphaNumeric, (one, other, slip) =>
            (Name: string.Join('-', one).ToLowerInvariant(), Other: string.Join('-', other).Insert(1, char.ToLowerInvariant(slip).ToString())));

        pairs.Sample(
            pair => Assert.True(ratio.Score(pair.Name, pair.Other) > 0 || Fuzz.WeightedRatio(pair.Name, pair.Other) < 80, $"{pair.Name} and {pair.Other}"),
            iter: 20_000);
    }

    private static RoutePlan Plan(string name) =>
        RoutePlanner.Plan(new RequestFacts(name), _routes, HealthSnapshot.Clear, DateTimeOffset.UnixEpoch, 0);

    private static ProviderCard Pinned(string id, params string[] models) => new(id, ProviderStatus.Ready, [WireProtocol.OpenAIChat])
    {
        IsPinned = true,
        IsListed = true,
        Models = models.Select(m => new ModelCard(new ModelRef(id, m), m)).ToEquatableArray(),
    };
}
