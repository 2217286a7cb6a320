using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tokens;

/// <summary>
/// The token sizes of a model family, as data. A size is the number of tokens that a provider adds around the caller's text. The sizes
/// of OpenAI's older models follow OpenAI's documentation; the others are measured on recorded responses.
/// </summary>
/// <param name="Name">The family's display name.</param>
/// <param name="Vocabulary">The vocabulary that texts are counted with.</param>
internal sealed record TokenFamily(string Name, TokenVocabulary Vocabulary)
{
    /// <summary>Gets the vendor whose built-in tools models of the family know.</summary>
    public string Vendor { get; init; } = WireProtocol.OpenAIChat.Vendor;

    /// <summary>Gets the number of the model's tokens per token of the vocabulary; 1 if the vocabulary is the model's own.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Gets the size of the start of every request.</summary>
    public double Opening { get; init; } = 3;

    /// <summary>Gets the size of the frame of a message, its role included.</summary>
    public double Message { get; init; } = 4;

    /// <summary>Gets the additional size of the frame of an assistant message.</summary>
    public double AssistantMessage { get; init; }

    /// <summary>Gets a value indicating whether system instructions have no frame.</summary>
    public bool HasBareInstructions { get; init; }

    /// <summary>Gets a value indicating whether tools are written as type definitions; otherwise as JSON.</summary>
    public bool WritesToolsAsTypes { get; init; } = true;

    /// <summary>Gets the size of the instructions about tools, once per request.</summary>
    public double Tools { get; init; } = 9;

    /// <summary>Gets the size of the frame of each tool.</summary>
    public double Tool { get; init; }

    /// <summary>Gets the size of the instructions about tools that are added in the middle of the conversation.</summary>
    public double LateTools { get; init; }

    /// <summary>Gets the size of the instruction to call any tool.</summary>
    public double ForcedCall { get; init; }

    /// <summary>Gets the size of the instruction to call a named tool, without the name.</summary>
    public double NamedCall { get; init; } = 7;

    /// <summary>Gets the size of the frame of a tool call.</summary>
    public double Call { get; init; } = 7;

    /// <summary>Gets the additional size of parallel calls.</summary>
    public double ParallelCalls { get; init; } = 6;

    /// <summary>Gets the size of the frame of a tool result, without the tool's name.</summary>
    public double Result { get; init; } = 6;

    /// <summary>Gets the size of the frame of an output schema.</summary>
    public double Schema { get; init; } = 22;

    /// <summary>Gets the factor for the tokens of an output schema.</summary>
    public double SchemaScale { get; init; } = 0.5;

    /// <summary>Gets the size of the instructions about reasoning, if the caller enables it.</summary>
    public double Reasoning { get; init; }

    /// <summary>Gets the size of the instructions about a token budget for the task.</summary>
    public double TaskBudget { get; init; }

    /// <summary>Gets a value indicating whether reasoning counts only within its turn.</summary>
    public bool ForgetsReasoning { get; init; }

    /// <summary>Gets the rule for images.</summary>
    public ImageRule Images { get; init; } = ImageRule.Tiles(85, 170);
}
