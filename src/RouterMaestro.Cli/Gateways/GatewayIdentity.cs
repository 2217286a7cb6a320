using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Gateways;

/// <summary>What a server says of itself without a key.</summary>
/// <param name="Name">The name of the product; null if it is another one.</param>
/// <param name="Version">The version.</param>
internal sealed record GatewayIdentity(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("version")] string? Version)
{
    /// <summary>The name of this product.</summary>
    public const string Product = "RouterMaestro";
}
