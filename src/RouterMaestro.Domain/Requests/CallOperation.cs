using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Requests;

/// <summary>The operation that a call asks for.</summary>
public enum CallOperation
{
    /// <summary>Continues a conversation.</summary>
    Chat,

    /// <summary>Turns texts into vectors.</summary>
    Embeddings,

    /// <summary>Reads, cancels or deletes a stored response.</summary>
    StoredResponse,

    /// <summary>Resolves a name; nothing is sent to a provider.</summary>
    Lookup,
}

/// <summary>Matches operations with providers.</summary>
public static class CallOperations
{
    /// <summary>Returns whether the provider's API has an operation.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="operation">The operation.</param>
    public static bool Accepts(this ProviderCard provider, CallOperation operation)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return operation switch
        {
            CallOperation.Embeddings => provider.AcceptsEmbeddings,
            CallOperation.StoredResponse => provider.Protocols.Any(p => p.StoresResponses),
            _ => true,
        };
    }

    /// <summary>Chooses the protocol for a caller: the caller's own if the provider has it, otherwise the provider's preferred one.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="caller">The caller's protocol; null for callers within the process.</param>
    /// <param name="operation">The operation.</param>
    public static WireProtocol ProtocolFor(this ProviderCard provider, WireProtocol? caller, CallOperation operation = CallOperation.Chat)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (operation == CallOperation.Embeddings)
        {
            return WireProtocol.OpenAIChat;
        }

        foreach (var protocol in provider.Protocols)
        {
            if (protocol == caller)
            {
                return protocol;
            }
        }

        return provider.Protocols[0];
    }
}
