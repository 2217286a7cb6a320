using System.Text.Json.Serialization;

namespace RouterMaestro.AspNetCore.Admin.Contracts;

/// <summary>The usable models, the priorities first.</summary>
internal sealed record ModelListContract
{
    [JsonPropertyName("models")]
    public required IReadOnlyList<ModelContract> Models { get; init; }
}

/// <summary>A usable model.</summary>
internal sealed record ModelContract
{
    [JsonPropertyName("provider")]
    public required string Provider { get; init; }

    /// <summary>Gets the qualified id.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Gets the place among the priorities, from 1; null if it has none.</summary>
    [JsonPropertyName("priority")]
    public int? Priority { get; init; }

    /// <summary>Gets the protocols in which the model is called; null for those of its provider, which are not repeated for each model.</summary>
    [JsonPropertyName("protocols")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Protocols { get; init; }

    [JsonPropertyName("max_prompt_tokens")]
    public int? MaxPromptTokens { get; init; }

    [JsonPropertyName("max_output_tokens")]
    public int? MaxOutputTokens { get; init; }

    [JsonPropertyName("max_context_window_tokens")]
    public int? MaxContextWindowTokens { get; init; }

    [JsonPropertyName("operation_capabilities")]
    public required ModelCapabilitiesContract Capabilities { get; init; }
}

/// <summary>What a model can do: <c>supported</c>, <c>unsupported</c> or <c>unknown</c>.</summary>
internal sealed record ModelCapabilitiesContract
{
    [JsonPropertyName("tools")]
    public required string Tools { get; init; }

    [JsonPropertyName("vision")]
    public required string Vision { get; init; }

    [JsonPropertyName("reasoning")]
    public required string Reasoning { get; init; }

    [JsonPropertyName("structured_output")]
    public required string StructuredOutput { get; init; }
}

/// <summary>The result of a refresh.</summary>
internal sealed record RefreshContract
{
    [JsonPropertyName("success")]
    public required bool IsSuccess { get; init; }

    [JsonPropertyName("models_count")]
    public required int ModelsCount { get; init; }
}
