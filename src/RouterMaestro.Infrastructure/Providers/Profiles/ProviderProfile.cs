using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>The data of an HTTP provider but its key: a provider and its connections outlive their key.</summary>
/// <param name="Id">The provider's id, the first part of a qualified model id.</param>
/// <param name="Module">The module of its type.</param>
/// <param name="BaseAddress">The base address without a trailing slash, such as <c>https://api.openai.com/v1</c>.</param>
/// <param name="Protocols">The protocols that it accepts, the preferred one first.</param>
internal sealed record ProviderProfile(string Id, IProviderModule Module, string BaseAddress, EquatableArray<WireProtocol> Protocols)
{
    /// <summary>Gets the address that is called, as operators are shown it: the options of an entry may name another one than the base address.</summary>
    public string CalledAddress => Module.Defaults.FindAddress?.Invoke(Options, BaseAddress) ?? BaseAddress;

    /// <summary>Gets whether the provider can be called.</summary>
    public ProviderStatus Status { get; init; }

    /// <summary>Gets the environment variable of the key; null if the environment is not read.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Gets the header fields sent with every request.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the pinned models; empty if the provider's model list is used.</summary>
    public EquatableArray<ModelCard> PinnedModels { get; init; } = [];

    /// <summary>Gets whether requests for Chat streams may ask for the usage.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>Gets whether the provider's streams have no finish reason, so that their terminal alone completes a response.</summary>
    public bool OmitsFinishReason { get; init; }

    /// <summary>Gets whether the operator says that the provider accepts <c>thinking</c> in Chat requests; null if nothing is said.</summary>
    public bool? SupportsThinkingParameter { get; init; }

    /// <summary>Gets the entry's <c>options</c>, for its module.</summary>
    public RawJson Options { get; init; } = RawJson.EmptyObject;

    /// <summary>Gets what an operator does at the gateway's machine to give the provider a credential, as words that follow a colon.</summary>
    public string CredentialAdvice => Module.Defaults.AcceptsLogin ? ToCard().CredentialAdvice
        : KeyVariable is { } variable ? $"set {variable} in the gateway's environment" : "give it one in code or in auth.json";

    /// <summary>Creates the provider's catalog entry as it is before its model list arrives, without the credential.</summary>
    public ProviderCard ToCard() => new(Id, Status, Protocols)
    {
        IsPinned = !PinnedModels.IsEmpty,
        IsListed = !PinnedModels.IsEmpty,
        KeyVariable = KeyVariable,
        AcceptsLogin = Module.Defaults.AcceptsLogin,
        Vendor = Module.Defaults.Vendor,
        GuessProtocols = Module.Defaults.GuessProtocols,
        Models = PinnedModels,
    };

    // header fields may hold secrets
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Id).Append(' ').Append(BaseAddress).Append(' ').Append(Status);
        return true;
    }
}
