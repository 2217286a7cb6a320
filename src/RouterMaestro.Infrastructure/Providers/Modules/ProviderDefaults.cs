using System.Diagnostics.CodeAnalysis;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Servers;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>The settings of a provider whose entry does not set them.</summary>
/// <param name="Protocols">The protocols, the preferred one first; at least one.</param>
[Experimental("RM0001")]
public sealed record ProviderDefaults(EquatableArray<WireProtocol> Protocols)
{
    /// <summary>Gets the base address; null if each entry must have one.</summary>
    public string? BaseAddress { get; init; }

    /// <summary>Gets the environment variable that overrides the base address; null if there is none.</summary>
    public string? BaseAddressVariable { get; init; }

    /// <summary>Gets whether <c>/v1</c> is added to base addresses that lack it.</summary>
    public bool EndsInVersion { get; init; }

    /// <summary>Gets whether there is one provider of the type, whose id is the type's name and which needs no entry.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Gets whether calls wait for a key in the environment or in <c>auth.json</c>; false if the module finds its credential itself.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>
    /// Gets the members of <c>options</c> that the module reads, besides those of all types. Others are reported as unknown. Null, the
    /// default, means any: none is reported.
    /// </summary>
    public EquatableArray<string>? Options { get; init; }

    /// <summary>
    /// Gets whether there may be further providers of a built-in type: <c>type@name</c>, each with a credential of its own, which needs no entry once it has
    /// that.
    /// </summary>
    public bool AllowsAccounts { get; init; }

    /// <summary>Gets whether the token of a login in <c>auth.json</c> (an entry of the type <c>oauth</c>) serves as the key.</summary>
    public bool AcceptsLogin { get; init; }

    /// <summary>Gets the function that returns the errors of an entry's <c>options</c>, each with the path of its member; null if none is checked.</summary>
    public Func<RawJson, EquatableArray<string>>? FindOptionErrors { get; init; }

    /// <summary>Gets the function that returns why a key cannot be used, as words that follow its place; null if every key can.</summary>
    public Func<string, string?>? FindKeyError { get; init; }

    /// <summary>
    /// Gets the function that returns the protocols of a model that no list has named yet, by the provider's own id; null for the protocols of the provider.
    /// </summary>
    public Func<string, EquatableArray<WireProtocol>>? GuessProtocols { get; init; }

    /// <summary>Gets the vendor whose own API the providers of the type are, for facts about models that hold there alone; null for servers of anybody.</summary>
    internal string? Vendor { get; init; }

    /// <summary>
    /// Gets the function that returns the address that is called, from an entry's <c>options</c> and its base address, for operators; null if it is the base
    /// address.
    /// </summary>
    internal Func<RawJson, string, string>? FindAddress { get; init; }

    /// <summary>
    /// Gets the function that returns what is known of the server, from an entry's <c>options</c>, its base address and its list of models, for operators; null
    /// if the type has one server alone.
    /// </summary>
    internal Func<RawJson, string, EquatableArray<ModelCard>, ServerProfile>? FindServer { get; init; }

    /// <summary>Gets the header fields that the module sets itself, in any case: the <c>headers</c> of an entry may not name them.</summary>
    internal EquatableArray<string> OwnHeaders { get; init; } = [];

    /// <summary>
    /// Gets the function that returns how an entry's normalized base address contradicts its <c>options</c>, as words that follow the path of the address; null
    /// if it never does.
    /// </summary>
    internal Func<string, RawJson, string?>? FindAddressError { get; init; }

    /// <summary>Normalizes a base address; returns null if it is not valid.</summary>
    /// <param name="address">An absolute http or https address, without user, query and fragment.</param>
    internal string? NormalizeAddress(string address)
    {
        var trimmed = address.Trim().TrimEnd('/');
        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0
            || (uri.UserInfo + uri.Query + uri.Fragment).Length > 0)
        {
            return null;
        }

        return EndsInVersion && !trimmed.EndsWith("/v1", StringComparison.Ordinal) ? trimmed + "/v1" : trimmed;
    }
}
