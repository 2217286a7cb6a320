using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Pricing;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Tests.Pricing;

public sealed class PriceBookTests
{
    private static readonly DateTimeOffset _day = new(2026, 9, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly TokenUsage _million = new(1_000_000, 0, 0, 0, 0);

    [Theory]
    [InlineData("https://api.openai.com/v1", "gpt-4.1-2025-04-14", 2.0)]
    [InlineData("https://api.openai.com/v1", "gpt-4o-2024-05-13", 5.0)]
    [InlineData("https://api.openai.com/v1", "gpt-4o-2024-11-20", 2.5)]
    [InlineData("https://api.x.ai/v1", "grok-3-mini", 0.3)]
    [InlineData("https://openrouter.ai/api/v1", "anthropic/claude-sonnet-4.5", 6.0)]
    [InlineData("https://us-central1-aiplatform.googleapis.com/v1", "claude-haiku-4-5@20251001", 1.0)]
    [InlineData("https://my.openai.azure.com/openai/v1", "gpt-4.1", 2.0)]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai", "models/gemini-2.5-flash-lite", 0.1)]
    [InlineData("https://api.openai.com.example.org/v1", "gpt-4.1", null)]
    [InlineData("https://llm.example.org/v1", "gpt-4.1", null)]
    [InlineData("https://api.openai.com/v1", "gpt-99", null)]
    public void The_vendor_is_known_by_the_address_and_the_model_by_its_id(string address, string model, double? dollars)
    {
        var cost = Book(Provider(address)).CostOf(new("p", model), _million, [], _day);

        Assert.Equal(dollars is { } price ? (long)(price * NanoDollars.PerDollar) : null, cost.Counted);
        Assert.Equal(dollars is null ? CostSource.Unknown : CostSource.Table, cost.Source);
    }

    [Fact]
    public void The_type_of_a_vendor_counts_at_every_address()
    {
        var provider = Provider("http://127.0.0.1:9/v1");
        var anthropic = provider with { Profile = provider.Profile with { Module = Modules.All.Find("anthropic")! } };

        Assert.Equal(3 * NanoDollars.PerDollar, Book(anthropic).CostOf(new("p", "claude-sonnet-4-6"), _million with { Input = 0, CacheWriteHour = 500_000 }, [], _day).Counted);
    }

    [Theory]
    [InlineData("gpt-5.4", 271_999, 679_997_500)]
    [InlineData("gpt-5.4", 272_000, 1_360_000_000)]
    public void OpenAI_s_higher_price_begins_at_272_000_tokens(string model, long tokens, long cost) =>
        Assert.Equal(cost, Book(Provider("https://api.openai.com/v1")).CostOf(new("p", model), new(tokens, 0, 0, 0, 0), [], _day).Counted);

    [Theory]
    [InlineData(200_000, 600_000_000)]
    [InlineData(200_001, 1_200_006_000)]
    public void Anthropic_s_higher_price_begins_above_200_000_tokens(long tokens, long cost) =>
        Assert.Equal(cost, Book(Provider("https://api.anthropic.com/v1")).CostOf(new("p", "claude-sonnet-4-5-20250929"), new(tokens, 0, 0, 0, 0), [], _day).Counted);

    [Fact]
    public void Tokens_of_another_model_have_its_price()
    {
        var book = Book(Provider("https://api.anthropic.com/v1"));
        var (sonnet, haiku) = (new ModelRef("p", "claude-sonnet-4-6"), new ModelRef("p", "claude-haiku-4-5"));
        var (own, other) = (new TokenUsage(101, 0, 0, 7, 0), new TokenUsage(1003, 0, 0, 11, 0));
        var apart = book.CostOf(sonnet, own, [], _day).Counted + book.CostOf(haiku, other, [], _day).Counted;

        Assert.NotEqual(book.CostOf(sonnet, other, [], _day).Counted, book.CostOf(haiku, other, [], _day).Counted);
        Assert.Equal(apart, book.CostOf(sonnet, own with { OtherModels = [new("claude-haiku-4-5", other)] }, [], _day).Counted);
        Assert.Equal(CostSource.Unknown, book.CostOf(sonnet, own with { OtherModels = [new("claude-99", other)] }, [], _day).Source);
        Assert.Equal(book.CostOf(haiku, own, [], _day), book.CostOf(sonnet, own with { Model = "claude-haiku-4-5" }, [], _day));
    }

    [Theory]
    [InlineData(null, 2500)]
    [InlineData("default", 2500)]
    [InlineData("flex", 1250)]
    [InlineData("batch", 1250)]
    [InlineData("priority", 5000)]
    [InlineData("scale", null)]
    public void The_served_tier_counts(string? tier, int? cost) =>
        Assert.Equal(cost, Book(Provider("https://api.openai.com/v1")).CostOf(new("p", "gpt-5.4"), new TokenUsage(1, 0, 0, 0, 0) { ServiceTier = tier }, [], _day).Counted);

    [Theory]
    [InlineData("2026-08-20T23:59:59Z", 5)]
    [InlineData("2026-08-21T00:00:00Z", 4)]
    public void A_price_changes_on_its_day(string at, int dollars) => Assert.Equal(dollars * NanoDollars.PerDollar / 10, Book(Provider("https://api.openai.com/v1")).CostOf(
        new("p", "gpt-5.6"), _million with { Input = 100_000 }, [], DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)).Counted);

