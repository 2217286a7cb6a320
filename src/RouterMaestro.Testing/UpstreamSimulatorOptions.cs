namespace RouterMaestro.Testing;

/// <summary>How an <see cref="UpstreamSimulator"/> is set up.</summary>
public sealed record UpstreamSimulatorOptions
{
    /// <summary>Gets the port on 127.0.0.1; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Gets the models that are listed, at least one. Others are answered too, unless <see cref="RejectsUnknownModels"/>.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["simulated-model"];

    /// <summary>Gets whether a model that is not listed gives the provider's 404.</summary>
    public bool RejectsUnknownModels { get; init; }

    /// <summary>Gets the key that every request must bring, as <c>Authorization: Bearer</c> or <c>x-api-key</c>; null: none is asked for.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>
    /// Gets whether requests that the real provider would refuse get its 400: no <c>max_tokens</c> in Messages, a tool result
    /// without its call, and so on. True by default, so that a test sees what a provider would not take.
    /// </summary>
    public bool ValidatesRequests { get; init; } = true;

    /// <summary>
    /// Gets whether a field that the dialect does not have at the top of a request is refused too, as the providers do: false
    /// by default, since compatible servers have fields of their own. It shows what a translation lets through.
    /// </summary>
    public bool RejectsUnknownFields { get; init; }

    /// <summary>Gets the field in which Chat brings reasoning: <c>reasoning_content</c> by default; some servers say <c>reasoning</c>.</summary>
    public string ChatReasoningField { get; init; } = "reasoning_content";

    /// <summary>Gets the clock behind delays, stalls and times; a fake one makes them instant and exact.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
