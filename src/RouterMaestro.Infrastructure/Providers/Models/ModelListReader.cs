using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Providers.Models;

/// <summary>Reads what providers answer when they are asked for their models. An entry that makes no sense is passed over.</summary>
internal static class ModelListReader
{
    // OpenAI lists all that it sells; these make neither conversation nor vectors
    private static readonly string[] _otherFamilies =
    [
        "tts", "whisper", "transcribe", "dall-e", "image", "sora", "moderation", "realtime", "audio", "davinci-002",
        "babbage-002", "-instruct",
    ];

    /// <summary>Reads a list.</summary>
    /// <param name="providerId">The provider's id.</param>
    /// <param name="body">The answer.</param>
    /// <returns>The models, in the answer's order.</returns>
    /// <exception cref="JsonException">The answer is not JSON, or holds no list.</exception>
    public static EquatableArray<ModelCard> Read(string providerId, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var isOpenAI = providerId == ProviderType.OpenAI.Name;
        return ListIn(document.RootElement).EnumerateArray()
            .Select(entry => ReadModel(providerId, entry))
            .OfType<ModelCard>()
            .Where(model => !isOpenAI || IsServed(model.Ref.Id))
            .DistinctBy(model => model.Ref.Id)
            .ToEquatableArray();
    }

    // some compatible servers leave the envelope out
    private static JsonElement ListIn(JsonElement root)
    {
        var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var data) ? data : root;
        return list.ValueKind == JsonValueKind.Array ? list : throw new JsonException("The answer holds no list of models.");
    }

    private static ModelCard? ReadModel(string provider, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || TextOf(entry, "id") is not { } id || EntryRules.ErrorOfModelId(id) is not null)
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

    // every server has names of its own for its limits
    private static ModelLimits LimitsOf(JsonElement entry)
    {
        var top = entry.TryGetProperty("top_provider", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : default;
        return new(
            CountOf(entry, "max_input_tokens", "max_prompt_tokens"),
            CountOf(entry, "max_output_tokens", "max_completion_tokens", "max_tokens") ?? CountOf(top, "max_completion_tokens"),
            CountOf(entry, "max_context_window_tokens", "context_window", "context_length", "max_context_length", "max_model_len", "max_input_tokens"));
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

    /// <summary>Gets a string; null when it is empty or no text.</summary>
    internal static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // half a surrogate pair
            return null;
        }
    }

    private static string? TextOf(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? TextOf(value) : null;

    private static bool IsServed(string id)
    {
        // the rest of a fine-tuned model's id is its owner's choice
        var family = id.StartsWith("ft:", StringComparison.Ordinal) ? id.Split(':')[1] : id;
        return !_otherFamilies.Any(other => family.Contains(other, StringComparison.OrdinalIgnoreCase));
    }
}
