namespace RouterMaestro.Usage.Sqlite.Schema;

/// <summary>One request. Times are milliseconds since 1970 in UTC, periods are microseconds, costs are billionths of a US dollar.</summary>
internal sealed class RequestRow
{
    public long Id { get; set; }

    public long Time { get; set; }

    public string RequestId { get; set; } = "";

    public int Operation { get; set; }

    public int Outcome { get; set; }

    public long Protocol { get; set; }

    public long RequestedModel { get; set; }

    public long Model { get; set; }

    public long Key { get; set; }

    public long Client { get; set; }

    /// <summary>Gets or sets the bits of <see cref="RequestFlags"/>.</summary>
    public int Flags { get; set; }

    public long Input { get; set; }

    public long CacheRead { get; set; }

    public long CacheWrite { get; set; }

    public long CacheWriteHour { get; set; }

    public long Output { get; set; }

    public long Reasoning { get; set; }

    public long Tier { get; set; }

    public long? FirstContent { get; set; }

    public long Duration { get; set; }

    public long? Overhead { get; set; }

    public int? Status { get; set; }

    public int? Failure { get; set; }

    public int Attempts { get; set; }

    public long? Session { get; set; }

    public int Needs { get; set; }

    public long EstimatedInput { get; set; }

    public long Plan { get; set; }

    public long Catalog { get; set; }

    public long Settings { get; set; }

    public int CostSource { get; set; }

    public long? StatedCost { get; set; }

    public long? TableCost { get; set; }
}

/// <summary>The flags of a request.</summary>
[Flags]
internal enum RequestFlags
{
    None = 0,
    Stream = 1,
    Estimated = 2,
    Partial = 4,
    Fallback = 8,
    HasUsage = 16,
    HasFailedCalls = 32,
    HasStatedCosts = 64,
}

/// <summary>An attempt that failed before the response.</summary>
internal sealed class FailedCallRow
{
    public long RequestId { get; set; }

    public int Number { get; set; }

    public long Model { get; set; }

    public int Failure { get; set; }

    public int? Status { get; set; }

    public long Duration { get; set; }
}

/// <summary>What a provider said that a response costs.</summary>
internal sealed class StatedCostRow
{
    public long RequestId { get; set; }

    public int Number { get; set; }

    public long Model { get; set; }

    public long Unit { get; set; }

    /// <summary>Gets or sets the amount, a decimal number as text, so that it stays exact.</summary>
    public string Amount { get; set; } = "";
}

/// <summary>A change of a circuit.</summary>
internal sealed class CircuitChangeRow
{
    public long Id { get; set; }

    public long Time { get; set; }

    public long Circuit { get; set; }

    public long State { get; set; }

    public int? Failure { get; set; }

    public long? Until { get; set; }
}

/// <summary>One value that belongs to the whole file.</summary>
internal sealed class StateRow
{
    public string Name { get; set; } = "";

    public long Value { get; set; }
}
