using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Ports;

/// <summary>Shows the providers to operators, and changes and tests them while the gateway runs.</summary>
internal interface IProviderManager
{
    /// <summary>Lists the providers in the order in which they are preferred, then the entries that are not usable.</summary>
    ProviderListing List();

    /// <summary>Adds a provider to the configuration or changes it. The change is in effect on return.</summary>
    /// <param name="edit">The change.</param>
    /// <exception cref="Domain.Failures.RouterException">The configuration cannot be written, or is broken elsewhere.</exception>
    ProviderChange Set(ProviderEdit edit);

    /// <summary>Removes a provider from the configuration. The change is in effect on return.</summary>
    /// <param name="name">The provider's id, in any case.</param>
    /// <param name="revisions">The versions that may be changed; null for any version.</param>
    /// <exception cref="Domain.Failures.RouterException">The configuration cannot be written or is broken elsewhere, or the provider is not in it.</exception>
    ProviderChange Remove(string name, EquatableArray<string>? revisions);

    /// <summary>Asks a provider for its models, with the key that calls would use.</summary>
    /// <param name="name">The provider's id, in any case.</param>
    /// <param name="entry">The entry to test in place of the provider's own; null to test the provider in effect.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The result; null if there is no such provider.</returns>
    Task<ProviderTest?> TestAsync(string name, RawJson? entry, CancellationToken cancellationToken);
}

/// <summary>A change of a provider's entry.</summary>
/// <param name="Name">The provider's id; an entry of this name in another case is the same one.</param>
/// <param name="Entry">The entry, in the form of <c>providers.json</c>, or a patch to merge into it (RFC 7396).</param>
/// <param name="IsPatch">Whether the entry is a patch.</param>
/// <param name="Revisions">The versions that may be changed; null for any version.</param>
internal sealed record ProviderEdit(string Name, RawJson Entry, bool IsPatch, EquatableArray<string>? Revisions)
{
    /// <summary>Gets a value indicating whether the change is refused if there is such a provider already.</summary>
    public bool MustBeNew { get; init; }
}

/// <summary>The providers and the version of their document.</summary>
/// <param name="Providers">The providers.</param>
/// <param name="Revision">The version.</param>
internal sealed record ProviderListing(EquatableArray<ProviderInfo> Providers, string Revision)
{
    /// <summary>Gets the problems of the configuration.</summary>
    public EquatableArray<ConfigProblem> Problems { get; init; } = [];
}

/// <summary>A provider as operators see it, without secrets.</summary>
/// <param name="Name">The provider's id.</param>
/// <param name="Source">Where it is configured.</param>
internal sealed record ProviderInfo(string Name, ProviderSource Source)
{
    /// <summary>Gets the type; null if the entry is not usable.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the base address; null if the entry is not usable.</summary>
    public string? BaseAddress { get; init; }

    /// <summary>Gets the names of the protocols, the preferred one first.</summary>
    public EquatableArray<string> Protocols { get; init; } = [];

    /// <summary>Gets the names of the header fields that are sent with every request. Their values may be secrets.</summary>
    public EquatableArray<string> Headers { get; init; } = [];

    /// <summary>Gets where the key comes from.</summary>
    public KeySource Key { get; init; }

    /// <summary>Gets the environment variable of the key; null if the environment is not read.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Gets whether people log in to it.</summary>
    public bool AcceptsLogin { get; init; }

    /// <summary>Gets whether it can be called; null if the entry is not usable.</summary>
    public ProviderStatus? Status { get; init; }

    /// <summary>Gets the number of its models.</summary>
    public int Models { get; init; }

    /// <summary>Gets the state of its model list.</summary>
    public ModelListState ModelList { get; init; }

    /// <summary>Gets the time at which the provider sent the list; null if it has sent none.</summary>
    public DateTimeOffset? ModelsAt { get; init; }

    /// <summary>Gets what is known of a compatible server; null for a vendor itself, and for a host's own type.</summary>
    public ServerInfo? Server { get; init; }

