using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>What a request asks for in ways that differ between dialects.</summary>
/// <param name="Usage">Whether usage figures are asked for.</param>
/// <param name="Reasoning">Whether reasoning is asked for.</param>
/// <param name="Schema">Whether the answer must follow a schema.</param>
/// <param name="MentionsReasoning">Whether anything is said about reasoning.</param>
/// <param name="MayHoldSignatures">Whether the dialect's conversations hold sealed reasoning.</param>
internal readonly record struct RequestTraits(bool Usage, bool Reasoning, bool Schema, bool MentionsReasoning, bool MayHoldSignatures = true)
{
    /// <summary>Gets whether the request leaves something with its provider, or goes on with what one keeps.</summary>
    public ConversationState ConversationState { get; init; }

    /// <summary>Gets the id of what the request goes on with; null when there is none.</summary>
    public string? PreviousResponseId { get; init; }
}
