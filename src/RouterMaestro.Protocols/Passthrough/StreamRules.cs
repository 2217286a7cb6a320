namespace RouterMaestro.Protocols.Passthrough;

/// <summary>What is expected of the responses of a provider.</summary>
public readonly record struct StreamRules
{
    /// <summary>
    /// Gets a value indicating whether the provider never says why a response ends. Then its terminal alone completes a response; otherwise a stream
    /// without a finish reason is a cut one.
    /// </summary>
    public bool OmitsFinishReason { get; init; }

    /// <summary>
    /// Gets a value indicating whether a gap in the numbers of events is a failure. Otherwise it is a loss, since nothing says what was in the gap.
    /// </summary>
    public bool RefusesGaps { get; init; }

    /// <summary>
    /// Gets a value indicating whether the choices of a response are pieces of one response, as GitHub Copilot sends them. Otherwise each of them is a
    /// response of its own.
    /// </summary>
    public bool MergesChoices { get; init; }

    /// <summary>Gets a value indicating whether tool calls may come as text between <c>tool_call</c> or <c>function</c> tags.</summary>
    public bool HasCallsInText { get; init; }
}
