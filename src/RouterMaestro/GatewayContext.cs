using System.Text;

namespace RouterMaestro;

/// <summary>A gateway that the command line can call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Endpoint">Its address.</param>
/// <param name="ApiKey">Its key; null if none is stored.</param>
internal sealed record GatewayContext(string Name, string Endpoint, string? ApiKey)
{
    /// <summary>Gets the key of its admin routes; null if its key serves for them too.</summary>
    public string? AdminKey { get; init; }

    /// <summary>The member of <c>contexts.json</c> that holds the key.</summary>
    public const string ApiKeyMember = "api_key";

    /// <summary>The member of <c>contexts.json</c> that holds the key of the admin routes.</summary>
    public const string AdminKeyMember = "admin_key";

    /// <summary>The name of the gateway on this machine, which always exists.</summary>
    public const string Local = "local";

    /// <summary>Gets the default context of the gateway on this machine.</summary>
    public static GatewayContext DefaultLocal { get; } = new(Local, "http://localhost:8080", ApiKey: null);

    // a record would print the keys
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name).Append(", Endpoint = ").Append(Endpoint);
        return true;
    }
}
