using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>All that files, environment and host say, put together.</summary>
/// <param name="Settings">What the operator decided about routing.</param>
/// <param name="Profiles">The providers, in the order in which they are preferred.</param>
/// <param name="Problems">What is wrong.</param>
/// <param name="Warnings">What is not wrong but worth a line in the log.</param>
internal sealed record GatewayConfiguration(
    RoutingSettings Settings,
    EquatableArray<ProviderProfile> Profiles,
    EquatableArray<ConfigProblem> Problems,
    EquatableArray<string> Warnings);
