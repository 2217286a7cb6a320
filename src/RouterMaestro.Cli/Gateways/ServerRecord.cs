using System.Text;
using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Gateways;

/// <summary>What <c>server.json</c> says of a running gateway.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="StartedAt">When it started to serve.</param>
/// <param name="Address">Where it can be reached from this machine.</param>
internal sealed record ServerRecord(
    [property: JsonPropertyName("pid")] int ProcessId,
    [property: JsonPropertyName("started_at")] DateTimeOffset StartedAt,
    [property: JsonPropertyName("address")] string Address)
{
    /// <summary>Gets the version of the gateway.</summary>
    [JsonPropertyName("version")]
    public string? Version { get; init; }

    /// <summary>Gets the name of this run of the gateway, by which it is recognized.</summary>
    [JsonPropertyName("instance")]
    public string? Instance { get; init; }

    /// <summary>Gets the secret with which it can be stopped.</summary>
    [JsonPropertyName("token")]
    public string? Token { get; init; }

    /// <summary>Gets the file of its log; null if the log goes to standard error.</summary>
    [JsonPropertyName("log")]
    public string? Log { get; init; }

    // a record would print the token
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("ProcessId = ").Append(ProcessId).Append(", Address = ").Append(Address);
        return true;
    }
}