    [Fact]
    public void Stated_costs_count_before_the_table()
    {
        var model = new ModelRef("p", "gpt-4.1");
        var cost = Book(Provider("https://api.openai.com/v1")).CostOf(model, _million, [new(model, "usd", 0.5m)], _day);

        Assert.Equal(new UsageCost(500_000_000, 2 * NanoDollars.PerDollar, CostSource.Stated), cost);
    }

    [Fact]
    public void What_a_failed_attempt_elsewhere_has_stated_is_added_to_the_price_of_the_response_before_it_is_rounded()
    {
        var pricing = PricingOf(""" "type": "openai-compatible", "baseURL": "http://h", "prices": { "m": { "input": 0.000000001, "output": 0 } } """);
        var book = Book(Provider("https://api.openai.com/v1") with { Pricing = pricing });
        var half = new TokenUsage(500_000, 0, 0, 0, 0);
        EquatableArray<StatedCost> elsewhere = [new(new("other", "m"), "nano-aiu", 50)];

        Assert.Equal(new UsageCost(null, 0, CostSource.Table), book.CostOf(new("p", "m"), half, [], _day));
        Assert.Equal(new UsageCost(0, 1, CostSource.Table), book.CostOf(new("p", "m"), half, elsewhere, _day));
        Assert.Equal(new UsageCost(0, null, CostSource.Unknown), book.CostOf(new("p", "gpt-99"), half, elsewhere, _day));
        Assert.Equal(new UsageCost(0, null, CostSource.Unknown), book.CostOf(new("p", "m"), null, elsewhere, _day));
    }

    [Fact]
    public void A_response_without_tokens_and_costs_is_unknown() =>
        Assert.Equal(new UsageCost(null, null, CostSource.Unknown), Book(Provider("https://api.openai.com/v1")).CostOf(new("p", "gpt-4.1"), null, [], _day));

    [Theory]
    [InlineData("https://api.z.ai/api/coding/paas/v4", null, CostSource.Included)]
    [InlineData("https://api.z.ai/api/coding/paas/v4", false, CostSource.Table)]
    [InlineData("https://api.z.ai/api/paas/v4", null, CostSource.Table)]
    [InlineData("https://api.z.ai/api/paas/v4", true, CostSource.Included)]
    public void Models_of_a_subscription_are_priced_and_marked(string address, bool? included, CostSource source)
    {
        var cost = Book(Provider(address) with { Pricing = new() { IsIncluded = included } }).CostOf(new("p", "glm-4.6"), _million, [], _day);

        Assert.Equal(source, cost.Source);
        Assert.True(cost.Counted > 0);
    }

    [Fact]
    public void The_operator_s_price_counts_before_the_table_with_the_vendor_s_rules_for_the_cache()
    {
        var pricing = PricingOf(""" "type": "anthropic-compatible", "baseURL": "https://api.anthropic.com", "prices": { "claude-sonnet-4-6": { "input": 1, "output": 2 }, "*": { "input": 0, "output": 0, "currency": "USD" } } """);
        var book = Book(Provider("https://api.anthropic.com/v1") with { Pricing = pricing }, Provider("http://127.0.0.1:9/v1", "local") with { Pricing = pricing });

        Assert.Equal(NanoDollars.PerDollar / 10, book.CostOf(new("p", "claude-sonnet-4-6"), new(0, 1_000_000, 0, 0, 0), [], _day).Counted);
        Assert.Equal(new UsageCost(null, 0, CostSource.Table), book.CostOf(new("p", "else"), _million, [], _day));
        Assert.Equal(NanoDollars.PerDollar, book.CostOf(new("local", "claude-sonnet-4-6"), new TokenUsage(0, 1_000_000, 0, 0, 0) { ServiceTier = "odd" }, [], _day).Counted);
        Assert.Equal("providers.json sets it: providers.x.prices.claude-sonnet-4-6", book.Explain(new("p", "claude-sonnet-4-6"), _day).Reason);
    }

