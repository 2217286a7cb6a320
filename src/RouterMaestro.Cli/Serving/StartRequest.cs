using System.Text;

namespace RouterMaestro.Cli.Serving;

/// <summary>The options of <c>server start</c>.</summary>
/// <param name="Host">The address to listen on.</param>
/// <param name="Port">The port to listen on; 0 takes any free one.</param>
/// <param name="ApiKey">The key that clients must send; null to find or make one.</param>
/// <param name="LogLevel">The log level; null for the variable's, or the default.</param>
/// <param name="DrainTimeout">The seconds that calls under way have when the gateway stops; null for the variable's, or the default.</param>
internal sealed record StartRequest(string Host, int Port, string? ApiKey, string? LogLevel, string? DrainTimeout)
{
    /// <summary>Gets whether no usage is recorded.</summary>
    public bool NoUsage { get; init; }

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Host = ").Append(Host).Append(", Port = ").Append(Port);
        return true;
    }
}
