using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
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
            CallOperation.StoredResponse => provider.Protocols.Any(p => p.StoresResponses) || provider.Models.Any(m => m.Protocols.Any(p => p.StoresResponses)),
            _ => true,
        };
    }

    /// <summary>
    /// Chooses the protocol for a caller: the caller's own if the model can be called in it, otherwise the preferred one. The protocols of
    /// the model take precedence over those of its provider.
    /// </summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The model; null if no list has it, or for any model of the provider.</param>
    /// <param name="caller">The caller's protocol; null for callers within the process.</param>
    /// <param name="operation">The operation.</param>
    public static WireProtocol ProtocolFor(this ProviderCard provider, ModelCard? model, WireProtocol? caller, CallOperation operation = CallOperation.Chat) =>
        ProtocolFor(provider, model, caller, operation, ModelFacts.Unknown, hasTools: false);

    /// <summary>Chooses the protocol for a caller, of those in which the model is served.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The model; null if no list has it, or for any model of the provider.</param>
    /// <param name="caller">The caller's protocol; null for callers within the process.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="facts">What is known of the model.</param>
    /// <param name="hasTools">Whether the request offers tools.</param>
    internal static WireProtocol ProtocolFor(this ProviderCard provider, ModelCard? model, WireProtocol? caller, CallOperation operation, ModelFacts facts, bool hasTools)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (operation == CallOperation.Embeddings)
        {
            return WireProtocol.OpenAIChat;
        }

        // a call about a stored response names no model
        if (operation == CallOperation.StoredResponse && caller is { StoresResponses: true } && provider.Accepts(operation))
        {
            return caller;
        }

        var protocols = model is { Protocols.IsEmpty: false } ? model.Protocols : provider.Protocols;

        // with tools the rule is about the request, so that a caller of the same protocol gets the provider's own answer
        var served = facts.Restrict(protocols, hasTools: false);
        if (caller is not null && served.Contains(caller))
        {
            return caller;
        }

        return facts.Restrict(protocols, hasTools)[0];
    }
}
