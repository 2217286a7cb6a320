using System.Collections.Frozen;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Application.Ports;

/// <summary>The configuration that one call uses. It is immutable; a reload replaces it.</summary>
/// <param name="Routes">The routing settings, the providers and their models, prepared for planning.</param>
/// <param name="Providers">The providers by id, in any case.</param>
/// <param name="Problems">The problems of the configuration.</param>
/// <param name="Codecs">The protocols.</param>
internal sealed record GatewaySnapshot(
    RouteTable Routes,
    FrozenDictionary<string, IProvider> Providers,
    EquatableArray<ConfigProblem> Problems,
    CodecRegistry Codecs)
{
    /// <summary>Gets the time since which there are problems or no usable model; null if all is well, or the first lists of models are on their way.</summary>
    public DateTimeOffset? DegradedSince { get; init; }

    /// <summary>Gets the revision of the model catalog; null if it is unknown.</summary>
    public string? CatalogRevision { get; init; }

    /// <summary>Gets the revision of the routing settings; null if it is unknown.</summary>
    public string? SettingsRevision { get; init; }

    /// <summary>Gets the routing settings.</summary>
    public RoutingSettings Settings => Routes.Settings;

    /// <summary>Gets the providers and their models.</summary>
    public ModelCatalog Catalog => Routes.Catalog;

    /// <summary>Gets the card of a provider, with its models and the credential in use.</summary>
    /// <param name="provider">The provider's id.</param>
    internal ProviderCard CardOf(string provider) => Catalog.FindProvider(provider) ?? Providers[provider].Card;

    /// <summary>Returns the protocol in which a candidate is called.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="call">The caller's request.</param>
    internal WireProtocol ProtocolFor(Candidate candidate, InboundCall call)
    {
        var provider = CardOf(candidate.Model.Provider);
        return provider.ProtocolFor(
            candidate.Card ?? provider.Guess(candidate.Model), call.Protocol, call.Facts.Operation, FactsOf(candidate.Model), call.Facts.HasTools);
    }

    /// <summary>Returns what a model takes and refuses.</summary>
    /// <param name="model">The model.</param>
    internal ModelFacts FactsOf(ModelRef model) =>
        Catalog.FactsOf(model, Providers.TryGetValue(model.Provider, out var provider) ? provider.LearnedFactsOf(model.Id) : ModelFacts.Unknown);
}

/// <summary>A problem of the configuration with which the gateway still works.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Message">The problem and its place in the file, without values.</param>
internal sealed record ConfigProblem(string File, string Message)
{
    /// <summary>Gets the full path of the file, for operators; null if there is no file. It is not for those who call without a key.</summary>
    public string? Location { get; init; }

    /// <summary>Gets the full path of the file, or the name of what stands in its place.</summary>
    public string Place => Location ?? File;
}
