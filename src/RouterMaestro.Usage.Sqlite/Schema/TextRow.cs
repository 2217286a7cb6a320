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
