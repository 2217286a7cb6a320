using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>The facts of a request that each protocol writes differently.</summary>
/// <param name="Usage">Whether usage figures are asked for.</param>
/// <param name="Reasoning">Whether reasoning is asked for.</param>
/// <param name="Schema">Whether the response must follow a schema.</param>
/// <param name="MentionsReasoning">Whether the request has settings of reasoning.</param>
/// <param name="MayHoldSignatures">Whether the protocol's conversations may hold reasoning signatures.</param>
internal readonly record struct RequestTraits(bool Usage, bool Reasoning, bool Schema, bool MentionsReasoning, bool MayHoldSignatures = true)
{
    /// <summary>Gets a value indicating whether several responses to choose from are asked for.</summary>
    public bool Choices { get; init; }

    /// <summary>Gets the conversation state: whether the request stores a response or continues a stored one.</summary>
    public ConversationState ConversationState { get; init; }

    /// <summary>Gets the id of the response that the request continues; null if there is none.</summary>
    public string? PreviousResponseId { get; init; }
}
