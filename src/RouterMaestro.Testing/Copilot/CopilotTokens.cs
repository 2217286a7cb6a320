using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;

namespace RouterMaestro.Testing.Copilot;

/// <summary>A short-lived token of Copilot's API.</summary>
internal sealed record CopilotToken(string Value, CopilotAccount Account, DateTimeOffset ExpiresAt);

/// <summary>Knows the accounts, their GitHub tokens and the Copilot tokens that were given for them.</summary>
internal sealed class CopilotTokens(TimeProvider time)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Hexadecimal = "0123456789abcdef";
    private readonly ConcurrentDictionary<string, CopilotAccount> _gitHub = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CopilotToken> _copilot = new(StringComparer.Ordinal);
    private ImmutableList<CopilotAccount> _accounts = [];

    public IReadOnlyList<CopilotAccount> Accounts => Volatile.Read(ref _accounts);

    public CopilotAccount AddAccount(string login)
    {
        var account = new CopilotAccount(login);
        ImmutableInterlocked.Update(ref _accounts, accounts => accounts.Any(a => a.Login == login)
            ? throw new ArgumentException($"There is an account {login}.", nameof(login))
            : accounts.Add(account));
        return account;
    }

    public string AddGitHubToken(CopilotAccount account, string prefix)
    {
        var token = prefix + RandomNumberGenerator.GetString(Alphabet, 36);
        _gitHub[token] = account;
        return token;
    }

    public void Revoke(string gitHubToken) => _gitHub.TryRemove(gitHubToken, out _);

    public CopilotAccount? FindGitHub(string token) => _gitHub.GetValueOrDefault(token);

    /// <summary>Makes a token in Copilot's form: members that end with a semicolon, and a signature.</summary>
    public CopilotToken Mint(CopilotAccount account, CopilotSimulator simulator)
    {
        var expires = time.GetUtcNow() + simulator.TokenLifetime;
        var value = string.Create(
            CultureInfo.InvariantCulture,
            $"tid={RandomNumberGenerator.GetString(Hexadecimal, 32)};exp={expires.ToUnixTimeSeconds()};sku={account.Sku};proxy-ep={simulator.ProxyEndpoint};st=dotcom;ssc=1;chat=1;cit=1;agent_mode=1;mcp=1;8kp=1:{RandomNumberGenerator.GetString(Hexadecimal, 64)}");
        return _copilot[value] = new CopilotToken(value, account, expires);
    }

    public CopilotToken? FindCopilot(string value) => _copilot.GetValueOrDefault(value);

    public bool IsValid(CopilotToken token) => time.GetUtcNow() < token.ExpiresAt;

    public void Expire()
    {
        foreach (var token in _copilot.Values)
        {
            _copilot[token.Value] = token with { ExpiresAt = DateTimeOffset.MinValue };
        }
    }
}
