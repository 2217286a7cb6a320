namespace RouterMaestro.Domain.Usage;

/// <summary>What a request needs of a model.</summary>
[Flags]
public enum UsageNeeds
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>Tools.</summary>
    Tools = 1,

    /// <summary>Images.</summary>
    Images = 2,

    /// <summary>A response that follows a schema.</summary>
    Schema = 4,

    /// <summary>Reasoning.</summary>
    Reasoning = 8,
}
