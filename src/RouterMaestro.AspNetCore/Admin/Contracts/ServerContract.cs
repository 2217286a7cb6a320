using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>A running gateway: what it is, what it has, and what is wrong with it.</summary>
internal sealed record ServerContract
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("version")]
    public required string Version { get; init; }

    /// <summary>Gets the runtime, such as <c>.NET 10.0.1</c>.</summary>
    [JsonPropertyName("runtime")]
    public required string Runtime { get; init; }

    /// <summary>Gets the process, on the gateway's own machine or in its container.</summary>
    [JsonPropertyName("pid")]
    public required int ProcessId { get; init; }

    [JsonPropertyName("started_at")]
    public required DateTimeOffset StartedAt { get; init; }

    [JsonPropertyName("uptime_seconds")]
    public required long UptimeSeconds { get; init; }

    /// <summary>Gets the listening addresses; empty if the host does not tell.</summary>
    [JsonPropertyName("addresses")]
    public required IReadOnlyList<string> Addresses { get; init; }

    [JsonPropertyName("catalog")]
    public required ServerCatalogContract Catalog { get; init; }

    /// <summary>Gets the providers in the order in which they are preferred, then the entries that are not usable.</summary>
    [JsonPropertyName("providers")]
    public required IReadOnlyList<ServerProviderContract> Providers { get; init; }

    /// <summary>Gets the circuits that are not closed.</summary>
    [JsonPropertyName("circuits")]
    public required IReadOnlyList<CircuitContract> Circuits { get; init; }

    /// <summary>Gets the problems of the configuration.</summary>
    [JsonPropertyName("problems")]
    public required IReadOnlyList<ConfigProblemContract> Problems { get; init; }

    /// <summary>Gets the paths; null if the host has files of its own.</summary>
    [JsonPropertyName("paths")]
    public required ServerPathsContract? Paths { get; init; }
}

/// <summary>The models of all providers.</summary>
/// <param name="Models">The number of models that can be called.</param>
/// <param name="UpdatedAt">The time of the oldest list that is in use; null if no provider has sent one.</param>
/// <param name="AgeSeconds">The age of that list; null if no provider has sent one.</param>
internal sealed record ServerCatalogContract(
    [property: JsonPropertyName("models")] int Models,
    [property: JsonPropertyName("updated_at")] DateTimeOffset? UpdatedAt,
    [property: JsonPropertyName("age_seconds")] long? AgeSeconds);

/// <summary>The state of one provider.</summary>
/// <param name="Name">The provider's id.</param>
/// <param name="Type">The type; null if the entry is not usable.</param>
/// <param name="Status"><c>ready</c>, <c>no_key_needed</c>, <c>needs_key</c> or <c>invalid</c>.</param>
/// <param name="Key">Where the key comes from.</param>
/// <param name="Models">The models.</param>
internal sealed record ServerProviderContract(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("key")] ProviderKeyContract Key,
    [property: JsonPropertyName("models")] ServerModelsContract Models)
{
    /// <summary>Gets why the entry is not usable, or why the model list did not arrive.</summary>
    [JsonPropertyName("problem")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }
}

/// <summary>A provider's models.</summary>
/// <param name="Count">Their number.</param>
/// <param name="State"><c>configured</c>, <c>listed</c>, <c>pending</c>, <c>failed</c> or <c>none</c>.</param>
internal sealed record ServerModelsContract(
    [property: JsonPropertyName("count")] int Count,
    [property: JsonPropertyName("state")] string State)
{
    /// <summary>Gets the time at which the provider sent the list.</summary>
    [JsonPropertyName("updated_at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>Where a gateway has its files.</summary>
/// <param name="Config">The folder of the files that users edit.</param>
/// <param name="Data">The folder of the gateway's own files.</param>
/// <param name="Log">The file of the log; null if the log goes to standard error.</param>
internal sealed record ServerPathsContract(
    [property: JsonPropertyName("config")] string Config,
    [property: JsonPropertyName("data")] string Data,
    [property: JsonPropertyName("log")] string? Log);
