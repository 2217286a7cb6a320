namespace RouterMaestro.Domain.Chat;

/// <summary>How the response is drawn. Null means: not said, the provider's default holds.</summary>
public sealed record Sampling
{
    /// <summary>Gets the empty set.</summary>
    public static Sampling Default { get; } = new();

    /// <summary>Gets the temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets the nucleus, 0 to 1.</summary>
    public double? TopP { get; init; }

    /// <summary>Gets the number of most likely tokens to draw from.</summary>
    public int? TopK { get; init; }

    /// <summary>Gets the maximum number of completion tokens to write.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Gets the sequences that end the response.</summary>
    public EquatableArray<string> StopSequences { get; init; } = [];

    /// <summary>Gets the penalty on tokens by how often they stand already.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>Gets the penalty on tokens that stand already.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>Gets the seed of the draw.</summary>
    public long? Seed { get; init; }
}