    [Fact]
    public void A_new_configuration_counts_at_once_and_a_removed_provider_stays_priced()
    {
        var configuration = Of(Provider("https://api.openai.com/v1"));
        var book = new PriceBook(() => configuration, PriceTableReader.Read);
        Assert.Equal(2 * NanoDollars.PerDollar, book.CostOf(new("p", "gpt-4.1"), _million, [], _day).Counted);

        configuration = Of(Provider("http://127.0.0.1:9/v1"));
        Assert.Equal(CostSource.Unknown, book.CostOf(new("p", "gpt-4.1"), _million, [], _day).Source);

        configuration = Of(Provider("https://api.openai.com/v1"));
        Assert.NotNull(book.CostOf(new("p", "gpt-4.1"), _million, [], _day).Counted);
        configuration = Of();
        Assert.Equal(2 * NanoDollars.PerDollar, book.CostOf(new("p", "gpt-4.1"), _million, [], _day).Counted);
        Assert.Equal(CostSource.Unknown, book.CostOf(new("never", "gpt-4.1"), _million, [], _day).Source);
    }

    [Theory]
    [InlineData("\"models\": { \"m\": { \"price\": { \"output\": 1 } } }", "providers.x.models.m.price has no input")]
    [InlineData("\"models\": { \"m\": { \"price\": { \"input\": -1, \"output\": 1 } } }", "providers.x.models.m.price.input must be US dollars per million tokens: a number from 0 to 1000000 with at most 9 decimals")]
    [InlineData("\"prices\": { \"m\": { \"input\": 1, \"output\": 1, \"cache_read\": true } }", "providers.x.prices.m.cache_read must be US dollars")]
    [InlineData("\"prices\": { \"m\": { \"input\": 1, \"output\": 1, \"cache_write_1h\": 1e-10 } }", "providers.x.prices.m.cache_write_1h must be US dollars")]
    [InlineData("\"prices\": { \"m\": { \"input\": 1, \"output\": 1, \"currency\": \"EUR\" } }", "providers.x.prices.m.currency must be \"USD\"")]
    [InlineData("\"prices\": { \"m\": 1 }", "providers.x.prices.m must be an object")]
    [InlineData("\"prices\": []", "providers.x.prices must be an object")]
    [InlineData("\"options\": { \"billing\": \"free\" }", "providers.x.options.billing must be \"included\", for models that a subscription includes, or \"metered\"")]
    [InlineData("\"models\": []", "providers.x.models must be an object")]
    public void A_wrong_price_is_refused_by_the_name_of_its_member(string member, string error)
    {
        var file = Read($"\"type\": \"openai-compatible\", \"baseURL\": \"http://h\", {member}");

        Assert.StartsWith($"providers.x is skipped: {error}", Assert.Single(file.Problems).Message);
    }

    [Fact]
    public void Right_prices_raise_no_problem_and_an_unknown_member_is_reported()
    {
        Assert.Empty(Read(""" "type": "openai-compatible", "baseURL": "http://h", "models": { "m": { "price": { "input": 0.1, "output": "0.2", "cache_read": 0, "cache_write": 1, "cache_write_1h": 2, "currency": "usd" } } }, "options": { "billing": "metered" } """).Problems);
        Assert.Contains("prices.m.inputs is not a known member", Assert.Single(Read(""" "type": "openai-compatible", "baseURL": "http://h", "prices": { "m": { "input": 1, "output": 1, "inputs": 1 } } """).Problems).Message);
    }

    private static ProviderPricing PricingOf(string members) => Assert.Single(Read(members).Entries).Pricing;

    private static ProvidersFile Read(string members) =>
        ProvidersFile.Parse(Encoding.UTF8.GetBytes($$"""{ "providers": { "x": { {{members}} } } }"""), Codecs.All, Modules.All);

    private static PriceBook Book(params ConfiguredProvider[] providers)
    {
        var configuration = Of(providers);
        return new PriceBook(() => configuration, PriceTableReader.Read);
    }

    private static GatewayConfiguration Of(params ConfiguredProvider[] providers) => new(RoutingSettings.Default, providers.ToEquatableArray(), [], []);

    private static ConfiguredProvider Provider(string address, string id = "p") =>
        new(new ProviderProfile(id, Modules.Compatible, address, [WireProtocol.OpenAIChat]), Key: null);
}
