using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Gateways;

/// <summary>What <c>model list --json</c> prints.</summary>
internal sealed record ModelRows([property: JsonPropertyName("models")] IReadOnlyList<ModelRow> Models);

/// <summary>A model that can be asked.</summary>
/// <param name="Id">Its qualified id.</param>
/// <param name="Name">Its name for people.</param>
internal sealed record ModelRow([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("name")] string Name)
{
    /// <summary>Gets the provider that serves it.</summary>
    [JsonPropertyName("provider")]
    public string Provider => Id.Split('/')[0];
}
