using System.Text.Json;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Protocols.ModelLists;

/// <summary>Reads a model's capabilities from an entry of a model list. A capability without a statement is unknown.</summary>
internal static class CapabilityReader
{
    /// <summary>
    /// Reads the capabilities as OpenRouter (<c>supported_parameters</c>, <c>architecture</c>), Mistral and Anthropic
    /// (<c>capabilities</c>) and GitHub Copilot (<c>capabilities.supports</c>) list them.
    /// </summary>
    /// <param name="entry">The entry, an object.</param>
    public static ModelCapabilities Read(JsonElement entry)
    {
        var parameters = ListOf(entry, "supported_parameters");
        var inputs = ListOf(Member(entry, "architecture"), "input_modalities");
        var capabilities = Member(entry, "capabilities");
        var supports = Member(capabilities, "supports");
        var embeds = EmbeddingModels.Has(entry);
        return new()
        {
            Chat = First(embeds ? Support.Unsupported : Support.Unknown, Stated(capabilities, "completion_chat")),
            Embeddings = embeds ? Support.Supported : Support.Unknown,
            Tools = First(Named(parameters, "tools"), Stated(capabilities, "function_calling"), Stated(supports, "tool_calls")),
            Vision = First(Named(inputs, "image"), Stated(capabilities, "vision", "image_input"), Stated(supports, "vision")),
            Reasoning = First(
                Named(parameters, "reasoning", "include_reasoning", "reasoning_effort"),
                Stated(capabilities, "thinking", "reasoning"),
                Efforts(supports),
                Stated(supports, "thinking")),
            StructuredOutput = First(Schema(parameters), Stated(capabilities, "structured_outputs"), Stated(supports, "structured_outputs")),
        };
    }

    private static Support First(params ReadOnlySpan<Support> statements)
    {
        foreach (var support in statements)
        {
            if (support != Support.Unknown)
            {
                return support;
            }
        }

        return Support.Unknown;
    }

    // an empty list counts as unknown: OpenRouter lists openrouter/pareto-code with no supported_parameters
    private static Support Named(IReadOnlyCollection<string> list, params string[] names) =>
        list.Count == 0 ? Support.Unknown
        : names.Any(list.Contains) ? Support.Supported
        : Support.Unsupported;

    // a model that accepts response_format may accept a schema too
    private static Support Schema(IReadOnlyCollection<string> parameters) =>
        Named(parameters, "structured_outputs") is var support && support == Support.Unsupported && parameters.Contains("response_format")
            ? Support.Unknown
            : support;

    // GitHub Copilot lists thinking: false for models with reasoning_effort levels
    private static Support Efforts(JsonElement supports) =>
        Member(supports, "reasoning_effort") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? Support.Supported : Support.Unknown;

    private static Support Stated(JsonElement entry, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var value = Member(entry, name);
            switch ((value.ValueKind == JsonValueKind.Object ? Member(value, "supported") : value).ValueKind)
            {
                case JsonValueKind.True:
                    return Support.Supported;
                case JsonValueKind.False:
                    return Support.Unsupported;
            }
        }

        return Support.Unknown;
    }

    private static JsonElement Member(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) ? value : default;

    private static string[] ListOf(JsonElement entry, string name) => Member(entry, name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(ModelListReader.TextOf).OfType<string>()]
        : [];
}
