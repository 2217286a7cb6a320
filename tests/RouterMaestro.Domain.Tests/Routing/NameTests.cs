using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>The meaning of model names.</summary>
public sealed class NameTests
{
    private static readonly ProviderCard[] _providers =
    [
        Plans.Provider("anthropic", "claude-opus-4-6-20250617", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5-20250101") with { IsPinned = true },
        Plans.Provider("openai", "gpt-4o", "gpt-4o-2024-08-06"),
        Plans.Provider("router", "meta/llama-3", "gpt-4o", "claude-opus-4-6"),
    ];

    [Theory]
    [InlineData("gpt-4o", "openai/gpt-4o router/gpt-4o")]
    [InlineData("GPT 4o", "openai/gpt-4o router/gpt-4o")]
    [InlineData("gpt-4o-2024-08-06", "openai/gpt-4o-2024-08-06")]
    [InlineData("claude-opus-4-6", "router/claude-opus-4-6")]
    [InlineData("claude-opus-4-6[1m]", "router/claude-opus-4-6")]
    [InlineData("claude-sonnet-4.5", "anthropic/claude-sonnet-4-5-20250929")]
    [InlineData("claude-sonnet-4-5-20250101", "anthropic/claude-sonnet-4-5-20250101")]
    [InlineData("claude-sonnet-4-5-20240101", "anthropic/claude-sonnet-4-5-20250929")]
    [InlineData("meta/llama-3", "router/meta/llama-3")]
    [InlineData("router/meta/llama-3", "router/meta/llama-3")]
    [InlineData("router/meta/llama-3[1m]", "router/meta/llama-3")]
    [InlineData("openai/opus-4-6", "openai/opus-4-6")]
    [InlineData("ANTHROPIC/CLAUDE-OPUS-4-6", "anthropic/claude-opus-4-6-20250617")]
    [InlineData("anthropic/claude-opus-4-6[1m]", "anthropic/claude-opus-4-6-20250617")]
    [InlineData("sonnet 4.5", "anthropic/claude-sonnet-4-5-20250929")]
    [InlineData("fast", "openai/gpt-4o")]
    [InlineData("FAST", "openai/gpt-4o")]
    [InlineData("claude-haiku-4", "router/gpt-4o")]
    [InlineData("claude-haiku-4-nano", "openai/gpt-4o router/gpt-4o")]
    [InlineData("once", "openai/gpt-4o")]
    public void A_name_means_its_models(string name, string order)
    {
        var settings = new RoutingSettings
        {
            Strategy = name.Contains('/') || name is "fast" or "FAST" or "once" or "claude-haiku-4" ? "none" : "priority",
            Aliases =
            [
                new("fast", "openai/gpt-4o"), new("claude-haiku-*", "router/gpt-4o"), new("claude-haiku-4-n*", "gpt-4o"), new("once", "openai/gpt-4o"),
                new("twice", "once"),
            ],
        };
        var plan = Plans.Table(settings, _providers).Plan(name);

        Assert.Equal(order, plan.Order());
        Assert.NotEmpty(plan.Resolution);
    }

    [Theory]
    [InlineData("twice", 404)]
    [InlineData("nowhere/gpt-4o", 404)]
    [InlineData("anthropic/nonexistent", 404)]
    [InlineData("nonexistent-xyz", 404)]
    [InlineData("claude", 400)]
    [InlineData("anthropic/claude", 400)]
    [InlineData(" gpt-9", 400)]
    [InlineData("openai/", 400)]
    public void A_name_that_means_nothing_or_too_much_is_refused(string name, int status)
    {
        var routes = Plans.Table(new RoutingSettings { Aliases = [new("twice", "once"), new("once", "openai/gpt-4o")] }, _providers);

        Assert.Equal(status, routes.Plan(name).Error?.Status);
        Assert.Same(routes.Resolve(name), routes.Resolve(name));
    }

    [Fact]
    public void The_error_for_an_ambiguous_name_lists_the_candidates()
    {
        var error = Plans.Table(RoutingSettings.Default, _providers).Plan("anthropic/claude").Error!;

        Assert.Contains("anthropic/claude-opus-4-6-20250617, anthropic/claude-sonnet-4-5-20250929", error.Message, StringComparison.Ordinal);
        Assert.Equal("model_ambiguous", error.Code);
    }

    [Fact]
    public void Overrides_take_the_place_of_limits()
    {
        var settings = new RoutingSettings
        {
            ModelOverrides = [new("gpt-4o", new ModelLimits(MaxOutputTokens: 5)), new("router/gpt-4o", new ModelLimits(ContextWindow: 7))],
        };
        var catalog = Plans.Table(settings, _providers).Catalog;

        Assert.Equal(new ModelLimits(MaxOutputTokens: 5), catalog.FindModel("openai/gpt-4o")!.Limits);
        Assert.Equal(new ModelLimits(ContextWindow: 7), catalog.FindModel("router/gpt-4o")!.Limits);
    }
}
