using System.Text;
using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>What a gateway in the background tells the command that started it.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Address">Where it can be reached from this machine.</param>
/// <param name="Log">The file of its log.</param>
/// <param name="Key">The key that clients must send.</param>
/// <param name="KeySource">Where the key is from.</param>
internal sealed record BackgroundReport(
    [property: JsonPropertyName("pid")] int ProcessId,
    [property: JsonPropertyName("address")] Uri Address,
    [property: JsonPropertyName("log")] string Log,
    [property: JsonPropertyName("key")] string Key,
    [property: JsonPropertyName("key_source")] GatewayKeySource KeySource)
{
    /// <summary>Gets what the gateway does without.</summary>
    [JsonPropertyName("warnings")]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the number of problems with which it serves.</summary>
    [JsonPropertyName("problems")]
    public int Problems { get; init; }

    /// <summary>Gets whether a provider can be called.</summary>
    [JsonPropertyName("is_usable")]
    public bool IsUsable { get; init; }

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("ProcessId = ").Append(ProcessId).Append(", Address = ").Append(Address);
        return true;
    }
}

/// <summary>Reads and writes what passes between a gateway in the background and the command that started it.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(BackgroundReport))]
internal sealed partial class BackgroundJson : JsonSerializerContext;
