using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.Infrastructure.Providers;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>
/// Holds the providers, and replaces the snapshot whenever the configuration changes or a model list arrives.
/// Providers whose configuration did not change, but for the key, stay in service with their connections and models.
/// </summary>
internal sealed partial class GatewayState : IGatewayState, IDisposable
{
    /// <summary>The time that a refresh waits for the model lists.</summary>
    public static readonly TimeSpan RefreshPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _reload = new();
    private readonly Lock _swap = new();
    private readonly IGatewayConfigurationSource _source;
    private readonly IProviderFactory _factory;
    private readonly RouteTables _tables;
    private readonly TimeProvider _clock;
    private readonly ILogger<GatewayState> _logger;
    private readonly IDisposable? _subscription;
    private volatile ProviderSlot[] _slots;
    private volatile GatewaySnapshot _snapshot;
    private DateTimeOffset? _degradedSince;
    private bool _isStopped;

    public GatewayState(IGatewayConfigurationSource source, IProviderFactory factory, RouteTables tables, TimeProvider clock, ILogger<GatewayState> logger)
    {
        (_source, _factory, _tables, _clock, _logger) = (source, factory, tables, clock, logger);
        lock (_reload)
        {
            // before the first load, so that no change is missed; a change meanwhile waits for the lock
            _subscription = source.OnChange(OnChanged);
            Configuration = source.Load();
            _slots = BuildSlots(Configuration, []);
            _snapshot = Compose();
        }
    }

    /// <summary>Gets the configuration from which the providers were created.</summary>
    public GatewayConfiguration Configuration { get; private set; }

    /// <summary>Gets the providers in service, in the order of the configuration.</summary>
    public IReadOnlyList<ProviderSlot> Slots => _slots;

    public GatewaySnapshot Current
    {
        get
        {
            var now = _clock.GetTimestamp();
            foreach (var slot in _slots)
            {
                slot.List?.RefreshIfStale(now);
            }

            return _snapshot;
        }
    }

    public ValueTask<GatewaySnapshot> WithModelListsAsync(CancellationToken cancellationToken)
    {
        var snapshot = Current;
        return snapshot.Catalog.AwaitsLists ? new(WaitAsync(cancellationToken)) : new(snapshot);
    }

    public async Task<GatewaySnapshot> RefreshAsync(CancellationToken cancellationToken)
    {
        Reload();
        var lists = Task.WhenAll(_slots.Select(slot => slot.List?.RefreshAsync() ?? Task.CompletedTask));
        try
        {
            await lists.WaitAsync(RefreshPatience, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // a slow provider keeps its models until its list arrives
        }

        return _snapshot;
    }

    public bool Reload()
    {
        lock (_reload)
        {
            var configuration = _source.Load();
            if (_isStopped || configuration == Configuration)
            {
                return false;
            }

            var (former, slots) = (Configuration, BuildSlots(configuration, _slots));
            var retired = _slots.Except(slots).ToArray();

            // before the snapshot: a failure with the old key must not open the circuit of the new one
            var renewed = slots.Zip(configuration.Providers).Where(p => p.First.Key.Replace(p.Second.Key)).Select(p => p.First).ToArray();
            lock (_swap)
            {
                (Configuration, _slots) = (configuration, slots);
                _snapshot = Compose();
            }

            foreach (var slot in retired)
            {
                slot.Drain();
            }

            foreach (var slot in renewed)
            {
                // another key may see other models; the refresh does not throw
                _ = slot.List?.RefreshAsync();
            }

            Report(configuration, former);
            return true;
        }
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        lock (_reload)
        {
            // a container disposes of a service once for each of its registrations
            if (!_isStopped)
            {
                _isStopped = true;
                foreach (var slot in _slots)
                {
                    slot.Close();
                }
            }
        }
    }

    private void OnChanged()
    {
        try
        {
            Reload();
        }
        catch (Exception exception)
        {
            // an error in this version must not prevent the next version from being read
            LogBroken(exception);
        }
    }

    private async Task<GatewaySnapshot> WaitAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_slots.Select(slot => slot.List?.FirstAttempt ?? Task.CompletedTask)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return _snapshot;
    }

    private ProviderSlot[] BuildSlots(GatewayConfiguration configuration, ProviderSlot[] former)
    {
        return [.. configuration.Providers.Select(provider => Keep(provider, configuration.Settings.LimitsFor(provider.Profile.Id)))];

        ProviderSlot Keep(ConfiguredProvider provider, TimeLimits limits) =>
            Array.Find(former, slot => slot.Serves(provider.Profile, limits)) ?? CreateSlot(provider, limits, former);
    }

    private ProviderSlot CreateSlot(ConfiguredProvider configured, TimeLimits limits, ProviderSlot[] former)
    {
        var (profile, key) = (configured.Profile, new ConfiguredCredential(configured.Key));
        var provider = new ManagedProvider(() => _factory.Create(profile, key, limits));
        if (provider.Card is not { IsUsable: true, IsPinned: false })
        {
            return new(profile, key, limits, provider, List: null);
        }

        var models = former.Select(slot => slot.ModelsFor(profile)).FirstOrDefault(models => !models.IsEmpty);
        return new(profile, key, limits, provider, new LiveModelList(provider, models, SwapModels, _clock, _logger));
    }

    private void SwapModels()
    {
        lock (_swap)
        {
            _snapshot = Compose();
        }
    }

    private GatewaySnapshot Compose()
    {
        var snapshot = new GatewaySnapshot(
            _tables.Create(Configuration.Settings, _slots.Select(slot => slot.Card).ToEquatableArray()),
            _slots.ToFrozenDictionary(slot => slot.Provider.Card.Id, IProvider (slot) => slot.Provider, StringComparer.OrdinalIgnoreCase),
            Configuration.Problems,
            _factory.Codecs);
        var isWell = snapshot.Problems.IsEmpty && (snapshot.Catalog.AwaitsLists || !snapshot.Catalog.UsableModels.IsEmpty);
        _degradedSince = isWell ? null : _degradedSince ?? _clock.GetUtcNow();
        return snapshot with { DegradedSince = _degradedSince, CatalogRevision = CatalogRevision.Of(snapshot.Catalog), SettingsRevision = Configuration.SettingsRevision };
    }

    private void Report(GatewayConfiguration now, GatewayConfiguration before)
    {
        LogReloaded(now.Providers.Count, now.Settings.Priorities.Count, now.Problems.Count);
        foreach (var problem in now.Problems.Except(before.Problems))
        {
            LogProblem(problem.Place, problem.Message);
        }
    }

    [LoggerMessage(3020, LogLevel.Information, "The configuration has changed; providers: {Providers}, priorities: {Priorities}, problems: {Problems}")]
    private partial void LogReloaded(int providers, int priorities, int problems);

    [LoggerMessage(3021, LogLevel.Error, "{File}: {Problem}")]
    private partial void LogProblem(string file, string problem);

    [LoggerMessage(3022, LogLevel.Error, "The configuration could not be put into effect")]
    private partial void LogBroken(Exception exception);
}
