namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Where the one pass over a request keeps the values that facts are made of.</summary>
internal enum RequestSlot
{
    Model,
    Stream,
    Messages,
    Tools,
    LegacyTools,
    MaxTokens,
    MaxCompletionTokens,
    StreamOptions,
    Effort,
    Reasoning,
    Thinking,
    OutputFormat,
    OutputConfig,
    PreviousResponse,
    Conversation,
    Prompt,
    Background,
    Thread,
}
