using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.Tests.Configuration;

/// <summary>A host feeds the configuration from memory, or from a source of its own.</summary>
public sealed class InMemoryConfigurationTests : IDisposable
{
    private readonly InMemoryConfiguration _configuration = new();
    private ServiceProvider? _services;

    [Fact]
    public void An_update_is_in_effect_on_return()
    {
        var gateway = Start();
        Assert.Empty(gateway.Current.Settings.Priorities);

        _configuration.Update(Documents("""{ "priorities": ["lab/a"] }""", """{ "providers": { "lab": { "type": "openai-compatible", "baseURL": "http://127.0.0.1:9/v1", "models": { "a": {} } } } }"""));

        Assert.Equal(["lab/a"], gateway.Current.Settings.Priorities);
        Assert.Equal(["lab/a"], gateway.Current.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
    }

    [Fact]
    public void A_broken_update_is_reported_and_the_last_valid_version_stays_in_effect()
    {
        var gateway = Start();
        _configuration.Update(Documents("""{ "priorities": ["openai/a"] }"""));

        _configuration.Update(Documents("""{ "priorities": ["openai/b" """));

        Assert.Equal(["openai/a"], gateway.Current.Settings.Priorities);
        Assert.Equal(2, gateway.Current.Problems.Count);
        Assert.All(gateway.Current.Problems, p => Assert.Equal("priorities.json", p.File));
    }

    [Fact]
    public void A_document_that_cannot_be_read_is_a_problem()
    {
        var gateway = Start();

        _configuration.Update(new ConfigurationDocuments { Keys = ConfigurationDocument.Unreadable("cannot be fetched") });

        Assert.Equal(new ConfigProblem("auth.json", "cannot be fetched"), gateway.Current.Problems[0]);
    }

    [Fact]
    public void A_gateway_that_has_ended_no_longer_listens()
    {
        var gateway = Start();
        _services!.Dispose();

        _configuration.Update(Documents("""{ "priorities": ["lab/a"] }"""));

        Assert.Empty(gateway.Current.Settings.Priorities);
    }

    [Fact]
    public void Two_gateways_share_one_feed()
    {
        using var other = Services();
        var (first, second) = (Start(), other.GetRequiredService<IGatewayState>());
        _ = second.Current;

        _configuration.Update(Documents("""{ "priorities": ["lab/a"] }"""));

        Assert.Equal(["lab/a"], first.Current.Settings.Priorities);
        Assert.Equal(["lab/a"], second.Current.Settings.Priorities);
    }

    public void Dispose() => _services?.Dispose();

    private static ConfigurationDocuments Documents(string routing, string? providers = null) => new()
    {
        Routing = ConfigurationDocument.Of(Encoding.UTF8.GetBytes(routing)),
        Providers = providers is null ? ConfigurationDocument.Absent : ConfigurationDocument.Of(Encoding.UTF8.GetBytes(providers)),
    };

    private IGatewayState Start() => (_services = Services()).GetRequiredService<IGatewayState>();

    private ServiceProvider Services() => new ServiceCollection().AddRouterMaestro().UseInMemoryConfiguration(_configuration).Services.BuildServiceProvider();
}
