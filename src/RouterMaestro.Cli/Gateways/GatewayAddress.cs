using System.Text;

namespace RouterMaestro.Cli.Gateways;

/// <summary>A gateway to talk to.</summary>
/// <param name="Endpoint">Its address, with a slash at the end.</param>
/// <param name="AdminKey">The key to send to its admin routes; null when none is known.</param>
internal sealed record GatewayAddress(Uri Endpoint, string? AdminKey)
{
    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Endpoint = ").Append(Endpoint);
        return true;
    }
}
