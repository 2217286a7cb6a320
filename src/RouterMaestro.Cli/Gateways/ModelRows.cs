using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Gateways;

/// <summary>The models of a gateway, as the admin API returns them and as <c>model list --json</c> prints them.</summary>
internal sealed record ModelRows([property: JsonPropertyName("models")] IReadOnlyList<ModelRow>? Models);

/// <summary>An available model.</summary>
/// <param name="Id">Its qualified id.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Provider">The provider that serves it.</param>
/// <param name="Priority">Its place among the priorities, from 1; null when it has none.</param>
internal sealed record ModelRow(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("provider")] string Provider,
    [property: JsonPropertyName("priority")] int? Priority);
