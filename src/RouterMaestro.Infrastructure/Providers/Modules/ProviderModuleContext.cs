using System.Diagnostics.CodeAnalysis;
using RouterMaestro.Domain;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>The configuration of one provider, from which its module creates the parts.</summary>
/// <param name="id">The provider's id.</param>
/// <param name="baseAddress">The base address, without a slash at its end.</param>
/// <param name="key">The source of the configured key.</param>
/// <param name="transport">The provider's connections.</param>
[Experimental("RM0001")]
public sealed class ProviderModuleContext(string id, string baseAddress, ICredentialSource key, HttpMessageInvoker transport)
{
    /// <summary>Gets the provider's id, the first part of its models' qualified ids.</summary>
    public string Id => id;

    /// <summary>Gets the base address, without a slash at its end.</summary>
    public string BaseAddress => baseAddress;

    /// <summary>
    /// Gets the source of the configured key. It follows the configuration: when only the key changes, the parts are not created anew.
    /// It returns null while there is no key.
    /// </summary>
    public ICredentialSource Key => key;

    /// <summary>Gets the provider's connections, for requests of the parts. They follow no redirects, and the provider disposes of them.</summary>
    public HttpMessageInvoker Transport => transport;

    /// <summary>Gets the object <c>options</c> of the entry in <c>providers.json</c>; empty if there is none.</summary>
    public RawJson Options { get; init; } = RawJson.EmptyObject;

    /// <summary>Gets whether requests for Chat streams may ask for the usage.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>Gets whether the operator says that the provider accepts <c>thinking</c> in Chat requests; null if nothing is said.</summary>
    public bool? SupportsThinkingParameter { get; init; }
}
