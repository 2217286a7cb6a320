using System.Text.Json;

namespace RouterMaestro.Protocols.ModelLists;

/// <summary>Recognizes embedding models in a model list.</summary>
internal static class EmbeddingModels
{
    private static readonly string[] _words = ["embed", "embedding", "embeddings"];

    /// <summary>Returns whether an entry is an embedding model, by its <c>type</c>, <c>task</c> or id.</summary>
    /// <param name="entry">The entry, an object.</param>
    public static bool Has(JsonElement entry) =>
        IsStated(entry, "type") || IsStated(entry, "task")
        || (entry.TryGetProperty("capabilities", out var capabilities) && capabilities.ValueKind == JsonValueKind.Object && IsStated(capabilities, "type"))
        || (entry.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && IsNamedSo(ModelListReader.TextOf(id) ?? ""));

    /// <summary>Returns whether a model's id names an embedding model.</summary>
    /// <param name="id">The model's id.</param>
    public static bool IsNamedSo(string id) =>
        id.Split('-', '_', '.', ':', '/', '@').Any(word => _words.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static bool IsStated(JsonElement value, string name) =>
        value.TryGetProperty(name, out var stated) && stated.ValueKind == JsonValueKind.String
        && _words.Contains(ModelListReader.TextOf(stated) ?? "", StringComparer.OrdinalIgnoreCase);
}
