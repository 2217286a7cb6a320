using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>What <c>server status --json</c> prints.</summary>
/// <param name="IsRunning">Whether the gateway answers.</param>
/// <param name="Context">The current context.</param>
/// <param name="Endpoint">The address that was asked.</param>
internal sealed record StateContract(
    [property: JsonPropertyName("running")] bool IsRunning,
    [property: JsonPropertyName("context")] string Context,
    [property: JsonPropertyName("endpoint")] string Endpoint)
{
    /// <summary>Gets the version.</summary>
    [JsonPropertyName("version")]
    public string? Version { get; init; }

    /// <summary>Gets the process, if it is on this machine.</summary>
    [JsonPropertyName("pid")]
    public int? ProcessId { get; init; }

    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets why it does not answer, in one sentence.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}

/// <summary>What <c>server stop --json</c> prints.</summary>
/// <param name="Outcome"><c>stopped</c>, <c>terminated</c>, <c>killed</c>, <c>crashed</c> or <c>not_running</c>.</param>
internal sealed record StopContract([property: JsonPropertyName("outcome")] string Outcome)
{
    [JsonPropertyName("pid")]
    public int? ProcessId { get; init; }

    [JsonPropertyName("address")]
    public string? Address { get; init; }
}

/// <summary>Writes what the commands of the lifecycle print.</summary>
[JsonSerializable(typeof(StateContract))]
[JsonSerializable(typeof(StopContract))]
internal sealed partial class LifecycleJson : JsonSerializerContext
{
    /// <summary>Gets the context for terminals: indented, and without escapes in sentences.</summary>
    public static LifecycleJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
