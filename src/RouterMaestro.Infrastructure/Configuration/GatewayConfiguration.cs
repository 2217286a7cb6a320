using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>The configuration, combined from files, environment and host.</summary>
/// <param name="Settings">The routing settings.</param>
/// <param name="Providers">The providers with their keys, the preferred one first.</param>
/// <param name="Problems">The problems found.</param>
/// <param name="Warnings">The warnings for the log.</param>
internal sealed record GatewayConfiguration(
    RoutingSettings Settings,
    EquatableArray<ConfiguredProvider> Providers,
    EquatableArray<ConfigProblem> Problems,
    EquatableArray<string> Warnings)
{
    /// <summary>Gets the revision of the document of the routing settings, shortened; null if the host gives the settings.</summary>
    public string? SettingsRevision { get; init; }

    /// <summary>Gets the providers without their keys.</summary>
    public IReadOnlyList<ProviderProfile> Profiles => [.. Providers.Select(p => p.Profile)];
}
