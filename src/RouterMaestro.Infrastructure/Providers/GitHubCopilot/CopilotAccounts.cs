using System.Collections.Concurrent;
using System.Globalization;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>What responses told of the accounts: their limits, and whether GitHub refuses a login.</summary>
/// <param name="clock">The clock.</param>
internal sealed class CopilotAccounts(TimeProvider clock)
{
    private const int MaxLimits = 32;
    private const int MaxRaw = 512;
    private const string Quota = "x-quota-snapshot-";
    private const string RateLimit = "x-usage-ratelimit-";

    private readonly ConcurrentDictionary<string, Account> _accounts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the limits of an account.</summary>
    public EquatableArray<AccountLimit> LimitsOf(string provider) =>
        _accounts.TryGetValue(provider, out var account) ? account.Limits.Values.OrderBy(limit => limit.Name, StringComparer.Ordinal).ToEquatableArray() : [];

    /// <summary>Gets why GitHub refuses the token of an account; null if it does not.</summary>
    public string? RefusalOf(string provider, string token) =>
        _accounts.GetValueOrDefault(provider)?.Refusal is { } refusal && refusal.Token == token ? refusal.Reason : null;

    /// <summary>Records that GitHub refuses a token, or accepts it. A token that is only tried says nothing about the one in use.</summary>
    public void SetRefusal(string provider, string token, string? reason)
    {
        var account = For(provider);
        if (reason is not null || account.Refusal?.Token == token)
        {
            account.Refusal = reason is null ? null : new(token, reason);
        }
    }

    /// <summary>Returns the least that is left of any limit that has not been reset since, in percent; null if no limit can be read.</summary>
    public double? LowestPercent(string provider)
    {
        if (!_accounts.TryGetValue(provider, out var account))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        double? least = null;
        foreach (var (_, limit) in account.Limits)
        {
            if (limit is { IsUnlimited: false, AllowsMore: false, PercentLeft: { } left } && !(limit.ResetsAt <= now) && !(left >= least))
            {
                least = left;
            }
        }

        return least;
    }

    /// <summary>Reads the limits of a response. Values that cannot be read are kept as they came.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="name">The name of a header field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="mask">Masks it: administrators see it as it came.</param>
    public void Read(string provider, string name, string value, Func<string, string> mask)
    {
        var limit = name.StartsWith(Quota, StringComparison.OrdinalIgnoreCase) ? name[Quota.Length..]
            : name.StartsWith(RateLimit, StringComparison.OrdinalIgnoreCase) ? name[RateLimit.Length..]
            : null;
        if (limit is not { Length: > 0 and <= 64 })
        {
            return;
        }

        value = mask(value);
        var limits = For(provider).Limits;
        limit = limit.ToLowerInvariant();
        if (limits.Count < MaxLimits || limits.ContainsKey(limit))
        {
            limits[limit] = Parse(limit, value.Length > MaxRaw ? value[..MaxRaw] : value);
        }
    }

    private AccountLimit Parse(string name, string raw)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in raw.Split('&', ';'))
        {
            if (pair.Split('=', 2) is [var key, var value])
            {
                pairs.TryAdd(key.Trim(), Uri.UnescapeDataString(value.Trim()));
            }
        }

        var entitlement = Number(pairs, "ent");
        return new(name, raw, clock.GetUtcNow())
        {
            PercentLeft = Number(pairs, "rem") is >= 0 and <= 100 and var left ? left : null,
            ResetsAt = pairs.TryGetValue("rst", out var reset) && DateTimeOffset.TryParse(reset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            IsUnlimited = entitlement == -1,
            AllowsMore = pairs.TryGetValue("ovPerm", out var more) && bool.TryParse(more, out var isAllowed) && isAllowed,
        };
    }

    private static double? Number(Dictionary<string, string> pairs, string name) =>
        pairs.TryGetValue(name, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private Account For(string provider) => _accounts.GetOrAdd(provider, static _ => new());

    private sealed class Account
    {
        public ConcurrentDictionary<string, AccountLimit> Limits { get; } = new(StringComparer.Ordinal);

        public volatile Refusal? Refusal;
    }

    private sealed record Refusal(string Token, string Reason)
    {
        public override string ToString() => Reason;
    }
}
