using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Models;

/// <summary>The known facts about a provider.</summary>
/// <param name="Id">Its id, the first part of a qualified model id.</param>
/// <param name="Status">Whether it can be asked.</param>
/// <param name="Protocols">The protocols of its API, the preferred one first.</param>
public sealed record ProviderCard(string Id, ProviderStatus Status, EquatableArray<WireProtocol> Protocols)
{
    /// <summary>Gets whether the configuration lists its models, so that no other exists.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Gets whether its model list has arrived or is not needed.</summary>
    public bool IsListed { get; init; }

    /// <summary>Gets the environment variable that holds its key; null when there is none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Gets whether people log in to it; a key may serve as well.</summary>
    public bool AcceptsLogin { get; init; }

    /// <summary>Gets what an operator does to give it a credential, as words that follow a colon.</summary>
    public string CredentialAdvice => AcceptsLogin ? $"log in with 'router-maestro auth login {Id}'" : $"set {KeyVariable ?? "its key"}";

    /// <summary>
    /// Gets a name of the credential in use; null when there is none. It changes with the credential and reveals nothing of it.
    /// </summary>
    public string? Credential { get; init; }

    /// <summary>Gets its models, in its own order.</summary>
    public EquatableArray<ModelCard> Models { get; init; } = [];

    /// <summary>Gets the function that returns the protocols of a model that its list does not have; null for its own protocols.</summary>
    public Func<string, EquatableArray<WireProtocol>>? GuessProtocols { get; init; }

    /// <summary>Gets the vendor whose own API it is, such as <c>openai</c>, for facts that hold there alone; null for any other server.</summary>
    public string? Vendor { get; init; }

    /// <summary>Gets whether it can be asked.</summary>
    public bool IsUsable => Status != ProviderStatus.NeedsKey;

    /// <summary>Gets what can be guessed of a model that its list does not have; null if nothing can.</summary>
    internal ModelCard? Guess(ModelRef model) => GuessProtocols is { } guess ? new ModelCard(model, model.Id) { Protocols = guess(model.Id) } : null;

    /// <summary>Gets whether its API has embeddings.</summary>
    public bool AcceptsEmbeddings => Protocols.Any(p => p.HasEmbeddings);
}

/// <summary>Whether a provider can be asked.</summary>
public enum ProviderStatus
{
    /// <summary>It has a key.</summary>
    Ready,

    /// <summary>It needs no key.</summary>
    Anonymous,

    /// <summary>It needs a key and has none.</summary>
    NeedsKey,
}
