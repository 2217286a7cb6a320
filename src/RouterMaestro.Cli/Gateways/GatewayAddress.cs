using System.Text;

namespace RouterMaestro.Cli.Gateways;

/// <summary>A gateway to talk to.</summary>
/// <param name="Endpoint">Its address, with a slash at the end.</param>
/// <param name="AdminKey">The key to send to its admin routes; null when none is known.</param>
internal sealed record GatewayAddress(Uri Endpoint, string? AdminKey)
{
    /// <summary>Gets the variable that holds the key; null if it is from the context.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Gets the address for people.</summary>
    public string Display => GatewayEndpoint.Display(Endpoint);

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Endpoint = ").Append(Endpoint);
        return true;
    }
}
