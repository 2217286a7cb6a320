using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>The configuration, combined from files, environment and host.</summary>
/// <param name="Settings">The routing settings.</param>
/// <param name="Profiles">The providers, the preferred one first.</param>
/// <param name="Problems">The problems found.</param>
/// <param name="Warnings">The warnings for the log.</param>
internal sealed record GatewayConfiguration(
    RoutingSettings Settings,
    EquatableArray<ProviderProfile> Profiles,
    EquatableArray<ConfigProblem> Problems,
    EquatableArray<string> Warnings);
