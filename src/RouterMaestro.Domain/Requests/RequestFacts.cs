using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Domain.Requests;

/// <summary>The facts about a request that routing needs, read in one pass without building the conversation.</summary>
/// <param name="Model">The model asked for, as the caller wrote it.</param>
public sealed record RequestFacts(string Model)
{
    /// <summary>Gets the operation.</summary>
    public CallOperation Operation { get; init; }

    /// <summary>Gets whether the response should come as a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>Gets whether the caller of a stream asked for usage figures, where the protocol leaves it to the caller.</summary>
    public bool WantsUsage { get; init; }

    /// <summary>Gets whether tools are offered.</summary>
    public bool HasTools { get; init; }

    /// <summary>Gets whether there are images.</summary>
    public bool HasImages { get; init; }

    /// <summary>Gets whether there may be files, so that the length of the body says nothing about the number of tokens.</summary>
    public bool HasFiles { get; init; }

    /// <summary>Gets whether reasoning is asked for.</summary>
    public bool WantsReasoning { get; init; }

    /// <summary>Gets whether anything is said about reasoning, be it that none is wanted.</summary>
    public bool MentionsReasoning { get; init; }

    /// <summary>Gets whether the response must follow a schema.</summary>
    public bool WantsSchema { get; init; }

    /// <summary>Gets whether several responses to choose from are asked for.</summary>
    public bool WantsChoices { get; init; }

    /// <summary>Gets whether the conversation holds reasoning that a provider of another protocol signed, which a provider of the caller's protocol would refuse.</summary>
    public bool HasForeignReasoning { get; init; }

    /// <summary>Gets whether the request depends on state that a provider stores.</summary>
    public ConversationState ConversationState { get; init; }

    /// <summary>Gets the provider's id of the stored response that the request continues; null when there is none, or when the request names it in another way.</summary>
    public string? PreviousResponseId { get; init; }

    /// <summary>Gets whether vectors should come in base64, as 32-bit floating-point numbers, the lowest byte first.</summary>
    public bool WantsBase64 { get; init; }

    /// <summary>Gets whether vectors are to come in another form than numbers and base64.</summary>
    internal bool WantsOtherVectors { get; init; }

    /// <summary>Gets the number of messages; of texts, where they become vectors.</summary>
    public int MessageCount { get; init; }

    /// <summary>Gets the maximum number of completion tokens asked for; null when not said.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Gets the length of the body in bytes; 0 for callers within the process.</summary>
    public int Size { get; init; }

    /// <summary>Reads the facts of a conversation that is already built.</summary>
    /// <param name="request">The conversation.</param>
    public static RequestFacts Of(ChatRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new RequestFacts(request.Model)
        {
            Stream = request.Stream,
            WantsUsage = true,
            HasTools = !request.Tools.IsEmpty,
            HasImages = request.Messages.Any(m => m.Parts.Any(HasImage)),
            WantsReasoning = request.Reasoning.Mode is ReasoningMode.Enabled or ReasoningMode.Adaptive || request.Reasoning.Effort > Effort.None,
            MentionsReasoning = request.Reasoning != ReasoningSettings.Unspecified,
            WantsSchema = request.OutputFormat is OutputFormat.JsonSchema,
            MessageCount = request.Messages.Count,
            MaxTokens = request.Sampling.MaxTokens,
        };
    }

    private static bool HasImage(ContentPart part) =>
        part is ImagePart || (part is ToolResultPart result && result.Content.Any(HasImage));
}

/// <summary>Whether a request depends on state that a provider stores.</summary>
public enum ConversationState
{
    /// <summary>The request stands for itself.</summary>
    Stateless,

    /// <summary>The provider must store the response; any provider that can store responses may serve it.</summary>
    Stores,

    /// <summary>The request continues state that one provider stores, such as an earlier response: no other provider can serve it.</summary>
    Continues,
}
