namespace RouterMaestro.Domain.Chat;

/// <summary>Tokens of one response in buckets that don't overlap, so that they can be added and priced.</summary>
/// <param name="Input">Prompt tokens that were neither read from nor written to a cache.</param>
/// <param name="CacheRead">Prompt tokens read from the provider's cache.</param>
/// <param name="CacheWrite">Prompt tokens written to the provider's cache.</param>
/// <param name="Output">Completion tokens other than reasoning, if the provider counts them separately.</param>
/// <param name="Reasoning">Completion tokens spent on reasoning, if the provider counts them.</param>
public sealed record TokenUsage(long Input, long CacheRead, long CacheWrite, long Output, long Reasoning)
{
    /// <summary>Gets the usage of nothing.</summary>
    public static TokenUsage Zero { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Gets the prompt tokens written to the provider's cache for an hour; <see cref="CacheWrite"/> are those for five minutes, or for a time that the provider does not say.</summary>
    public long CacheWriteHour { get; init; }

    /// <summary>Gets the service tier that the provider says it served, such as <c>flex</c> or <c>priority</c>; null if it says none.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>
    /// Gets the provider's own id of the model that used these tokens, where it says that another one than the called one responded; null otherwise.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>
    /// Gets the tokens that the provider used on other models for this response, such as an advisor's. They are priced under those models and are not in
    /// the other counts.
    /// </summary>
    public EquatableArray<ModelUsage> OtherModels { get; init; } = [];

    /// <summary>Gets what the provider says in the usage itself that the response costs; null if it says nothing.</summary>
    internal UsageCharge? Charge { get; init; }

    /// <summary>Gets a value indicating whether nothing was counted, as in the provisional zeros of a stream.</summary>
    internal bool IsNothing => Total == 0 && OtherModels.IsEmpty && Charge is null;

    /// <summary>Gets all prompt tokens.</summary>
    public long Prompt => Input + CacheRead + CacheWrite + CacheWriteHour;

    /// <summary>Gets all completion tokens.</summary>
    public long Completion => Output + Reasoning;

    /// <summary>Gets all tokens.</summary>
    public long Total => Prompt + Completion;
}

/// <summary>Tokens that a response used on another model than the one that responded.</summary>
/// <param name="Model">The provider's own id of that model.</param>
/// <param name="Usage">The tokens.</param>
public sealed record ModelUsage(string Model, TokenUsage Usage);

/// <summary>A cost within a usage.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Amount">The amount.</param>
internal sealed record UsageCharge(string Unit, decimal Amount);
