using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>How an answer is to be written.</summary>
/// <param name="Identity">What the answer says of itself.</param>
public sealed record ResponseOptions(ResponseIdentity Identity)
{
    /// <summary>Gets the gateway's id of the request, for an error within the answer; null when there is none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Gets whether the caller of a stream asked for usage figures, where the dialect leaves it to the caller.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Gets whether the caller asked for reasoning; unasked reasoning is left out, and that is no loss.</summary>
    public bool ShowReasoning { get; init; }

    /// <summary>
    /// Gets whether the model is known to reason where its provider does not show it. Callers of a dialect in which reasoning comes
    /// first, and may be empty, get an empty one.
    /// </summary>
    public bool HidesReasoning { get; init; }

    /// <summary>Gets the tools of the request, by which calls are told in the form that the caller knows.</summary>
    public EquatableArray<Tool> Tools { get; init; } = [];
}

/// <summary>What an answer says of itself besides its content.</summary>
/// <param name="Id">Hexadecimal digits, 24 at least, out of which the dialect's id is made.</param>
/// <param name="Model">The qualified id of the model that answers.</param>
/// <param name="Created">When the answer was made, in seconds since 1970.</param>
public sealed record ResponseIdentity(string Id, string Model, long Created)
{
    /// <summary>Gets the id that the provider gave in the dialect's own form; null when it gave none.</summary>
    public string? Given { get; init; }
}
