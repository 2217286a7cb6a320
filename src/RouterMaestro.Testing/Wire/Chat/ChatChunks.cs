using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Chat;

/// <summary>Makes the chunks of one Chat stream, all with the same head.</summary>
internal sealed class ChatChunks(SimulatedResponse response, RenderContext context)
{
    private const string Padding = "Zq8wLr3TfYp0KdXn";
    private readonly bool _isObfuscated = context.IsObfuscated && (StreamOption(context, "include_obfuscation") ?? true);
    private int _count;

    public bool AreUsageChunksAsked { get; } = StreamOption(context, "include_usage") ?? false;

    public WireFrame Delta(string name, JsonObject delta, bool isContent = false, string? finishReason = null) => Chunk(
        name,
        new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason }),
        AreUsageChunksAsked,
        null,
        isContent);

    public WireFrame Usage(SimulatedUsage usage) => Chunk("usage", [], true, ChatWords.Usage(usage), false);

    private WireFrame Chunk(string name, JsonArray choices, bool hasUsage, JsonObject? usage, bool isContent)
    {
        var chunk = new JsonObject
        {
            ["id"] = context.Id("chatcmpl-"),
            ["object"] = "chat.completion.chunk",
            ["created"] = context.UnixNow,
            ["model"] = response.Model ?? context.Model,
            ["service_tier"] = "default",
            ["system_fingerprint"] = "fp_simulated",
            ["choices"] = choices,
        };
        if (hasUsage)
        {
            chunk["usage"] = usage;
        }

        if (_isObfuscated)
        {
            chunk["obfuscation"] = Padding[..(1 + (_count++ * 7 % (Padding.Length - 1)))];
        }

        return new WireFrame(name, WireJson.DataEvent(WireJson.Text(chunk)), isContent);
    }

    private static bool? StreamOption(RenderContext context, string name) =>
        context.Request.Json is { ValueKind: JsonValueKind.Object } body
        && body.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object
        && options.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;
}
