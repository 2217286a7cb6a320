namespace RouterMaestro.Domain.Usage;

/// <summary>What the store of usage tells about itself.</summary>
public sealed record UsageStoreStatus
{
    /// <summary>Gets whether the store takes records now.</summary>
    public bool IsWritable { get; init; } = true;

    /// <summary>Gets why it does not; null if it does.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets the number of records that wait to be written.</summary>
    public long Waiting { get; init; }

    /// <summary>Gets the number of requests since the start that were only counted per model, since too many records waited.</summary>
    public long WithoutDetail { get; init; }
}
