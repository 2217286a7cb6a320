using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Providers;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>Holds the providers and swaps in a new snapshot whenever a list of models has come.</summary>
internal sealed class GatewayState : IGatewayState, IDisposable, IAsyncDisposable
{
    private readonly Lock _swap = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RouteTables _tables;
    private readonly TimeProvider _clock;
    private readonly IProvider[] _providers;
    private readonly FrozenDictionary<string, LiveModelList> _lists;
    private volatile GatewaySnapshot _snapshot;

    public GatewayState(IGatewayConfigurationSource source, IProviderFactory factory, RouteTables tables, TimeProvider clock, ILogger<GatewayState> logger)
    {
        (_tables, _clock) = (tables, clock);
        Configuration = source.Load();
        _providers = [.. Configuration.Profiles.Select(profile => factory.Create(profile, Configuration.Settings.LimitsFor(profile.Id)))];
        _lists = _providers
            .Where(p => p.Card is { IsUsable: true, IsPinned: false })
            .ToFrozenDictionary(p => p.Card.Id, p => new LiveModelList(p, clock, logger, Swap, _stop.Token));
        _snapshot = new GatewaySnapshot(
            Index(),
            _providers.ToFrozenDictionary(p => p.Card.Id, StringComparer.OrdinalIgnoreCase),
            Configuration.Problems);
    }

    /// <summary>Gets what the providers were made of.</summary>
    public GatewayConfiguration Configuration { get; }

    public GatewaySnapshot Current
    {
        get
        {
            var now = _clock.GetTimestamp();
            foreach (var list in _lists.Values)
            {
                list.RefreshIfStale(now);
            }

            return _snapshot;
        }
    }

    public ValueTask<GatewaySnapshot> WithModelListsAsync(CancellationToken cancellationToken)
    {
        var snapshot = Current;
        return snapshot.Catalog.AwaitsLists ? new(WaitAsync(cancellationToken)) : new(snapshot);
    }

    public void Dispose()
    {
        if (Stop())
        {
            foreach (var provider in _providers.OfType<IDisposable>())
            {
                provider.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Stop())
        {
            return;
        }

        foreach (var provider in _providers)
        {
            switch (provider)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    // a container disposes of a service once for each of its registrations
    private bool Stop()
    {
        if (_stop.IsCancellationRequested)
        {
            return false;
        }

        _stop.Cancel();
        _stop.Dispose();
        return true;
    }

    private async Task<GatewaySnapshot> WaitAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_lists.Values.Select(list => list.FirstTry)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return _snapshot;
    }

    private void Swap()
    {
        lock (_swap)
        {
            _snapshot = _snapshot with { Routes = Index() };
        }
    }

    private RouteTable Index() => _tables.Create(Configuration.Settings, _providers.Select(provider => WithModels(provider.Card)).ToEquatableArray());

    private ProviderCard WithModels(ProviderCard card) =>
        _lists.GetValueOrDefault(card.Id) is { } list ? card with { Models = list.Models, IsListed = list.IsTried } : card;
}
