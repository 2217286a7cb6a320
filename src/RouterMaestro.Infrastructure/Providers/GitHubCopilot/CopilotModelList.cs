using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.ModelLists;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>Reads Copilot's catalog. An entry or member that is not as expected affects no other.</summary>
internal static class CopilotModelList
{
    private const string Messages = "/messages";

    /// <summary>Reads the models that hold conversations or make embeddings, without those that Copilot hides from its users.</summary>
    /// <param name="provider">The provider's id.</param>
    /// <param name="body">The response to <c>GET /models</c>.</param>
    /// <exception cref="JsonException">The response is not JSON or has no list.</exception>
    public static EquatableArray<ModelCard> Read(string provider, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var entries = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in data.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object))
            {
                entries.TryAdd(Text(entry, "id") ?? "", entry);
            }
        }

        return ModelListReader.Read(provider, body)
            .Where(card => IsOffered(entries.GetValueOrDefault(card.Ref.Id)))
            .Select(card => Complete(card, entries.GetValueOrDefault(card.Ref.Id)))
            .ToEquatableArray();
    }

    /// <summary>Returns the protocols of a model that no catalog has named yet, by what is known of the models of 2026.</summary>
    /// <param name="model">The model's id.</param>
    public static EquatableArray<WireProtocol> GuessProtocols(string model) =>
        model.StartsWith("claude-", StringComparison.Ordinal) ? [WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages]
        : _both.Contains(model) ? [WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses]
        : IsResponsesOnly(model) ? [WireProtocol.OpenAIResponses]
        : [WireProtocol.OpenAIChat];

    private static readonly string[] _both = ["gpt-5-mini", "gpt-5.4"];

    private static readonly string[] _responsesOnly = ["gpt-5.4-mini", "gpt-5.5", "gpt-5.6-luna", "gpt-5.6-sol", "gpt-5.6-terra", "mai-code-1-flash-picker"];

    private static bool IsResponsesOnly(string model) =>
        _responsesOnly.Contains(model) || (model.StartsWith("gpt-5", StringComparison.Ordinal) && model.Contains("-codex", StringComparison.Ordinal));

    private static bool IsOffered(JsonElement entry) =>
        Member(entry, "model_picker_enabled").ValueKind != JsonValueKind.False || IsEmbedding(entry)
            ? Text(Member(entry, "capabilities"), "type") != "completion" && Text(Member(entry, "policy"), "state") != "disabled"
            : false;

    private static bool IsEmbedding(JsonElement entry) => Text(Member(entry, "capabilities"), "type") == "embeddings";

    private static ModelCard Complete(ModelCard card, JsonElement entry)
    {
        var limits = Member(Member(entry, "capabilities"), "limits");
        return card with
        {
            OwnedBy = Text(entry, "vendor") ?? card.OwnedBy,
            Limits = new(Count(limits, "max_prompt_tokens"), Count(limits, "max_output_tokens"), Count(limits, "max_context_window_tokens")),
            Capabilities = IsEmbedding(entry)
                ? card.Capabilities with { Chat = Support.Unsupported, Embeddings = Support.Supported }
                : card.Capabilities with { Efforts = EffortsOf(Member(Member(entry, "capabilities"), "supports")) },
            Protocols = IsEmbedding(entry) ? [WireProtocol.OpenAIChat] : ProtocolsOf(card.Ref.Id, entry),
        };
    }

    /// <summary>Reads the words of the efforts. Without a list they are unknown.</summary>
    private static EquatableArray<string>? EffortsOf(JsonElement supports)
    {
        var list = Member(supports, "reasoning_effort");
        list = list.ValueKind == JsonValueKind.Object ? Member(list, "values") : list;
        return list.ValueKind != JsonValueKind.Array ? null : list.EnumerateArray()
            .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : Text(item, "value"))
            .OfType<string>()
            .Distinct()
            .ToEquatableArray();
    }

    // Chat first: the other protocols are for callers who speak them, and for models that have no Chat
    private static EquatableArray<WireProtocol> ProtocolsOf(string model, JsonElement entry)
    {
        if (Member(entry, "supported_endpoints") is not { ValueKind: JsonValueKind.Array } list)
        {
            return GuessProtocols(model);
        }

        var endpoints = list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!).ToArray();
        List<WireProtocol> protocols = [];
        if (endpoints.Contains("/chat/completions"))
        {
            protocols.Add(WireProtocol.OpenAIChat);
        }

        if (endpoints.Contains("/responses"))
        {
            protocols.Add(WireProtocol.OpenAIResponses);
        }

        if (endpoints.Any(e => e.EndsWith(Messages, StringComparison.Ordinal)))
        {
            protocols.Add(WireProtocol.AnthropicMessages);
        }

        // an endpoint of the future is no reason to hide the model
        return protocols.Count == 0 ? GuessProtocols(model) : protocols.ToEquatableArray();
    }

    private static JsonElement Member(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement entry, string name) =>
        Member(entry, name) is { ValueKind: JsonValueKind.String } value ? ModelListReader.TextOf(value) : null;

    private static int? Count(JsonElement entry, string name) =>
        Member(entry, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var count) && count > 0 ? count : null;
}
