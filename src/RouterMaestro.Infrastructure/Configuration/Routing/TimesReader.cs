using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>Reads the times in <c>priorities.json</c>.</summary>
internal static class TimesReader
{
    private const string Providers = "providers";

    /// <summary>Reads the limits.</summary>
    /// <param name="node">The member; null if it is absent.</param>
    /// <param name="defaults">The values for absent limits.</param>
    public static TimeLimits ReadLimits(ConfigNode? node, TimeLimits defaults) => node is { } limits
        ? new TimeLimits
        {
            Connect = ReadLimit(limits, "connect", defaults.Connect),
            ResponseHeaders = ReadLimit(limits, "responseHeaders", defaults.ResponseHeaders),
            FirstContent = ReadLimit(limits, "firstContent", defaults.FirstContent),
            Idle = ReadLimit(limits, "idle", defaults.Idle),
            Silence = ReadLimit(limits, "silence", defaults.Silence),
            Total = ReadLimit(limits, "total", defaults.Total),
            Unstreamed = ReadLimit(limits, "unstreamed", defaults.Unstreamed),
        }
        : defaults;

    /// <summary>Reads the limits of single providers; null if there are none.</summary>
    /// <param name="node">The member with all limits.</param>
    /// <param name="defaults">The values for limits that a provider does not name.</param>
    public static EquatableArray<ProviderTimeLimits>? ReadProviderLimits(ConfigNode? node, TimeLimits defaults) => node?.FindObject(Providers)?.Members()
        .Where(member => member.Node.Is(JsonValueKind.Object, "an object"))
        .Select(member => new ProviderTimeLimits(member.Name, ReadLimits(member.Node, defaults)))
        .ToEquatableArray();

    /// <summary>Reads the times of keepalives.</summary>
    /// <param name="node">The member; null if it is absent.</param>
    /// <param name="defaults">The values for absent times.</param>
    public static KeepaliveSettings ReadKeepalive(ConfigNode? node, KeepaliveSettings defaults) => node is { } keepalive
        ? new KeepaliveSettings(
            keepalive.Find("first") is { } first ? ReadSpan(first) ?? defaults.First : defaults.First,
            keepalive.Find("every") is { } every ? ReadSpan(every) ?? defaults.Every : defaults.Every)
        : defaults;

    // an absent member means the default, null means no limit
    private static TimeSpan? ReadLimit(ConfigNode node, string name, TimeSpan? fallback) =>
        !node.Has(name) ? fallback
        : node.Find(name) is not { } value ? null
        : ReadSpan(value) ?? fallback;

    private static TimeSpan? ReadSpan(ConfigNode node)
    {
        // TimeSpan.Parse reads "10", without colons, as ten days
        if (node.Json.ValueKind == JsonValueKind.String
            && node.Json.GetString()!.Contains(':')
            && TimeSpan.TryParse(node.Json.GetString(), CultureInfo.InvariantCulture, out var span)
            && RoutingTimes.IsSensible(span))
        {
            return span;
        }

        node.Error($"must be a time such as \"00:00:10\"; it {RoutingTimes.Rule}");
        return null;
    }
}
