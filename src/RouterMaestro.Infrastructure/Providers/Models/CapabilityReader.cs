using System.Text.Json;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Infrastructure.Providers.Models;

/// <summary>Reads what an entry of a model list says that the model can do. What it does not say is not known.</summary>
internal static class CapabilityReader
{
    /// <summary>Reads the capabilities, in whichever of the servers' ways they are told.</summary>
    /// <param name="entry">The entry, an object.</param>
    public static ModelCapabilities Read(JsonElement entry)
    {
        var parameters = ListOf(entry, "supported_parameters");
        var inputs = ListOf(Member(entry, "architecture"), "input_modalities");
        var told = Member(entry, "capabilities");
        var supports = Member(told, "supports");
        var embeds = EmbeddingModels.Has(entry);
        return new()
        {
            Chat = First(embeds ? Support.Unsupported : Support.Unknown, Told(told, "completion_chat")),
            Embeddings = embeds ? Support.Supported : Support.Unknown,
            Tools = First(Named(parameters, "tools"), Told(told, "function_calling"), Told(supports, "tool_calls")),
            Vision = First(Named(inputs, "image"), Told(told, "vision", "image_input"), Told(supports, "vision")),
            Reasoning = First(
                Named(parameters, "reasoning", "include_reasoning", "reasoning_effort"),
                Told(told, "thinking", "reasoning"),
                Efforts(supports),
                Told(supports, "thinking")),
            StructuredOutput = First(Schema(parameters), Told(told, "structured_outputs"), Told(supports, "structured_outputs")),
        };
    }

    private static Support First(params ReadOnlySpan<Support> says)
    {
        foreach (var support in says)
        {
            if (support != Support.Unknown)
            {
                return support;
            }
        }

        return Support.Unknown;
    }

    // an empty list is more likely a server that says nothing than a model that can do nothing
    private static Support Named(IReadOnlyCollection<string> list, params string[] names) =>
        list.Count == 0 ? Support.Unknown
        : names.Any(list.Contains) ? Support.Supported
        : Support.Unsupported;

    // whoever takes a format may take a schema too
    private static Support Schema(IReadOnlyCollection<string> parameters) =>
        Named(parameters, "structured_outputs") is var support && support == Support.Unsupported && parameters.Contains("response_format")
            ? Support.Unknown
            : support;

    // levels to choose from say yes; some lists say no beside them
    private static Support Efforts(JsonElement supports) =>
        Member(supports, "reasoning_effort") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? Support.Supported : Support.Unknown;

    private static Support Told(JsonElement entry, params ReadOnlySpan<string> names)
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
