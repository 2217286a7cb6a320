using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tokens;

/// <summary>
/// How models of a family make tokens of a request: data, not code. The sizes are tokens that a provider puts around what the
/// caller wrote. Those of OpenAI's older models follow what OpenAI documents; the others are measured on recorded answers.
/// </summary>
/// <param name="Name">The family's name, for people.</param>
/// <param name="Vocabulary">The vocabulary that texts are counted with.</param>
internal sealed record TokenFamily(string Name, TokenVocabulary Vocabulary)
{
    /// <summary>Gets the vendor whose built-in tools models of the family know.</summary>
    public string Vendor { get; init; } = WireProtocol.OpenAIChat.Vendor;

    /// <summary>Gets how many of the model's tokens one token of the vocabulary is; 1 when the vocabulary is the model's own.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Gets the size of what begins every request.</summary>
    public double Opening { get; init; } = 3;

    /// <summary>Gets the size of what surrounds a message, its role included.</summary>
    public double Message { get; init; } = 4;

    /// <summary>Gets how much larger the surroundings of a message of the model are.</summary>
    public double AssistantMessage { get; init; }

    /// <summary>Gets whether instructions stand outside the messages and have nothing around them.</summary>
    public bool HasBareInstructions { get; init; }

    /// <summary>Gets whether tools are told as type definitions; else they are told as JSON.</summary>
    public bool WritesToolsAsTypes { get; init; } = true;

    /// <summary>Gets the size of what is said about tools as soon as there is one.</summary>
    public double Tools { get; init; } = 9;

    /// <summary>Gets the size of what surrounds each tool.</summary>
    public double Tool { get; init; }

    /// <summary>Gets the size of what is said about tools that come in the middle of the conversation.</summary>
    public double LateTools { get; init; }

    /// <summary>Gets the size of the order to call some tool.</summary>
    public double ForcedCall { get; init; }

    /// <summary>Gets the size of the order to call a certain tool, without its name.</summary>
    public double NamedCall { get; init; } = 7;

    /// <summary>Gets the size of what surrounds a call, in a message of its own.</summary>
    public double Call { get; init; } = 7;

    /// <summary>Gets the size of what several calls at once cost more.</summary>
    public double ParallelCalls { get; init; } = 6;

    /// <summary>Gets the size of what surrounds a tool's result, without the tool's name.</summary>
    public double Result { get; init; } = 6;

    /// <summary>Gets the size of what surrounds the schema of an answer.</summary>
    public double Schema { get; init; } = 22;

    /// <summary>Gets how many tokens each token of such a schema is.</summary>
    public double SchemaScale { get; init; } = 0.5;

    /// <summary>Gets the size of what is said about reasoning when the caller switches it on.</summary>
    public double Reasoning { get; init; }

    /// <summary>Gets the size of what is said about a budget of tokens for the whole task.</summary>
    public double TaskBudget { get; init; }

    /// <summary>Gets whether reasoning only counts while the turn that it belongs to goes on.</summary>
    public bool ForgetsReasoning { get; init; }

    /// <summary>Gets how pictures are counted.</summary>
    public ImageRule Images { get; init; } = ImageRule.Tiles(85, 170);
}
