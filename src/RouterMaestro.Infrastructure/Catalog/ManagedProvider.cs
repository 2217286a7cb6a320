using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>
/// A provider that can be taken out of service while calls are running: it is disposed of when the last response has been read. A
/// later call from an earlier snapshot opens it again.
/// </summary>
internal sealed class ManagedProvider : IProvider
{
    private readonly Lock _gate = new();
    private readonly Func<IProvider> _create;
    private IProvider? _inner;
    private int _users;
    private bool _isDraining;

    /// <summary>Creates the provider.</summary>
    /// <param name="create">Creates the inner provider.</param>
    public ManagedProvider(Func<IProvider> create)
    {
        (_create, _inner) = (create, create());
        (Card, Guards) = (_inner.Card, _inner.Guards);
    }

    public ProviderCard Card { get; }

    public string? ReserveReason => Volatile.Read(ref _inner)?.ReserveReason;

    public EquatableArray<IStreamGuard> Guards { get; }

    public ModelFacts LearnedFactsOf(string model) => Volatile.Read(ref _inner)?.LearnedFactsOf(model) ?? ModelFacts.Unknown;

    public async Task<Attempt> SendAsync(CandidateCall call, CancellationToken cancellationToken)
    {
        var inner = Enter();
        var isHandedOver = false;
        try
        {
            var attempt = await inner.SendAsync(call, cancellationToken).ConfigureAwait(false);
            if (attempt is Attempt.Committed committed)
            {
                committed.Response.Lease = new Lease(this, committed.Response.Lease);
                isHandedOver = true;
            }

            return attempt;
        }
        finally
        {
            if (!isHandedOver)
            {
                Leave();
            }
        }
    }

    public EquatableArray<string> LossesOf(CandidateCall call)
    {
        var inner = Enter();
        try
        {
            return inner.LossesOf(call);
        }
        finally
        {
            Leave();
        }
    }

    public Task<ProviderCount> CountTokensAsync(CandidateCall call, CancellationToken cancellationToken) =>
        AskAsync(inner => inner.CountTokensAsync(call, cancellationToken));

    public Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken) =>
        AskAsync(inner => inner.ListModelsAsync(cancellationToken));

    /// <summary>Takes the provider out of service. Its connections close after the last response.</summary>
    public void Drain() => Close(atOnce: false);

    /// <summary>Closes the provider and cuts the running responses.</summary>
    public void Close() => Close(atOnce: true);

    private static void DisposeOf(IProvider? provider)
    {
        switch (provider)
        {
            case IDisposable disposable:
                disposable.Dispose();
                break;
            case IAsyncDisposable disposable:
                _ = disposable.DisposeAsync().AsTask();
                break;
        }
    }

    private async Task<T> AskAsync<T>(Func<IProvider, Task<T>> ask)
    {
        var inner = Enter();
        try
        {
            return await ask(inner).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    private IProvider Enter()
    {
        lock (_gate)
        {
            _users++;
            return _inner ??= _create();
        }
    }

    private void Leave()
    {
        IProvider? idle = null;
        lock (_gate)
        {
            if (--_users == 0 && _isDraining)
            {
                (idle, _inner) = (_inner, null);
            }
        }

        DisposeOf(idle);
    }

    private void Close(bool atOnce)
    {
        IProvider? idle = null;
        lock (_gate)
        {
            _isDraining = true;
            if (_users == 0 || atOnce)
            {
                (idle, _inner) = (_inner, null);
            }
        }

        DisposeOf(idle);
    }

    /// <summary>Held by a response until it has been read.</summary>
    private sealed class Lease(ManagedProvider provider, IDisposable? inner) : IDisposable
    {
        public void Dispose()
        {
            inner?.Dispose();
            provider.Leave();
        }
    }
}
