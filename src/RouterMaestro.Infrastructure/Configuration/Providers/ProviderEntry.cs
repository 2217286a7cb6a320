using System.Text;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>A validated provider entry of a file or of the host, before the environment variables are applied.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Module">The module of its type.</param>
internal sealed record ProviderEntry(string Id, IProviderModule Module)
{
    /// <summary>Gets where the entry is written.</summary>
    public ProviderSource Source { get; init; }

    /// <summary>Gets the normalized address; null for the type's default.</summary>
    public string? BaseAddress { get; init; }

    /// <summary>Gets the key; null if it comes from the environment or from <c>auth.json</c>.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the environment variable of the key; null if it is derived from the id.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Gets the header fields sent with every request.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the pinned models; empty if the provider's model list is used.</summary>
    public EquatableArray<ModelCard> Models { get; init; } = [];

    /// <summary>Gets the protocols, the preferred one first.</summary>
    public EquatableArray<WireProtocol> Protocols { get; init; } = Module.Defaults.Protocols;

    /// <summary>Gets whether requests are sent without a key if there is none.</summary>
    public bool AllowUnauthenticated { get; init; }

    /// <summary>Gets whether requests for Chat streams ask for the usage.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>Gets whether the provider's streams have no finish reason, so that their terminal alone completes a response.</summary>
    public bool OmitsFinishReason { get; init; }

    /// <summary>Gets whether the provider accepts <c>thinking</c> in Chat requests; null if its module decides.</summary>
    public bool? SupportsThinkingParameter { get; init; }

    /// <summary>Gets the object <c>options</c> of the entry, for its module.</summary>
    public RawJson Options { get; init; } = RawJson.EmptyObject;

    /// <summary>Gets what the operator says of its prices.</summary>
    public ProviderPricing Pricing { get; init; } = ProviderPricing.None;

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Id);
        return true;
    }
}
