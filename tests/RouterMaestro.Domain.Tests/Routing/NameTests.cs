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
    [InlineData("claude-sonnet-4-5-latest", "anthropic/claude-sonnet-4-5-20250929")]
    [InlineData("Claude_Sonnet 4.5 2025-01-01", "anthropic/claude-sonnet-4-5-20250101")]
    [InlineData("gpt-4o-20240806", "openai/gpt-4o-2024-08-06")]
    [InlineData("gpt-4o-latest", "openai/gpt-4o-2024-08-06")]
    [InlineData("OPENAI/gpt-4o", "openai/gpt-4o")]
    [InlineData("openai/GPT-4o", "openai/gpt-4o")]
    [InlineData("openai/gpt-4o-2024-05-13", "openai/gpt-4o-2024-05-13")]
    [InlineData("router/gpt-4o-2024-05-13", "router/gpt-4o")]
    [InlineData("router/opus 4.6[1M]", "router/claude-opus-4-6")]
    [InlineData("router/claude-opus-4-7", "router/claude-opus-4-7")]
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
    [InlineData("meta/LLAMA-3", 404)]
    [InlineData("anthropic/nonexistent", 404)]
    [InlineData("nonexistent-xyz", 404)]
    [InlineData("claude", 404)]
    [InlineData("anthropic/claude", 404)]
    [InlineData("opus", 404)]
    [InlineData("gpt-4o-mini", 404)]
    [InlineData("gpt-4", 404)]
    [InlineData("gpt-4.1", 404)]
    [InlineData("claude-opus-4", 404)]
    [InlineData("claude-sonnet-4-6", 404)]
    [InlineData("claude-haiku-4-5", 404)]
    [InlineData("anthropic/claude-sonnet-4-6", 404)]
    [InlineData("anthropic/claude-sonnet-4-5-20240101", 404)]
    [InlineData("claude-sonnet-4-5-20240101", 404)]
    [InlineData("gpt-4o-2024-05-13", 404)]
    [InlineData("claude-opus-4-6-99999999", 404)]
    [InlineData("claude-gpt-4o", 404)]
    [InlineData(" gpt-9", 400)]
    [InlineData("openai/", 400)]
    public void A_name_that_means_nothing_is_refused(string name, int status)
    {
        var routes = Plans.Table(new RoutingSettings { Aliases = [new("twice", "once"), new("once", "openai/gpt-4o")] }, _providers);

        var error = routes.Plan(name).Error;

        Assert.Equal(status, error?.Status);
        Assert.Equal(status == 404 ? "model_not_found" : null, error!.Code);
        Assert.Same(routes.Resolve(name), routes.Resolve(name));
    }

    [Theory]
    [InlineData("gpt-4o", null)]
    [InlineData("openai/gpt-4o", null)]
    [InlineData("OpenAI/gpt-4o", null)]
    [InlineData("openai/of-tomorrow", null)]
    [InlineData("meta/llama-3", null)]
    [InlineData("router-maestro", null)]
    [InlineData("exact", null)]
    [InlineData("GPT-4o", "gpt-4o")]
    [InlineData("opus 4.6", "claude-opus-4-6")]
    [InlineData("claude-opus-4-6[1m]", "claude-opus-4-6")]
    [InlineData("claude-sonnet-4-5", "claude-sonnet-4-5-20250929")]
    [InlineData("anthropic/sonnet-4-5", "anthropic/claude-sonnet-4-5-20250929")]
    [InlineData("loose", "anthropic/claude-opus-4-6-20250617")]
    public void A_plan_says_that_the_name_is_another_spelling(string name, string? id)
    {
        var settings = new RoutingSettings { Aliases = [new("exact", "openai/gpt-4o"), new("loose", "anthropic/Opus 4.6")] };

        Assert.Equal(id, Plans.Table(settings, _providers).Plan(name).FuzzyMatch);
    }

    [Theory]
    [InlineData("gpt-4o", "openai/gpt-4o router/gpt-4o")]
    [InlineData("OpenAI/gpt-4o", "openai/gpt-4o")]
    [InlineData("meta/llama-3", "router/meta/llama-3")]
    [InlineData("FAST", "openai/gpt-4o")]
    [InlineData("openai/GPT-4o", "openai/GPT-4o")]
    [InlineData("openai/gpt-4o[1m]", "openai/gpt-4o[1m]")]
    [InlineData("GPT-4o", "")]
    [InlineData("gpt-4o[1m]", "")]
    [InlineData("claude-sonnet-4-5", "")]
    [InlineData("anthropic/claude-opus-4-6", "")]
    [InlineData("anthropic/claude-opus-4-6-20250617[1m]", "")]
    public void Exact_matching_takes_ids_and_aliases_only(string name, string order)
    {
        var settings = new RoutingSettings { Names = NameMatching.Exact, Aliases = [new("fast", "openai/gpt-4o")] };
        var plan = Plans.Table(settings, _providers).Plan(name);

        Assert.Equal((order, order.Length == 0 ? 404 : null), (plan.Order(), plan.Error?.Status));
        Assert.Null(plan.FuzzyMatch);
    }

    [Theory]
    [InlineData("claude-opus", "no provider has it. Did you mean 'claude-opus-4-6-20250617'?")]
    [InlineData("gpt-4", "no provider has it. Did you mean 'gpt-4o-2024-08-06'?")]
    [InlineData("nonexistent-xyz", "ask GET /v1/models for the list, or write provider/model-id.")]
    [InlineData("anthropic/claude", "provider 'anthropic' is configured without it. Did you mean 'anthropic/claude-sonnet-4-5-20250929' or 'anthropic/claude-opus-4-6-20250617'?")]
    [InlineData("anthropic/nonexistent", "provider 'anthropic' is configured without it.")]
    [InlineData("rout/gpt-4o", "there is no provider 'rout'. Did you mean 'router/gpt-4o' or 'openai/gpt-4o-2024-08-06'?")]
    [InlineData("nobody/nothing", "there is no provider 'nobody'.")]
    public void The_error_of_an_unknown_model_suggests_similar_ones(string name, string hint) => Assert.Equal(
        $"The model '{name}' does not exist: {hint}", Plans.Table(RoutingSettings.Default, _providers).Plan(name).Error!.Message);

    [Fact]
    public void The_errors_of_a_gateway_that_lacks_lists_name_who_has_sent_none()
    {
        var silent = Plans.Provider("lab", Array.Empty<string>());
        var keyless = Plans.Provider("cloud", Array.Empty<string>()) with { Status = ProviderStatus.NeedsKey };
        var table = Plans.Table(RoutingSettings.Default, silent, keyless);

        Assert.Equal("The model 'x' does not exist: no list of models holds it, and lab has sent none.", table.Plan("x").Error!.Message);
        Assert.Equal("No provider can be used: lab has sent no list of models; set CLOUD_KEY.", table.Plan("router-maestro").Error!.Message);
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
