using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Logs in at providers and stores their keys, in <c>auth.json</c> or the document in its place.</summary>
internal sealed class LoginManager(
    GatewayState gateway,
    GatewayConfigurationSource source,
    LiveConfiguration live,
    CredentialStore store,
    ProviderModules modules,
    ProviderProbe probe,
    TimeProvider clock,
    ILogger<LoginManager> logger) : ILoginManager, IDisposable
{
    private const int MaxSessions = 64;
    private static readonly TimeSpan _grace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, LoginSession> _sessions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpMessageInvoker _http = UpstreamTransport.Create(TimeLimits.Default);

    public EquatableArray<StoredAccount> List()
    {
        gateway.Reload();
        var keys = KeysNow();
        return keys.Logins.Keys.Select(id => (Id: id, IsLogin: true)).Concat(keys.Keys.Keys.Select(id => (Id: id, IsLogin: false)))
            .OrderBy(entry => entry.Id, StringComparer.OrdinalIgnoreCase)
            .Select(entry => Describe(entry.Id, entry.IsLogin))
            .ToEquatableArray();
    }

    public EquatableArray<LoginMethod> ListMethods()
    {
        gateway.Reload();
        var keys = KeysNow();
        return gateway.Configuration.Providers
            .Select(provider => new LoginMethod(
                provider.Profile.Id,
                (provider.Profile.Module as ILoginModule)?.DisplayName ?? provider.Profile.Id,
                provider.Profile.Module is ILoginModule,
                provider.Profile.Status != ProviderStatus.Anonymous,
                provider.Source,
                provider.Profile.KeyVariable,
                keys.Keys.ContainsKey(provider.Profile.Id) || keys.Logins.ContainsKey(provider.Profile.Id)))
            .ToEquatableArray();
    }

    public async Task<LoginTicket> BeginAsync(string provider, CancellationToken cancellationToken)
    {
        var configured = Require(provider);
        if (configured.Profile.Module is not ILoginModule module)
        {
            throw Refused("login_needs_key", $"'{configured.Profile.Id}' has no login in a browser: give it a key.");
        }

        if (live.HasFeed)
        {
            ConfigurationWrites.WriterOf(live, "logins");
        }

        if (_sessions.Count(entry => entry.Value.State.Status == LoginStatus.Pending) >= MaxSessions)
        {
            throw new RouterException(new RouterError(RouterErrorKind.Overloaded, 429, "Too many logins are under way: try again later.") { Code = "too_many_logins" });
        }

        var context = ContextOf(configured);
        var code = await AskAsync(module, token => module.BeginLoginAsync(context, token), cancellationToken).ConfigureAwait(false);

        // an operator who has left never learns the id by which the login could be cancelled
        cancellationToken.ThrowIfCancellationRequested();
        var session = new LoginSession(context, module, code, login => Store(context.Provider, login), clock, logger);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _sessions[id] = session;
        _ = RunAsync(id, session, code.ExpiresIn);
        return new(id, code.UserCode, code.VerificationUri, code.ExpiresIn);
    }

    public LoginState? Find(string session) => _sessions.GetValueOrDefault(session)?.State;

    public LoginState? Cancel(string session) => _sessions.GetValueOrDefault(session)?.Cancel();

    public async Task<string?> StoreKeyAsync(string provider, string key, bool isTried, CancellationToken cancellationToken)
    {
        var configured = Require(provider);
        var id = configured.Profile.Id;
        if ((EntryRules.ErrorOfKey(key) ?? configured.Profile.Module.Defaults.FindKeyError?.Invoke(key)) is { } error)
        {
            throw Refused("key_invalid", $"The key of '{id}' {error}.", 400);
        }

        if (key.StartsWith(ProviderKeys.GatewayKeyPrefix, StringComparison.Ordinal))
        {
            throw Refused("key_invalid", $"This is a key of the gateway, which is of no use to '{id}'.", 400);
        }

        if (isTried)
        {
            await TryAsync(configured, key, cancellationToken).ConfigureAwait(false);
        }

        store.SetKey(id, key);
        gateway.Reload();
        return WarningOf(configured);
    }

    public async Task<string?> StoreLoginAsync(string provider, string token, CancellationToken cancellationToken)
    {
        var configured = Require(provider);
        var id = configured.Profile.Id;
        if (configured.Profile.Module is not ILoginModule module)
        {
            throw Refused("login_needs_key", $"'{id}' has no logins: give it a key.");
        }

        if ((EntryRules.ErrorOfKey(token) ?? module.FindLoginTokenError(token)) is { } error)
        {
            throw Refused("key_invalid", $"The token {error}.", 400);
        }

        if (live.HasFeed)
        {
            ConfigurationWrites.WriterOf(live, "logins");
        }

        var login = await AskAsync(module, limit => module.CompleteLoginAsync(ContextOf(configured), token, isNew: false, limit), cancellationToken).ConfigureAwait(false);
        Store(id, login);
        return WarningOf(configured);
    }

    public bool Remove(string provider)
    {
        var isRemoved = store.Remove(provider);
        gateway.Reload();
        return isRemoved;
    }

    public async Task<AccountQuota> ReadQuotaAsync(string provider, CancellationToken cancellationToken)
    {
        var configured = Require(provider);
        var id = configured.Profile.Id;
        if (configured.Profile.Module is not ILoginModule module)
        {
            throw Refused("no_quota", $"'{id}' tells nothing of its quotas.");
        }

        if (configured.Key is not { } token)
        {
            throw Refused("not_logged_in", $"'{id}' is not logged in: router-maestro auth login {id}");
        }

        var account = await AskAsync(module, limit => module.ReadQuotaAsync(ContextOf(configured), token, limit), cancellationToken).ConfigureAwait(false);
        return new(id, module.LimitsOf(id), account);
    }

    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _stop.Dispose();
            _http.Dispose();
        }
    }

    private static RouterException Refused(string code, string message, int status = 409) =>
        new(new RouterError(status == 404 ? RouterErrorKind.NotFound : RouterErrorKind.InvalidRequest, status, message) { Code = code });

    private static string? WarningOf(ConfiguredProvider configured) => configured.KeySource switch
    {
        KeySource.Environment => $"{configured.Profile.KeyVariable} is set in the gateway's environment: that key is used, not the stored one.",
        KeySource.Code => "The host's program gives this provider a key: that one is used, not the stored one.",
        _ => null,
    };

    private AuthFile KeysNow() => live.HasFeed ? live.Keys.Current.Content : AuthFile.None;

    private StoredAccount Describe(string id, bool isLogin)
    {
        var configured = gateway.Configuration.Providers.FirstOrDefault(p => p.Profile.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        var module = configured?.Profile.Module as ILoginModule;
        var problem = configured is null ? "no provider of this name is configured" : configured.KeyProblem ?? (configured.Key is { } key ? module?.RefusalOf(configured.Profile.Id, key) : null);
        return new(configured?.Profile.Id ?? id, isLogin, problem) { Limits = module?.LimitsOf(id) ?? [] };
    }

    private ConfiguredProvider Require(string provider)
    {
        gateway.Reload();
        if (gateway.Configuration.Providers.FirstOrDefault(p => p.Profile.Id.Equals(provider, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }

        // an account comes into being with its login
        return modules.FindAccount(provider) is { } module && EntryRules.ErrorOfId(provider) is null
            && source.Build(new ProviderEntry(provider, module) { Source = ProviderSource.BuiltIn }, out _, out _) is { } account
                ? account
                : throw Refused("provider_not_found", $"There is no provider '{provider}'.", 404);
    }

    private LoginContext ContextOf(ConfiguredProvider configured) => new(configured.Profile.Id, configured.Profile.Options, _http);

    private void Store(string provider, StoredLogin login)
    {
        store.SetLogin(provider, login);
        gateway.Reload();
    }

    private async Task RunAsync(string id, LoginSession session, TimeSpan life)
    {
        try
        {
            await session.RunAsync(_stop.Token).ConfigureAwait(false);
            await Task.Delay(life + _grace, clock, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // the gateway has ended
        }
        finally
        {
            _sessions.TryRemove(id, out _);
            session.Dispose();
        }
    }

    private async Task TryAsync(ConfiguredProvider configured, string key, CancellationToken cancellationToken)
    {
        var ready = configured.Profile with { Status = ProviderStatus.Ready };
        var test = await probe.TestAsync(configured with { Profile = ready, Key = key, KeyProblem = null, KeySource = KeySource.None }, cancellationToken).ConfigureAwait(false);
        if (test.Failure is { } failure)
        {
            var isRefused = failure.Code is "unauthorized" or "forbidden" or "no_credential";
            throw Refused(isRefused ? "key_refused" : "provider_unreachable", $"The key is not stored: {failure.Message}", isRefused ? 400 : 502);
        }
    }

    private async Task<T> AskAsync<T>(ILoginModule module, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ask(either.Token).ConfigureAwait(false);
        }
        catch (CredentialRefusedException exception)
        {
            throw Refused("login_refused", exception.Message, 424);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var reason = exception is OperationCanceledException ? "it did not answer in time" : exception.Message.TrimEnd('.');
            throw new RouterException(
                new RouterError(RouterErrorKind.UpstreamFailed, 502, $"{module.DisplayName} cannot be reached: {reason}. Nothing is stored.") { Code = "provider_unreachable" }, exception);
        }
    }
}
