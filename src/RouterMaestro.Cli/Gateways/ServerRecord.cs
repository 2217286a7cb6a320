using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Gateways;

/// <summary>What <c>server.json</c> says of a running gateway.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="StartedAt">When it started to serve.</param>
/// <param name="Address">Where it can be reached from this machine.</param>
internal sealed record ServerRecord(
    [property: JsonPropertyName("pid")] int ProcessId,
    [property: JsonPropertyName("started_at")] DateTimeOffset StartedAt,
    [property: JsonPropertyName("address")] string Address);
