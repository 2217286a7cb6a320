using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Output;

/// <summary>The models that <c>model list --json</c> prints.</summary>
internal sealed record ModelRows([property: JsonPropertyName("models")] IReadOnlyList<ModelRow> Models);

/// <summary>A model of the list.</summary>
internal sealed record ModelRow(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("priority")] int? Priority);
