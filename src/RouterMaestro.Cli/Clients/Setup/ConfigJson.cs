using System.Text.Json.Serialization;
using RouterMaestro.Cli.Clients.Checks;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>What the <c>config</c> commands print with <c>--json</c>. Members are only added.</summary>
internal sealed record ConfigRow
{
    /// <summary>Gets the client.</summary>
    [JsonPropertyName("client")]
    public required string Client { get; init; }

    /// <summary>Gets the level, <c>user</c> or <c>project</c>; null if the command named the models itself.</summary>
    [JsonPropertyName("level")]
    public string? Level { get; init; }

    /// <summary>Gets the settings file.</summary>
    [JsonPropertyName("file")]
    public string? File { get; init; }

    /// <summary>Gets <c>written</c>, <c>unchanged</c>, <c>dry-run</c>, <c>checked</c>, <c>restored</c> or <c>removed</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Gets the file with the former content.</summary>
    [JsonPropertyName("backup")]
    public string? Backup { get; init; }

    /// <summary>Gets the change as a unified diff, without secrets.</summary>
    [JsonPropertyName("diff")]
    public string? Diff { get; init; }

    /// <summary>Gets what else the person should know.</summary>
    [JsonPropertyName("notes")]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets what overrides the settings, or keeps them from working.</summary>
    [JsonPropertyName("warnings")]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets what became of the client's requests; null if they were not tried.</summary>
    [JsonPropertyName("check")]
    public CheckRow? Check { get; init; }
}

/// <summary>What became of a client's requests.</summary>
internal sealed record CheckRow(
    [property: JsonPropertyName("ok")] bool IsGood,
    [property: JsonPropertyName("requests")] IReadOnlyList<CheckResult> Requests);

/// <summary>Writes the rows.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ConfigRow))]
internal sealed partial class ConfigJson : JsonSerializerContext;
