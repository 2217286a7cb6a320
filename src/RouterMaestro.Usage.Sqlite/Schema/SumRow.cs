namespace RouterMaestro.Usage.Sqlite.Schema;

/// <summary>Sums over requests. Their columns are written and read in the order of the properties.</summary>
internal abstract class SumRow
{
    public long Model { get; set; }

    public long Key { get; set; }

    public long Client { get; set; }

    /// <summary>Gets or sets the end of the requests plus 1.</summary>
    public int Outcome { get; set; }

    public long Requests { get; set; }

    public long Completed { get; set; }

    public long Refused { get; set; }

    public long Failed { get; set; }

    public long Abandoned { get; set; }

    public long Fallbacks { get; set; }

    public long Attempts { get; set; }

    public long Input { get; set; }

    public long CacheRead { get; set; }

    public long CacheWrite { get; set; }

    public long CacheWriteHour { get; set; }

    public long Output { get; set; }

    public long Reasoning { get; set; }

    public long StatedCost { get; set; }

    public long TableCost { get; set; }

    public long IncludedCost { get; set; }

    public long UnknownCosts { get; set; }

    /// <summary>Gets or sets the output and reasoning tokens of completed streams.</summary>
    public long StreamTokens { get; set; }

    /// <summary>Gets or sets the microseconds of completed streams between first content and end.</summary>
    public long StreamTime { get; set; }

    /// <summary>Gets or sets the amounts that providers stated, <c>unit amount</c>, one a line; null if there are none.</summary>
    public string? Stated { get; set; }

    /// <summary>Gets or sets the histogram of the times to first content; null if there are none.</summary>
    public byte[]? FirstContentTimes { get; set; }

    /// <summary>Gets or sets the histogram of the durations; null if there are none.</summary>
    public byte[]? Durations { get; set; }
}

/// <summary>The requests of one hour with the same model, key, client and end: what all other sums can be made of.</summary>
internal sealed class CellRow : SumRow
{
    /// <summary>Gets or sets the number of hours since 1970 in UTC.</summary>
    public long Hour { get; set; }
}

/// <summary>The requests of an hour or a day, where a model, key, client or end of 0 means all of them.</summary>
internal sealed class RollupRow : SumRow
{
    /// <summary>Gets or sets the length of the period: 0 for an hour, 1 for a day in UTC.</summary>
    public int Grain { get; set; }

    /// <summary>Gets or sets the number of hours or days since 1970 in UTC.</summary>
    public long Period { get; set; }
}
