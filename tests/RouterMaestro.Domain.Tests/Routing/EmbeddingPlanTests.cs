using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Domain.Tests.Routing;

/// <summary>Plans for embeddings. Only the same model at another provider is a fallback, since vectors of different models cannot be compared.</summary>
public sealed class EmbeddingPlanTests
{
    private static readonly ProviderCard _one = Plans.Provider("one", Embedding("one", "e"), Plans.Model("one", "chat"));
    private static readonly ProviderCard _two = Plans.Provider("two", Embedding("two", "e"), Plans.Model("two", "mute"), Embedding("two", "f"));
    private static readonly ProviderCard _other = Plans.Provider("other", "e", "claude") with { Protocols = [WireProtocol.AnthropicMessages] };

    private static readonly RoutingSettings _settings = new()
    {
        Priorities = ["one/chat", "other/claude", "other/unlisted", "two/f", "one/e", "two/e"],
        MaxRetries = 5,
    };

    [Theory]
    [InlineData("one/e", "one/e two/e")]
    [InlineData("two/f", "two/f")]
    [InlineData("e", "one/e two/e")]
    [InlineData("two/mute", "two/mute")]
    [InlineData("one/unheard-of", "one/unheard-of")]
    [InlineData("router-maestro", "two/f")]
    public void Only_the_same_model_is_a_fallback_for_embeddings(string name, string order) =>
        Assert.Equal(order, Plans.Table(_settings, _one, _two, _other).Plan(Vectors(name)).Order());

    [Theory]
    [InlineData("other/claude")]
    [InlineData("other/unlisted")]
    [InlineData("claude")]
    public void A_provider_that_has_no_such_API_is_never_asked(string name)
    {
        var plan = Plans.Table(_settings, _one, _two, _other).Plan(Vectors(name));

        Assert.Equal(400, plan.Error?.Status);
        Assert.Contains("embeddings", plan.Error!.Message, StringComparison.Ordinal);
        Assert.Contains(plan.Skipped, p => p is { ReasonCode: SkipReason.Capability, Reason: "it makes no embeddings" });
    }

    [Fact]
    public void The_gateway_chooses_no_model_that_is_not_known_to_make_vectors()
    {
        var plan = Plans.Table(new RoutingSettings { Priorities = ["one/chat"] }, _one).Plan(Vectors("router-maestro"));

        Assert.Equal(400, plan.Error?.Status);
    }

    [Theory]
    [InlineData("router-maestro", "one/chat other/claude other/unlisted")]
    [InlineData("two/f", "")]
    [InlineData("e", "other/e")]
    public void A_model_that_makes_vectors_alone_takes_no_part_in_conversations(string name, string order)
    {
        var plan = Plans.Table(_settings, _one, _two, _other).Plan(new RequestFacts(name));

        Assert.Equal(order, plan.Order());
        Assert.Equal(order.Length == 0 ? "No model supports conversation, which the request needs; looked at: two/f, one/e, two/e." : null, plan.Error?.Message);
    }

    [Fact]
    public void Without_priorities_the_first_model_that_converses_is_chosen() =>
        Assert.Equal("one/chat", Plans.Table(RoutingSettings.Default, _one).Plan("router-maestro").Candidates[0].Model.QualifiedId);

    [Fact]
    public void A_lookup_finds_whatever_there_is() =>
        Assert.Equal("one/e", Plans.Table(RoutingSettings.Default, _one).Plan(new RequestFacts("one/e") { Operation = CallOperation.Lookup }).Order());

    [Fact]
    public void Many_texts_in_one_call_share_no_window()
    {
        var small = Plans.Provider("s", Embedding("s", "e") with { Limits = new(ContextWindow: 100) });

        Assert.Equal("s/e", Plans.Table(RoutingSettings.Default, small).Plan(Vectors("s/e") with { Size = 1_000_000 }).Order());
    }

    private static RequestFacts Vectors(string name) => new(name) { Operation = CallOperation.Embeddings, MessageCount = 1 };

    private static ModelCard Embedding(string provider, string id) =>
        Plans.Model(provider, id) with { Capabilities = new() { Chat = Support.Unsupported, Embeddings = Support.Supported } };
}
