using System.Globalization;
using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>The content of <c>priorities.json</c>. What is wrong keeps its default, and unknown members are left alone.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record PrioritiesFile(RoutingSettings Settings, EquatableArray<ConfigProblem> Problems)
{
    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="defaults">What holds for members that are absent.</param>
    public static PrioritiesFile Read(string path, RoutingSettings defaults)
    {
        var faults = new ConfigFaults("priorities.json");
        return Read(ConfigFile.Open(path, faults), defaults, faults);
    }

    internal static PrioritiesFile Read(ConfigNode? root, RoutingSettings defaults, ConfigFaults faults)
    {
        var settings = root is { } node
            ? defaults with
            {
                Priorities = ReadPriorities(node) ?? defaults.Priorities,
                Limits = ReadLimits(node, defaults.Limits),
                Keepalive = ReadKeepalive(node, defaults.Keepalive),
            }
            : defaults;
        return new(settings, faults.Problems.ToEquatableArray());
    }

    private static EquatableArray<string>? ReadPriorities(ConfigNode root)
    {
        if (root.FindArray("priorities") is not { } list)
        {
            return null;
        }

        List<string> models = [];
        foreach (var item in list.Items())
        {
            if (item.Json.ValueKind == JsonValueKind.String && ModelRef.TryParse(item.Json.GetString(), out var model))
            {
                models.Add(model.QualifiedId);
            }
            else
            {
                item.Fault("must be a string of the form provider/model-id");
            }
        }

        return models.Distinct().ToEquatableArray();
    }

    private static TimeLimits ReadLimits(ConfigNode root, TimeLimits defaults) => root.FindObject("timeouts") is { } node
        ? new TimeLimits
        {
            Connect = ReadLimit(node, "connect", defaults.Connect),
            ResponseHeaders = ReadLimit(node, "responseHeaders", defaults.ResponseHeaders),
            FirstContent = ReadLimit(node, "firstContent", defaults.FirstContent),
            Idle = ReadLimit(node, "idle", defaults.Idle),
            Unstreamed = ReadLimit(node, "unstreamed", defaults.Unstreamed),
        }
        : defaults;

    private static KeepaliveSettings ReadKeepalive(ConfigNode root, KeepaliveSettings defaults) => root.FindObject("keepalive") is { } node
        ? new KeepaliveSettings(
            node.Find("first") is { } first ? ReadSpan(first) ?? defaults.First : defaults.First,
            node.Find("every") is { } every ? ReadSpan(every) ?? defaults.Every : defaults.Every)
        : defaults;

    // absent is the default, null is no limit
    private static TimeSpan? ReadLimit(ConfigNode node, string name, TimeSpan? fallback) =>
        !node.Json.TryGetProperty(name, out _) ? fallback
        : node.Find(name) is not { } value ? null
        : ReadSpan(value) ?? fallback;

    private static TimeSpan? ReadSpan(ConfigNode node)
    {
        // without its colons "10" would be ten days
        if (node.Json.ValueKind == JsonValueKind.String
            && node.Json.GetString()!.Contains(':')
            && TimeSpan.TryParse(node.Json.GetString(), CultureInfo.InvariantCulture, out var span)
            && RoutingTimes.IsSensible(span))
        {
            return span;
        }

        node.Fault($"must be a time such as \"00:00:10\"; it {RoutingTimes.Rule}");
        return null;
    }
}
