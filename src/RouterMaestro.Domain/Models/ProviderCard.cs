using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Domain.Models;

/// <summary>What is known of a provider.</summary>
/// <param name="Id">Its id, the first part of a qualified model id.</param>
/// <param name="Status">Whether it can be asked.</param>
/// <param name="Protocols">The dialects it speaks, the preferred one first.</param>
public sealed record ProviderCard(string Id, ProviderStatus Status, EquatableArray<WireProtocol> Protocols)
{
    /// <summary>Gets whether the configuration lists its models, so that no other exists.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Gets whether a model list has been had from it, or is not needed.</summary>
    public bool IsListed { get; init; }

    /// <summary>Gets the environment variable in which its key is looked for; null when there is none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>
    /// Gets a name of the credential in use, which changes when the credential does and tells nothing of it; null when there is none.
    /// </summary>
    public string? Credential { get; init; }

    /// <summary>Gets its models, in its own order.</summary>
    public EquatableArray<ModelCard> Models { get; init; } = [];

    /// <summary>Gets whether it can be asked.</summary>
    public bool IsUsable => Status != ProviderStatus.NeedsKey;

    /// <summary>Gets whether it can be asked for vectors: only OpenAI's API knows them.</summary>
    public bool AcceptsEmbeddings => Protocols.Any(p => p.HasEmbeddings);

    /// <summary>Tells whether its API knows an operation.</summary>
    /// <param name="operation">The operation.</param>
    public bool Accepts(CallOperation operation) => operation switch
    {
        CallOperation.Embeddings => AcceptsEmbeddings,
        CallOperation.StoredResponse => Protocols.Any(p => p.StoresResponses),
        _ => true,
    };

    /// <summary>Chooses the dialect in which a caller is served: the caller's own if it is spoken, else the preferred one.</summary>
    /// <param name="caller">The caller's dialect; null for callers within the process.</param>
    /// <param name="operation">What is asked for.</param>
    public WireProtocol ProtocolFor(WireProtocol? caller, CallOperation operation = CallOperation.Chat)
    {
        if (operation == CallOperation.Embeddings)
        {
            return WireProtocol.OpenAIChat;
        }

        foreach (var protocol in Protocols)
        {
            if (protocol == caller)
            {
                return protocol;
            }
        }

        return Protocols[0];
    }
}
