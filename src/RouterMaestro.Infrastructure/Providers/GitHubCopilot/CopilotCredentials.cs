using Microsoft.Extensions.Logging;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>
/// The credentials of one account. A login is exchanged for short-lived tokens. A token that an operator gave (<c>github_pat_</c>, <c>gho_</c>,
/// <c>ghu_</c>) is sent itself; if Copilot rejects it, it is exchanged too, once.
/// </summary>
internal sealed class CopilotCredentials(
    ProviderModuleContext context, CopilotSettings settings, CredentialStore store, CopilotAccounts accounts, TimeProvider clock, ILogger logger) : ICredentialSource
{
    private readonly Lock _gate = new();
    private readonly CopilotTokenExchange _exchange = new(context.Id, settings, context.Transport, clock);
    private volatile Account? _account;
    private volatile Seen _seen = new([], [], []);

    public IReadOnlyCollection<string> Secrets
    {
        get
        {
            var (keys, tokens) = (context.Key.Secrets, _account?.Tokens.Secrets ?? []);
            var seen = _seen;
            if (ReferenceEquals(seen.Keys, keys) && ReferenceEquals(seen.Tokens, tokens))
            {
                return seen.All;
            }

            // calls under way may still use the tokens of an earlier login
            const int Former = 4;
            return (_seen = new(keys, tokens, [.. keys.Concat(tokens).Concat(seen.All).Distinct().Take(keys.Count + tokens.Count + Former)])).All;
        }
    }

    public async ValueTask<ProviderCredential?> GetAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not { } account)
        {
            return null;
        }

        return account.Direct is { IsExchanged: false } direct ? direct.Credential : await account.Tokens.GetAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> RenewAsync(ProviderCredential rejected, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not { } account)
        {
            return false;
        }

        return account.Direct is { IsExchanged: false } direct
            ? await TryExchangeAsync(account, direct, cancellationToken).ConfigureAwait(false)
            : await account.Tokens.RenewAsync(rejected, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<bool> TryExchangeAsync(Account account, Direct direct, CancellationToken cancellationToken)
    {
        if (direct.IsRefused)
        {
            return false;
        }

        try
        {
            await account.Tokens.GetAsync(cancellationToken).ConfigureAwait(false);
            direct.IsExchanged = true;
            return true;
        }
        catch (CredentialRefusedException)
        {
            direct.IsRefused = true;
            throw;
        }
    }

    private async ValueTask<Account?> FindAsync(CancellationToken cancellationToken)
    {
        var key = (await context.Key.GetAsync(cancellationToken).ConfigureAwait(false))?.Secret;
        if (_account is { } known && known.Key == key)
        {
            return known;
        }

        lock (_gate)
        {
            return _account?.Key == key ? _account : _account = key is null ? null : Create(key);
        }
    }

    private Account Create(string key)
    {
        var isLogin = store.FindLogin(context.Id)?.Token == key;
        var tokens = new CopilotTokens(context.Id, key, settings, _exchange, isLogin ? store : null, accounts, clock, logger);
        return new(key, tokens, isLogin ? null : new Direct(new ProviderCredential(key) { BaseAddress = new Uri(settings.DefaultApiUrl) }));
    }

    private sealed record Account(string Key, CopilotTokens Tokens, Direct? Direct)
    {
        public override string ToString() => "";
    }

    private sealed class Direct(ProviderCredential credential)
    {
        public ProviderCredential Credential => credential;

        public volatile bool IsExchanged;

        public volatile bool IsRefused;
    }

    private sealed record Seen(IReadOnlyCollection<string> Keys, IReadOnlyCollection<string> Tokens, string[] All)
    {
        public override string ToString() => "";
    }
}
