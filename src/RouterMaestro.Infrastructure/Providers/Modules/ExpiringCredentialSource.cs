using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>
/// A source of credentials that expire. It obtains a credential with the first call, a new one shortly before the old one expires, and
/// another one when the provider rejects it; concurrent calls share one request for it.
/// </summary>
/// <param name="clock">The clock that measures a credential's life.</param>
[Experimental("RM0001")]
public abstract class ExpiringCredentialSource(TimeProvider clock) : ICredentialSource
{
    private static readonly TimeSpan _maxMargin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _issueLimit = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private volatile Held? _held;
    private Task<Held>? _running;

    /// <inheritdoc />
    public IReadOnlyCollection<string> Secrets => _held?.Secrets ?? [];

    /// <inheritdoc />
    public ValueTask<ProviderCredential?> GetAsync(CancellationToken cancellationToken)
    {
        var held = _held;
        return held is not null && clock.GetUtcNow() < held.RenewAt
            ? new(held.Issued.Credential)
            : new(ObtainAsync(held, cancellationToken));
    }

    /// <inheritdoc />
    public async ValueTask<bool> RenewAsync(ProviderCredential rejected, CancellationToken cancellationToken)
    {
        var held = _held;
        if (held is not null && held.Issued.Credential != rejected)
        {
            return true;
        }

        return (await IssueOnceAsync(held, cancellationToken).ConfigureAwait(false)).Issued.Credential != rejected;
    }

    /// <summary>Obtains a new credential. It is never called twice at once.</summary>
    /// <param name="cancellationToken">Ends the attempt after 30 seconds; it does not depend on the call that needs the credential.</param>
    /// <returns>The credential. An exception fails the calls that wait for it.</returns>
    protected abstract Task<IssuedCredential> IssueAsync(CancellationToken cancellationToken);

    private async Task<ProviderCredential?> ObtainAsync(Held? held, CancellationToken cancellationToken)
    {
        try
        {
            return (await IssueOnceAsync(held, cancellationToken).ConfigureAwait(false)).Issued.Credential;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && held is not null && clock.GetUtcNow() < held.Issued.ExpiresAt)
        {
            // the old one is still valid; not every call should ask again
            Interlocked.CompareExchange(ref _held, held with { RenewAt = clock.GetUtcNow() + _pause }, held);
            return held.Issued.Credential;
        }
    }

    private Task<Held> IssueOnceAsync(Held? seen, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _held is { } held && !ReferenceEquals(held, seen)
                ? Task.FromResult(held)
                : (_running ??= Task.Run(RunAsync, CancellationToken.None)).WaitAsync(cancellationToken);
        }
    }

    private async Task<Held> RunAsync()
    {
        using var limit = new CancellationTokenSource(_issueLimit, clock);
        Held? issued = null;
        try
        {
            issued = Hold(await IssueAsync(limit.Token).ConfigureAwait(false));
            return issued;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException("The credential did not come in time.");
        }
        finally
        {
            lock (_gate)
            {
                (_held, _running) = (issued ?? _held, null);
            }
        }
    }

    // a short life is renewed halfway, so that a credential is never obtained for each call
    private Held Hold(IssuedCredential issued)
    {
        var life = issued.ExpiresAt - clock.GetUtcNow();
        var margin = life / 2 < _maxMargin ? life / 2 : _maxMargin;
        return new(issued, issued.ExpiresAt - margin, [issued.Credential.Secret, .. _held is { } former ? [former.Issued.Credential.Secret] : Array.Empty<string>()]);
    }

    private sealed record Held(IssuedCredential Issued, DateTimeOffset RenewAt, string[] Secrets);
}

/// <summary>A credential with the end of its life.</summary>
/// <param name="Credential">The credential.</param>
/// <param name="ExpiresAt">The time at which the provider stops accepting it.</param>
[Experimental("RM0001")]
public sealed record IssuedCredential(ProviderCredential Credential, DateTimeOffset ExpiresAt);
