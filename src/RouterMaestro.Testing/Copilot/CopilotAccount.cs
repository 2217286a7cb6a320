using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace RouterMaestro.Testing.Copilot;

/// <summary>A GitHub account of a <see cref="CopilotSimulator"/>. Its members may be changed at any time and by several threads.</summary>
public sealed class CopilotAccount
{
    private int _tokenExchanges;

    internal CopilotAccount(string login) => Login = login;

    /// <summary>Gets the account's name.</summary>
    public string Login { get; }

    /// <summary>Gets or sets whether the account may use Copilot. Without a licence the token exchange answers 403.</summary>
    public bool HasLicence { get; set; } = true;

    /// <summary>Gets or sets <c>copilot_plan</c> of the account endpoint.</summary>
    public string Plan { get; set; } = "individual";

    /// <summary>Gets or sets the SKU, which stands in the Copilot token and on the account endpoint.</summary>
    public string Sku { get; set; } = "monthly_subscriber_quota";

    /// <summary>
    /// Gets the limits by name. <c>session</c> and <c>weekly</c> become the headers <c>x-usage-ratelimit-session</c> and
    /// <c>x-usage-ratelimit-weekly</c> of every API answer; any other name becomes <c>x-quota-snapshot-NAME</c> and an entry of
    /// <c>quota_snapshots</c> on the account endpoint. At the start: <c>chat</c>, <c>completions</c>, <c>premium_interactions</c>.
    /// </summary>
    public IDictionary<string, CopilotLimit> Limits { get; } = new ConcurrentDictionary<string, CopilotLimit>(StringComparer.Ordinal)
    {
        ["chat"] = CopilotLimit.Unlimited,
        ["completions"] = CopilotLimit.Unlimited,
        ["premium_interactions"] = new CopilotLimit(PercentRemaining: 100) { Entitlement = 300 },
    };

    /// <summary>Gets members that the account endpoint sends at its top, in the place of its own or beside them; a null value is sent as null.</summary>
    public IDictionary<string, JsonNode?> ExtraMembers { get; } = new ConcurrentDictionary<string, JsonNode?>(StringComparer.Ordinal);

    /// <summary>Gets how many Copilot tokens the account was given.</summary>
    public int TokenExchanges => Volatile.Read(ref _tokenExchanges);

    internal void CountExchange() => Interlocked.Increment(ref _tokenExchanges);
}

/// <summary>A limit of an account, as Copilot tells it in headers and on the account endpoint.</summary>
/// <param name="PercentRemaining">What is left, percent; may be below 0 when overage is permitted.</param>
public sealed record CopilotLimit(double PercentRemaining)
{
    /// <summary>Gets a limit that never binds.</summary>
    public static CopilotLimit Unlimited { get; } = new(100) { Entitlement = -1, IsUnlimited = true };

    /// <summary>Gets what the plan includes, in the limit's own unit (requests or credits); -1 for no limit, 0 where only the percentage counts.</summary>
    public long Entitlement { get; init; }

    /// <summary>Gets what was used beyond the entitlement.</summary>
    public double Overage { get; init; }

    /// <summary>Gets whether use beyond the entitlement is permitted.</summary>
    public bool IsOveragePermitted { get; init; }

    /// <summary>Gets whether the account endpoint calls the limit unlimited.</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>Gets when the limit starts anew; null leaves <c>rst</c> out.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Gets a header value to send as it is, in the place of the computed one, such as one that no client can read.</summary>
    public string? RawHeader { get; init; }

    /// <summary>Tells whether a limit of this name is a rate of use, which has a header of its own and no snapshot.</summary>
    internal static bool IsRate(string name) => name is "session" or "weekly";

    /// <summary>Names the header of a limit.</summary>
    internal static string HeaderOf(string name) => IsRate(name) ? $"x-usage-ratelimit-{name}" : $"x-quota-snapshot-{name}";

    internal string ToHeader()
    {
        var reset = ResetsAt is { } time ? $"&rst={Uri.EscapeDataString(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))}" : "";
        return RawHeader ?? string.Create(
            CultureInfo.InvariantCulture,
            $"ent={Entitlement}&ov={Overage:0.0##}&ovPerm={(IsOveragePermitted ? "true" : "false")}&rem={PercentRemaining:0.0##}{reset}");
    }

    internal JsonObject ToSnapshot(string name)
    {
        var remaining = IsUnlimited ? 0 : Entitlement * PercentRemaining / 100;
        return new JsonObject
        {
            ["entitlement"] = IsUnlimited ? 0 : Entitlement,
            ["overage_count"] = Overage,
            ["overage_permitted"] = IsOveragePermitted,
            ["percent_remaining"] = PercentRemaining,
            ["quota_id"] = name,
            ["quota_remaining"] = remaining,
            ["remaining"] = (long)remaining,
            ["unlimited"] = IsUnlimited,
        };
    }
}
