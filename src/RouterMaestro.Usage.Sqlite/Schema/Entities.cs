namespace RouterMaestro.Usage.Sqlite.Schema;

/// <summary>A text that many rows name by its id.</summary>
internal sealed class TextRow
{
    public long Id { get; set; }

    public TextKind Kind { get; set; }

    public string Text { get; set; } = "";
}

/// <summary>What a text is.</summary>
internal enum TextKind
{
    /// <summary>The qualified id of a model; empty for requests that no provider was called for.</summary>
    Model = 1,

    /// <summary>The name of a key; empty for requests that nobody was authenticated for.</summary>
    Key = 2,

    /// <summary>A kind of client; empty for requests without a user agent.</summary>
    Client = 3,

    /// <summary>A model as callers name it. Callers choose it, so those that no request names any more are deleted.</summary>
    RequestedModel = 4,

    /// <summary>A plan. Those that no request names any more are deleted.</summary>
    Plan = 5,

    /// <summary>A protocol, a service tier, a unit, a state of a circuit or a revision.</summary>
    Word = 6,
}

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
