namespace RouterMaestro.Domain.Chat;

/// <summary>A conversation to be continued, in no particular protocol.</summary>
/// <param name="Model">The model asked for, as the caller wrote it.</param>
/// <param name="Messages">The conversation so far, instructions included, in order.</param>
public sealed record ChatRequest(string Model, EquatableArray<Message> Messages)
{
    /// <summary>Gets whether the response should come as a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>Gets the tools that the model may call.</summary>
    public EquatableArray<Tool> Tools { get; init; } = [];

    /// <summary>Gets whether and which tool must be called; null when not said.</summary>
    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Gets whether several tools may be called at once; null when not said.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>Gets how the response is drawn.</summary>
    public Sampling Sampling { get; init; } = Sampling.Default;

    /// <summary>Gets what is asked about reasoning.</summary>
    public ReasoningSettings Reasoning { get; init; } = ReasoningSettings.Unspecified;

    /// <summary>Gets the form that the response's text must take; null for free text.</summary>
    public OutputFormat? OutputFormat { get; init; }

    /// <summary>Gets the caller's id for its own user; null when not said.</summary>
    public string? User { get; init; }

    /// <summary>Gets the fields that are specific to one protocol in the request.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;
}
