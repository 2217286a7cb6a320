using System.Text.Json;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire;

/// <summary>What a step may know when it is turned into bytes.</summary>
/// <param name="Request">The request.</param>
/// <param name="Models">The models that the provider lists, at least one.</param>
/// <param name="ChatReasoningField">The member that carries reasoning in Chat.</param>
/// <param name="Time">The clock.</param>
internal sealed record RenderContext(ReceivedRequest Request, IReadOnlyList<string> Models, string ChatReasoningField, TimeProvider Time)
{
    /// <summary>Gets what changes the events and bodies of the protocol; null where the provider keeps to it.</summary>
    public IReplyEditor? Editor { get; init; }

    /// <summary>Gets the kind of server in Chat.</summary>
    public SimulatedServer Server { get; init; }

    /// <summary>Gets whether streams have padding of random length where the request does not refuse it.</summary>
    public bool IsObfuscated { get; init; } = true;

    public bool IsMessages => Request.Protocol == WireProtocol.AnthropicMessages;

    public bool IsResponses => Request.Protocol == WireProtocol.OpenAIResponses;

    public long UnixNow => Time.GetUtcNow().ToUnixTimeSeconds();

    public string Model => Request.Model ?? Models[0];

    /// <summary>Gets a field of the request; null when it is absent or null.</summary>
    public JsonElement? Said(string field) => Request.Json?.Get(field);

    /// <summary>Tells whether the request offers a tool that takes free text.</summary>
    public bool OffersCustomTool(string name) => Request.Json is { } body
        && body.GetItems("tools").Any(t => t.GetText("type") == "custom" && (t.Get("custom") ?? t).GetText("name") == name);

    /// <summary>Makes an id out of a provider's prefix and the request's number: the same in every run.</summary>
    public string Id(string prefix) => $"{prefix}Sim{Request.Number:D8}";
}
