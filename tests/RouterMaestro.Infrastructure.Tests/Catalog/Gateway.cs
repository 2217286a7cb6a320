using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.Infrastructure.Providers;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Tests.Catalog;

/// <summary>A gateway's state over fake providers.</summary>
internal sealed class Gateway : IGatewayConfigurationSource, IProviderFactory, IDisposable
{
    public CodecRegistry Codecs => Infrastructure.Tests.Codecs.All;

    private readonly Dictionary<string, FakeProvider> _providers = [];
    private readonly Lazy<GatewayState> _state;
    private Action? _changed;

    public Gateway(params ProviderProfile[] profiles)
    {
        Profiles = profiles;
        _state = new(() => new GatewayState(this, this, new RouteTables([], new WeightedRatio(), NullLogger<RouteTables>.Instance), Clock, Logger));
    }

    /// <summary>Gets or sets the providers that the configuration names; a reload puts them into effect.</summary>
    public ProviderProfile[] Profiles { get; set; }

    /// <summary>Gets the keys of the providers by id.</summary>
    public Dictionary<string, string> Keys { get; } = [];

    public RoutingSettings Settings { get; set; } = RoutingSettings.Default with { Priorities = ["a/b"] };

    public ConfigProblem[] Problems { get; set; } = [new("providers.json", "x")];

    public RecordingLogger<GatewayState> Logger { get; } = new();

    public string? Remark { get; init; }

    /// <summary>Gets or sets the id of the provider that cannot be created; null for none.</summary>
    public string? Uncreatable { get; set; }

    public FakeTimeProvider Clock { get; } = new();

    public GatewayState State => _state.Value;

    /// <summary>Gets the newest provider with an id.</summary>
    public FakeProvider this[string id] => _providers[id];

    public static ProviderProfile Live(string id, ProviderStatus status = ProviderStatus.Ready) =>
        new(id, Modules.Compatible, "http://h/v1", [WireProtocol.OpenAIChat]) { Status = status, KeyVariable = "KEY" };

    public static ProviderProfile Pinned(string id, params string[] models) =>
        Live(id) with { PinnedModels = models.Select(m => new ModelCard(new ModelRef(id, m), m)).ToEquatableArray() };

    public GatewayConfiguration Load() => new(
        Settings,
        Profiles.Select(p => new ConfiguredProvider(p, Keys.GetValueOrDefault(p.Id))).ToEquatableArray(),
        Problems.ToEquatableArray(),
        Remark is null ? [] : [Remark]);

    public IDisposable? OnChange(Action listener)
    {
        _changed = listener;
        return null;
    }

    /// <summary>Reports a change of the configuration.</summary>
    public void Report() => _changed!();

    public IProvider Create(ProviderProfile profile, ICredentialSource key, TimeLimits limits) =>
        profile.Id == Uncreatable ? throw new InvalidOperationException("no") : _providers[profile.Id] = new FakeProvider(profile);

    /// <summary>Waits until the gateway has these models; fails after a time limit.</summary>
    public async Task UntilModelsAreAsync(params string[] qualifiedIds)
    {
        for (var attempts = 0; attempts < 500 && !Models().SequenceEqual(qualifiedIds); attempts++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        Assert.Equal(qualifiedIds, Models());
    }

    /// <summary>Advances the clock until the list of a provider is requested once more.</summary>
    /// <param name="id">The provider.</param>
    /// <param name="step">How much time passes at once; short enough that no call runs into its limit.</param>
    public async Task UntilAskedAgainAsync(string id, TimeSpan step)
    {
        // the state after a response is updated shortly after its arrival
        for (var attempts = 0; attempts < 50; attempts++)
        {
            _ = State.Current;
            if (await this[id].IsAskedAsync(TimeSpan.FromMilliseconds(100)))
            {
                return;
            }

            Clock.Advance(step);
        }

        Assert.Fail($"{id} was not asked again");
    }

    public void Dispose() => State.Dispose();

    private string[] Models() => [.. State.Current.Catalog.UsableModels.Select(m => m.Ref.QualifiedId)];
}