    /// <summary>Gets why the entry or its key is not usable or the last request for the model list failed; null if there is nothing to report.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets every error of an entry that is not usable, each with its path.</summary>
    public EquatableArray<string> Errors { get; init; } = [];
}

/// <summary>What is known of a compatible server, which decides how translated requests are written.</summary>
/// <param name="Preset">The kind of server; null if it is none whose facts are known.</param>
/// <param name="Origin">How the kind was found: <c>options</c>, <c>address</c>, <c>models</c> or <c>none</c>.</param>
/// <param name="Facts">The facts, as options with their values.</param>
internal sealed record ServerInfo(string? Preset, string Origin, IReadOnlyDictionary<string, string> Facts);

/// <summary>Where a provider is configured.</summary>
internal enum ProviderSource
{
    /// <summary>In <c>providers.json</c>, or the document in its place.</summary>
    File,

    /// <summary>In the code of the host.</summary>
    Code,

    /// <summary>Nowhere: it is part of the gateway and waits for a key.</summary>
    BuiltIn,
}

/// <summary>Where a provider's key comes from.</summary>
internal enum KeySource
{
    /// <summary>There is no key.</summary>
    None,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary><c>auth.json</c>, or the document in its place.</summary>
    KeyFile,

    /// <summary>The code of the host.</summary>
    Code,

    /// <summary>The module of the provider's type, which gets its credential itself.</summary>
    Module,
}

/// <summary>The state of a provider's model list.</summary>
internal enum ModelListState
{
    /// <summary>It is not requested, because the provider cannot be called.</summary>
    None,

    /// <summary>The configuration lists the models.</summary>
    Configured,

    /// <summary>It has not arrived yet.</summary>
    Pending,

    /// <summary>The provider has sent it.</summary>
    Listed,

    /// <summary>The last request failed; the models of the list before stay in use.</summary>
    Failed,
}

/// <summary>The result of a change of a provider. The family is closed.</summary>
internal abstract record ProviderChange
{
    private ProviderChange()
    {
    }

    /// <summary>The change is in effect, or there was nothing to change.</summary>
    /// <param name="Provider">The provider in effect; null if it is removed.</param>
    /// <param name="Revision">The version of the document.</param>
    public sealed record Done(ProviderInfo? Provider, string Revision) : ProviderChange
    {
        /// <summary>Gets a value indicating whether the document had no entry for the provider before.</summary>
        public bool IsNew { get; init; }

        /// <summary>Gets what the operator should know.</summary>
        public EquatableArray<string> Warnings { get; init; } = [];
    }

    /// <summary>The caller has another version than the current one.</summary>
    /// <param name="CurrentRevision">The current version.</param>
    public sealed record Stale(string CurrentRevision) : ProviderChange;

    /// <summary>The new entry is not valid, so that the old one stays in effect.</summary>
    /// <param name="Errors">The errors, each with its path.</param>
    public sealed record Invalid(EquatableArray<string> Errors) : ProviderChange;

    /// <summary>There is no such provider.</summary>
    public sealed record Unknown : ProviderChange;

    /// <summary>There is such a provider, though there should be none.</summary>
    public sealed record Exists : ProviderChange;
}

/// <summary>The result of a test.</summary>
/// <param name="Models">The ids of the models that the provider lists, without the provider's own; empty if the test failed.</param>
/// <param name="Failure">The failure; null if the provider sent its list.</param>
/// <param name="Duration">The time that it took.</param>
internal sealed record ProviderTest(EquatableArray<string> Models, ProviderTestFailure? Failure, TimeSpan Duration);

/// <summary>Why a test failed.</summary>
/// <param name="Code">The reason for programs, such as <c>dns</c> or <c>unauthorized</c>.</param>
/// <param name="Message">What is wrong and what to do, in plain words; never holds a credential.</param>
/// <param name="Status">The status of the provider's response; null if there was none.</param>
internal sealed record ProviderTestFailure(string Code, string Message, int? Status)
{
    /// <summary>Gets every error of an entry that is not valid, so that nothing was asked, each with its path.</summary>
    public EquatableArray<string> Errors { get; init; } = [];
}
