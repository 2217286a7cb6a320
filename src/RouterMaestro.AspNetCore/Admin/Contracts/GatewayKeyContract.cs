using System.Text;
using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>The named keys of callers.</summary>
/// <param name="Keys">The keys, the oldest first.</param>
internal sealed record GatewayKeyListContract(
    [property: JsonPropertyName("keys")] IReadOnlyList<GatewayKeyContract> Keys);

/// <summary>A named key, without the key itself.</summary>
/// <param name="Name">The name.</param>
/// <param name="CreatedAt">The time at which it was made.</param>
internal sealed record GatewayKeyContract(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt);

/// <summary>A new named key.</summary>
/// <param name="Name">The name.</param>
/// <param name="CreatedAt">The time at which it was made.</param>
/// <param name="Key">The key, which is shown this once.</param>
internal sealed record NewGatewayKeyContract(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("created_at")] DateTimeOffset CreatedAt,
    [property: JsonPropertyName("key")] string Key)
{
    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name);
        return true;
    }
}

/// <summary>A named key that is no longer valid.</summary>
/// <param name="Revoked">The name.</param>
internal sealed record RevokedGatewayKeyContract(
    [property: JsonPropertyName("revoked")] string Revoked);
