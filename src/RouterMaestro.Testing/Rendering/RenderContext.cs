using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Testing.Rendering;

/// <summary>What a step may know when it is turned into bytes.</summary>
internal sealed record RenderContext(ReceivedRequest Request, UpstreamSimulatorOptions Options)
{
    public bool IsMessages => Request.Dialect == WireProtocol.AnthropicMessages;

    /// <summary>Gets whether answers can be written in the request's dialect; those to Responses are given as bytes.</summary>
    public bool IsSpoken => Request.Dialect != WireProtocol.OpenAIResponses;

    public long UnixNow => Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();

    public string Model => Request.Model ?? Options.Models[0];

    /// <summary>Makes an id out of a provider's prefix and the request's number: the same in every run.</summary>
    public string Id(string prefix) => $"{prefix}Sim{Request.Number:D8}";
}
