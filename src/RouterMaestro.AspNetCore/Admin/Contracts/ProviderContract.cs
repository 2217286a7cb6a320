using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>The providers.</summary>
/// <param name="Providers">The providers in the order in which they are preferred, then the entries that are not usable.</param>
/// <param name="Revision">The version of the file.</param>
internal sealed record ProviderListContract(
    [property: JsonPropertyName("providers")] IReadOnlyList<ProviderContract> Providers,
    [property: JsonPropertyName("revision")] string Revision)
{
    /// <summary>Gets the problems of the configuration; absent if there are none.</summary>
    [JsonPropertyName("problems")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ConfigProblemContract>? Problems { get; init; }
}

/// <summary>A problem of the configuration.</summary>
/// <param name="File">The file's name, or what stands in its place.</param>
/// <param name="Message">The problem and its place in the file, without values.</param>
internal sealed record ConfigProblemContract(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("message")] string Message)
{
    /// <summary>Gets the full path of the file; absent if there is no file.</summary>
    [JsonPropertyName("path")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }
}

/// <summary>A provider, as every route about one of them returns it.</summary>
/// <param name="Name">The provider's id.</param>
/// <param name="Type">The type; null if the entry is not usable.</param>
/// <param name="BaseUrl">The base address; null if the entry is not usable.</param>
/// <param name="Source"><c>file</c>, <c>code</c> or <c>built_in</c>.</param>
/// <param name="Enabled">Whether calls may go to it.</param>
/// <param name="Status"><c>ready</c>, <c>no_key_needed</c>, <c>needs_key</c> or <c>invalid</c>.</param>
/// <param name="Key">Where the key comes from.</param>
/// <param name="Protocols">The protocols, the preferred one first.</param>
/// <param name="Headers">The names of the header fields sent with every request.</param>
/// <param name="Models">The models.</param>
internal sealed record ProviderContract(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("base_url")] string? BaseUrl,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("enabled")] bool Enabled,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("key")] ProviderKeyContract Key,
    [property: JsonPropertyName("protocols")] IReadOnlyList<string> Protocols,
    [property: JsonPropertyName("headers")] IReadOnlyList<string> Headers,
    [property: JsonPropertyName("models")] ProviderModelsContract Models)
{
    /// <summary>Gets what is known of a compatible server.</summary>
    [JsonPropertyName("server")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CompatibleServerContract? Server { get; init; }

    /// <summary>Gets why the entry is not usable, or why the model list did not arrive.</summary>
    [JsonPropertyName("problem")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    /// <summary>Gets every error of an entry that is not usable.</summary>
    [JsonPropertyName("errors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>Gets the version of the file, for a single provider.</summary>
    [JsonPropertyName("revision")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Revision { get; init; }

    /// <summary>Gets what the operator should know about a change.</summary>
    [JsonPropertyName("warnings")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>What is known of a compatible server, which decides how translated requests are written.</summary>
/// <param name="Preset">The kind of server; null if it is none whose facts are known.</param>
/// <param name="From">How the kind was found: <c>options</c>, <c>address</c>, <c>models</c> or <c>none</c>.</param>
/// <param name="Facts">The facts, as options with their values.</param>
internal sealed record CompatibleServerContract(
    [property: JsonPropertyName("preset")] string? Preset,
    [property: JsonPropertyName("from")] string From,
    [property: JsonPropertyName("facts")] IReadOnlyDictionary<string, string> Facts);

/// <summary>Where a provider's key comes from, never the key.</summary>
/// <param name="From"><c>environment</c>, <c>auth_file</c>, <c>code</c>, <c>module</c> or <c>none</c>.</param>
/// <param name="Variable">The environment variable that is read for it; null if the environment is not read.</param>
internal sealed record ProviderKeyContract(
    [property: JsonPropertyName("from")] string From,
    [property: JsonPropertyName("variable")] string? Variable)
{
    /// <summary>Gets whether people log in to the provider, by <c>POST /api/admin/auth/login</c>.</summary>
    [JsonPropertyName("login")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AcceptsLogin { get; init; }
}

/// <summary>A provider's models.</summary>
/// <param name="Count">Their number.</param>
/// <param name="State"><c>configured</c>, <c>listed</c>, <c>pending</c>, <c>failed</c> or <c>none</c>.</param>
internal sealed record ProviderModelsContract(
    [property: JsonPropertyName("count")] int Count,
    [property: JsonPropertyName("state")] string State);

/// <summary>A removed provider.</summary>
/// <param name="Removed">The provider's id.</param>
/// <param name="Revision">The version of the file.</param>
internal sealed record ProviderRemovedContract(
    [property: JsonPropertyName("removed")] string Removed,
    [property: JsonPropertyName("revision")] string Revision)
{
    /// <summary>Gets the provider of the same id that the host or the gateway has without the file; null if there is none.</summary>
    [JsonPropertyName("remains")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProviderContract? Remains { get; init; }
}

/// <summary>The result of a test.</summary>
/// <param name="Ok">Whether the provider sent its models.</param>
/// <param name="Models">The ids of the models at the provider.</param>
/// <param name="DurationMs">The time that it took, in milliseconds.</param>
internal sealed record ProviderTestContract(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("models")] IReadOnlyList<string> Models,
    [property: JsonPropertyName("duration_ms")] long DurationMs)
{
    /// <summary>Gets why there are none.</summary>
    [JsonPropertyName("failure")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProviderTestFailureContract? Failure { get; init; }
}

/// <summary>Why a test failed.</summary>
/// <param name="Code">The reason for programs.</param>
/// <param name="Message">The reason in plain words, and what to do.</param>
/// <param name="Status">The status of the provider's response; null if there was none.</param>
internal sealed record ProviderTestFailureContract(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("status")] int? Status)
{
    /// <summary>Gets every error of an entry that is not valid, so that nothing was asked.</summary>
    [JsonPropertyName("errors")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Errors { get; init; }
}
