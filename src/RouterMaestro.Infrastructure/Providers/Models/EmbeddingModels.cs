using System.Text.Json;

namespace RouterMaestro.Infrastructure.Providers.Models;

/// <summary>Knows the models that make vectors, and nothing but vectors, among those of a list.</summary>
internal static class EmbeddingModels
{
    private static readonly string[] _words = ["embed", "embedding", "embeddings"];

    /// <summary>Tells whether an entry of a list is such a model: it says so, or it is called so.</summary>
    /// <param name="entry">The entry, an object.</param>
    public static bool Has(JsonElement entry) =>
        IsSaid(entry, "type") || IsSaid(entry, "task")
        || (entry.TryGetProperty("capabilities", out var told) && told.ValueKind == JsonValueKind.Object && IsSaid(told, "type"))
        || (entry.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && IsCalledSo(ModelListReader.TextOf(id) ?? ""));

    /// <summary>Tells whether a model is called so.</summary>
    /// <param name="id">The model's id.</param>
    public static bool IsCalledSo(string id) =>
        id.Split('-', '_', '.', ':', '/', '@').Any(word => _words.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static bool IsSaid(JsonElement value, string name) =>
        value.TryGetProperty(name, out var said) && said.ValueKind == JsonValueKind.String
        && _words.Contains(ModelListReader.TextOf(said) ?? "", StringComparer.OrdinalIgnoreCase);
}
