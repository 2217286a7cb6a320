using Microsoft.Extensions.Logging;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>
/// The short-lived tokens of one login. A token that is stored and has not expired is used first, so that a restart while GitHub is down costs nothing.
/// </summary>
/// <param name="provider">The provider's id.</param>
/// <param name="login">The GitHub token.</param>
/// <param name="settings">The settings of the account.</param>
/// <param name="exchange">Obtains tokens.</param>
/// <param name="store">Stores tokens; null for a login that is not stored.</param>
/// <param name="accounts">Learns whether GitHub refuses the login.</param>
/// <param name="clock">The clock that measures a token's life.</param>
/// <param name="logger">Learns of tokens that cannot be stored.</param>
internal sealed partial class CopilotTokens(
    string provider, string login, CopilotSettings settings, CopilotTokenExchange exchange, CredentialStore? store, CopilotAccounts accounts, TimeProvider clock, ILogger logger)
    : ExpiringCredentialSource(clock)
{
    /// <summary>The life that a stored token must have left to be used.</summary>
    private static readonly TimeSpan _margin = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock = clock;
    private readonly ILogger _logger = logger;
    private readonly Queue<string> _known = [];
    private Task _keeping = Task.CompletedTask;

    protected override async Task<IssuedCredential> IssueAsync(CancellationToken cancellationToken)
    {
        if (FindStored() is { } stored)
        {
            Note(stored);
            return Issued(stored);
        }

        var token = await ExchangeAsync(cancellationToken).ConfigureAwait(false);
        Note(token);
        Keep(token);
        return Issued(token);
    }

    private async Task<CopilotToken> ExchangeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = await exchange.RunAsync(login, isLogin: store is not null, cancellationToken).ConfigureAwait(false);
            accounts.SetRefusal(provider, login, null);
            return token;
        }
        catch (CredentialRefusedException refused)
        {
            accounts.SetRefusal(provider, login, refused.Message);
            throw;
        }
    }

    private IssuedCredential Issued(CopilotToken token) =>
        new(new ProviderCredential(token.Secret) { BaseAddress = settings.AddressOf(token.Endpoint) ?? new Uri(settings.DefaultApiUrl) }, token.ExpiresAt);

    private void Note(CopilotToken token)
    {
        const int Former = 8;
        _known.Enqueue(token.Secret);
        if (_known.Count > Former)
        {
            _known.Dequeue();
        }
    }

    // those that were in use are asked for again only because they expire or were rejected; another gateway of the same home may have stored a newer one.
    // The file may lag behind, so that the one in it need not be the last.
    private CopilotToken? FindStored() =>
        store?.FindLogin(provider) is { Access: { } access } stored && stored.Token == login && !_known.Contains(access) && stored.ExpiresAt > _clock.GetUtcNow() + _margin
            ? new(access, stored.ExpiresAt, stored.ApiEndpoint)
            : null;

    // calls do not wait for the disk, and a disk that is full takes nothing from them
    private void Keep(CopilotToken token)
    {
        if (store is null)
        {
            return;
        }

        // one after the other, so that the newest is the one that stays
        _keeping = _keeping.ContinueWith(_ => Save(), TaskScheduler.Default);

        void Save()
        {
            try
            {
                store.UpdateLogin(provider, new StoredLogin(login) { Access = token.Secret, ExpiresAt = token.ExpiresAt, ApiEndpoint = token.Endpoint });
            }
            catch (Exception exception)
            {
                LogNotStored(provider, exception.Message);
            }
        }
    }

    [LoggerMessage(3030, LogLevel.Warning, "The new token of {Provider} is used, but could not be stored: {Reason}")]
    private partial void LogNotStored(string provider, string reason);
}
