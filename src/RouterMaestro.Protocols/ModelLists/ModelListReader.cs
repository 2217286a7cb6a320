using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Protocols.ModelLists;

/// <summary>Reads lists of entries with an id, as OpenAI, Anthropic and the servers that are compatible with them return. An invalid entry is skipped.</summary>
internal static class ModelListReader
{
    private static readonly string[] _lists = ["data", "models"];

    /// <summary>Reads a list.</summary>
    /// <param name="providerId">The provider's id.</param>
    /// <param name="body">The response body.</param>
    /// <returns>The models in the order of the response.</returns>
    /// <exception cref="JsonException">The response is not JSON or has no list.</exception>
    public static EquatableArray<ModelCard> Read(string providerId, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return ListIn(document.RootElement).EnumerateArray()
            .Select(entry => ReadModel(providerId, entry))
            .OfType<ModelCard>()
            .DistinctBy(model => model.Ref.Id)
            .ToEquatableArray();
    }

    // Together returns a bare array (lidge-jun/opencodex#617), and the own lists of Ollama (/api/tags), Gemini and Cohere are "models"; llama.cpp sends both;
    // tests A_bare_array_is_a_list and A_native_list_is_read
    private static JsonElement ListIn(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root;
        }

        foreach (var name in _lists)
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                return list;
            }
        }

        throw new JsonException("The response has no list of models.");
    }

    private static ModelCard? ReadModel(string provider, JsonElement entry)
    {
        if (entry.ValueKind == JsonValueKind.String)
        {
            return TextOf(entry) is { } name && IsValid(name) ? new ModelCard(new ModelRef(provider, name), name) : null;
        }

        if (entry.ValueKind != JsonValueKind.Object || IdOf(entry) is not { } id || !IsValid(id))
        {
            return null;
        }

        return new ModelCard(new ModelRef(provider, id), TextOf(entry, "display_name") ?? TextOf(entry, "name") ?? id)
        {
            Created = CreatedOf(entry),
            OwnedBy = TextOf(entry, "owned_by"),
            Limits = LimitsOf(entry),
            Capabilities = CapabilityReader.Read(entry),
        };
    }

    // Ollama's entries have "model" and "name", those of Gemini and Cohere "name" alone
    private static string? IdOf(JsonElement entry) => TextOf(entry, "id") ?? TextOf(entry, "model") ?? TextOf(entry, "name");

    private static bool IsValid(string id) => !string.IsNullOrWhiteSpace(id) && id == id.Trim();

    // Anthropic: max_input_tokens, max_tokens; OpenRouter: context_length, top_provider; Groq: context_window;
    // Mistral: max_context_length; vLLM: max_model_len (can1357/oh-my-pi#939); Gemini's own: inputTokenLimit, outputTokenLimit
    private static ModelLimits LimitsOf(JsonElement entry)
    {
        var top = entry.TryGetProperty("top_provider", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : default;
        return new(
            CountOf(entry, "max_input_tokens", "max_prompt_tokens", "inputTokenLimit"),
            CountOf(entry, "max_output_tokens", "max_completion_tokens", "max_tokens", "outputTokenLimit") ?? CountOf(top, "max_completion_tokens"),
            CountOf(entry, "max_context_window_tokens", "context_window", "context_length", "max_context_length", "max_model_len", "max_input_tokens", "inputTokenLimit"));
    }

    private static int? CountOf(JsonElement entry, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (entry.ValueKind == JsonValueKind.Object
                && entry.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out var count)
                && count > 0)
            {
                return count;
            }
        }

        return null;
    }

    private static long? CreatedOf(JsonElement entry)
    {
        if (entry.TryGetProperty("created", out var created) && created.ValueKind == JsonValueKind.Number)
        {
            return created.TryGetDouble(out var seconds) && seconds is > 0 and < 253402300800 ? (long)seconds : null;
        }

        return TextOf(entry, "created_at") is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time.ToUnixTimeSeconds() is > 0 and var unix
                ? unix
                : null;
    }

    /// <summary>Gets a string; null if it is empty or invalid text.</summary>
    internal static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // half a surrogate pair cannot be decoded
            return null;
        }
    }

    private static string? TextOf(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? TextOf(value) : null;
}
