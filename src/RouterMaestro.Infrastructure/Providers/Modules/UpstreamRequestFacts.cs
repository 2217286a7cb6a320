using System.Diagnostics.CodeAnalysis;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>The facts about a request to a provider.</summary>
/// <param name="Kind">The purpose of the request.</param>
/// <param name="Protocol">The protocol in which the provider is called.</param>
[Experimental("RM0001")]
public sealed record UpstreamRequestFacts(UpstreamRequestKind Kind, WireProtocol Protocol)
{
    /// <summary>Gets the model; null for the model list.</summary>
    public ModelRef? Model { get; init; }

    /// <summary>Gets whether the response should come as a stream.</summary>
    public bool IsStream { get; init; }

    /// <summary>Gets whether the conversation holds images.</summary>
    public bool HasImages { get; init; }

    /// <summary>Gets whose turn the request continues.</summary>
    public RequestInitiator Initiator { get; init; }
}

/// <summary>The purpose of a request to a provider.</summary>
[Experimental("RM0001")]
public enum UpstreamRequestKind
{
    /// <summary>Continues a conversation.</summary>
    Chat,

    /// <summary>Turns texts into vectors.</summary>
    Embeddings,

    /// <summary>Reads, cancels or deletes a stored response.</summary>
    StoredResponse,

    /// <summary>Counts the tokens of a conversation.</summary>
    TokenCount,

    /// <summary>Lists the models.</summary>
    ModelList,
}

/// <summary>Whose turn a request continues.</summary>
[Experimental("RM0001")]
public enum RequestInitiator
{
    /// <summary>Not known, as for requests without a conversation.</summary>
    Unknown,

    /// <summary>A person wrote the last message.</summary>
    User,

    /// <summary>A program continues its own work: the last message holds results of tools, or is not a person's.</summary>
    Agent,
}
