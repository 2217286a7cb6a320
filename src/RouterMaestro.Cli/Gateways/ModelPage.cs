using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Gateways;

/// <summary>One page of a gateway's model list, in the shape that carries names.</summary>
internal sealed record ModelPage(
    [property: JsonPropertyName("data")] IReadOnlyList<ModelPage.Model>? Data,
    [property: JsonPropertyName("has_more")] bool HasMore,
    [property: JsonPropertyName("last_id")] string? LastId)
{
    /// <summary>One model.</summary>
    internal sealed record Model(
        [property: JsonPropertyName("id")] string Id,
        [property: JsonPropertyName("display_name")] string? Name);
}
