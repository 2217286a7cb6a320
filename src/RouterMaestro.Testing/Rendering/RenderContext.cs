using System.Text.Json;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Testing.Rendering;

/// <summary>What a step may know when it is turned into bytes.</summary>
internal sealed record RenderContext(ReceivedRequest Request, UpstreamSimulatorOptions Options)
{
    public bool IsMessages => Request.Protocol == WireProtocol.AnthropicMessages;

    public bool IsResponses => Request.Protocol == WireProtocol.OpenAIResponses;

    public long UnixNow => Options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();

    public string Model => Request.Model ?? Options.Models[0];

    /// <summary>Gets a field of the request; null when it is absent or null.</summary>
    public JsonElement? Said(string field) => Request.Json?.Get(field);

    /// <summary>Tells whether the request offers a tool that takes free text.</summary>
    public bool OffersCustomTool(string name) => Request.Json is { } body
        && body.GetItems("tools").Any(t => t.GetText("type") == "custom" && (t.Get("custom") ?? t).GetText("name") == name);

    /// <summary>Makes an id out of a provider's prefix and the request's number: the same in every run.</summary>
    public string Id(string prefix) => $"{prefix}Sim{Request.Number:D8}";
}
