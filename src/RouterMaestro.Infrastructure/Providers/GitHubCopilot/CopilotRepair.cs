using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>
/// Takes reasoning out of a conversation that Copilot refuses because of it: signatures and encrypted content are valid for the account and the host that made
/// them alone, which may have changed since.
/// </summary>
internal sealed class CopilotRepair : IRequestRepair
{
    private static readonly Dictionary<WireProtocol, (Func<UpstreamFailure, bool> IsFor, Func<JsonObject, bool> Remove, string Lost)> _repairs = new()
    {
        [WireProtocol.AnthropicMessages] = (IsAboutSignature, RemoveThinking, "thinking"),
        [WireProtocol.OpenAIResponses] = (IsAboutEncryption, RemoveReasoning, "reasoning"),
    };

    public (byte[] Body, string Lost)? Repair(UpstreamFailure failure, WireProtocol protocol, ReadOnlyMemory<byte> body)
    {
        if (!_repairs.TryGetValue(protocol, out var repair) || !repair.IsFor(failure))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(body.Span) is JsonObject root && repair.Remove(root)
                ? (JsonSerializer.SerializeToUtf8Bytes(root, CopilotJson.Default.JsonObject), repair.Lost)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsAboutSignature(UpstreamFailure failure) => Says(failure, "signature") && Says(failure, "thinking");

    private static bool IsAboutEncryption(UpstreamFailure failure) =>
        (Says(failure, "encrypted") && (Says(failure, "decrypt") || Says(failure, "verif"))) || (Says(failure, "item_id") && Says(failure, "match"));

    private static bool Says(UpstreamFailure failure, string word) => failure.Message.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool RemoveThinking(JsonObject root)
    {
        var isChanged = false;
        foreach (var message in (root["messages"] as JsonArray ?? []).OfType<JsonObject>().ToArray())
        {
            if (TextOf(message, "role") != "assistant" || message["content"] is not JsonArray content)
            {
                continue;
            }

            var removed = content.RemoveAll(block => TextOf(block, "type") is "thinking" or "redacted_thinking");
            isChanged |= removed > 0;
            if (removed > 0 && content.Count == 0)
            {
                // a message without content would be refused too
                ((JsonArray)root["messages"]!).Remove(message);
            }
        }

        return isChanged;
    }

    private static bool RemoveReasoning(JsonObject root) =>
        root["input"] is JsonArray input && input.RemoveAll(item => TextOf(item, "type") == "reasoning" && item!["encrypted_content"] is not null) > 0;

    private static string? TextOf(JsonNode? node, string name) =>
        node is JsonObject members && members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
