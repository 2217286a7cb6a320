using System.Collections.Frozen;
using RouterMaestro.Application.Affinity;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Domain;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Ports;

/// <summary>All that one call sees of the configuration: it never changes, a new one takes its place.</summary>
/// <param name="Routes">What the operator decided about routing, and the providers with their models, made ready for planning.</param>
/// <param name="Providers">The providers by id, in any case.</param>
/// <param name="Problems">What is wrong with the configuration.</param>
/// <param name="Codecs">The protocols.</param>
public sealed record GatewaySnapshot(
    RouteTable Routes,
    FrozenDictionary<string, IProvider> Providers,
    EquatableArray<ConfigProblem> Problems,
    CodecRegistry Codecs)
{
    /// <summary>Gets what the operator decided about routing.</summary>
    public RoutingSettings Settings => Routes.Settings;

    /// <summary>Gets who gave what only they can take back, which every snapshot of a gateway shares.</summary>
    public AffinityStore Affinity { get; init; } = new();

    /// <summary>Gets the providers and their models.</summary>
    public ModelCatalog Catalog => Routes.Catalog;
}

/// <summary>Something wrong with the configuration that did not keep the gateway from working.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Message">What is wrong and where in the file, without values.</param>
public sealed record ConfigProblem(string File, string Message);
