using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Providers;

namespace RouterMaestro.Infrastructure.Tests.Catalog;

/// <summary>A gateway's state over providers that the test plays.</summary>
internal sealed class Gateway : IGatewayConfigurationSource, IProviderFactory, IDisposable
{
    private readonly ProviderProfile[] _profiles;
    private readonly Dictionary<string, FakeProvider> _providers = [];

    public Gateway(params ProviderProfile[] profiles)
    {
        _profiles = profiles;
        State = new GatewayState(this, this, Clock, NullLogger<GatewayState>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new();

    public GatewayState State { get; }

    public FakeProvider this[string id] => _providers[id];

    public static ProviderProfile Live(string id, ProviderStatus status = ProviderStatus.Ready) =>
        new(id, "http://h/v1", [WireProtocol.OpenAIChat]) { Status = status, KeyVariable = "KEY" };

    public static ProviderProfile Pinned(string id, params string[] models) =>
        Live(id) with { PinnedModels = models.Select(m => new ModelCard(new ModelRef(id, m), m)).ToEquatableArray() };

    public GatewayConfiguration Load() =>
        new(RoutingSettings.Default with { Priorities = ["a/b"] }, _profiles.ToEquatableArray(), [new("providers.json", "x")], []);

    public IProvider Create(ProviderProfile profile, TimeLimits limits) => _providers[profile.Id] = new FakeProvider(profile);

    /// <summary>Waits until the models are these; fails when they never are.</summary>
    public async Task UntilModelsAreAsync(params string[] qualifiedIds)
    {
        for (var tries = 0; tries < 500 && !Models().SequenceEqual(qualifiedIds); tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.Equal(qualifiedIds, Models());
    }

    public void Dispose() => State.Dispose();

    private string[] Models() => [.. State.Current.Catalog.UsableModels.Select(m => m.Ref.QualifiedId)];
}
