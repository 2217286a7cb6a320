using System.Collections.Frozen;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Ports;

/// <summary>All that one call sees of the configuration: it never changes, a new one takes its place.</summary>
/// <param name="Settings">What the operator decided about routing.</param>
/// <param name="Catalog">The providers and their models.</param>
/// <param name="Providers">The providers by id, in any case.</param>
/// <param name="Problems">What is wrong with the configuration.</param>
public sealed record GatewaySnapshot(
    RoutingSettings Settings,
    ModelCatalog Catalog,
    FrozenDictionary<string, IProvider> Providers,
    EquatableArray<ConfigProblem> Problems);
