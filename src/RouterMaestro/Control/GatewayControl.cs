using System.Security.Cryptography;
using System.Text;

namespace RouterMaestro.Control;

/// <summary>What the starter of a gateway keeps to recognize and stop it. No admin key opens these routes, and this token opens no others.</summary>
/// <param name="Token">The secret that a request must send.</param>
/// <param name="Instance">The name of this run of the gateway, which it tells only those who know the token.</param>
internal sealed record GatewayControl(string Token, string Instance)
{
    /// <summary>The path at which the gateway says which one it is.</summary>
    public const string Path = "/api/control";

    /// <summary>The path at which it can be stopped.</summary>
    public const string StopPath = Path + "/stop";

    /// <summary>Makes a token and a name of its own for one run.</summary>
    public static GatewayControl Create() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), Guid.NewGuid().ToString("N"));

    /// <summary>Returns whether a text is the token. The time it takes says nothing about it.</summary>
    public bool Accepts(ReadOnlySpan<char> text) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToArray())), SHA256.HashData(Encoding.UTF8.GetBytes(Token)));

    // a record would print the token
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Instance = ").Append(Instance);
        return true;
    }
}
