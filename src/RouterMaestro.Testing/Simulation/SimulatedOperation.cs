namespace RouterMaestro.Testing.Simulation;

/// <summary>What a request asks an <see cref="UpstreamSimulator"/> for.</summary>
public enum SimulatedOperation
{
    /// <summary>Anything that the simulator does not serve; it answers 404 in the protocol.</summary>
    Unknown,

    /// <summary>An answer: <c>POST …/chat/completions</c>, <c>POST …/messages</c> or <c>POST …/responses</c>.</summary>
    Generate,

    /// <summary>A token count: <c>POST …/messages/count_tokens</c> or <c>POST …/responses/input_tokens</c>.</summary>
    CountTokens,

    /// <summary>The models, or one of them: <c>GET …/models</c>, <c>GET …/models/{id}</c>.</summary>
    Models,

    /// <summary>Vectors of texts: <c>POST …/embeddings</c>.</summary>
    Embed,

    /// <summary>
    /// An answer that the provider keeps: <c>GET</c> or <c>DELETE …/responses/{id}</c>, <c>GET …/responses/{id}/input_items</c>,
    /// <c>POST …/responses/{id}/cancel</c>. The simulator keeps none: without a rule it answers 404 in the protocol.
    /// </summary>
    StoredResponse,
}
