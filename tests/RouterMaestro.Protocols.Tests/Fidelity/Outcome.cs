namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>What becomes of a feature in one direction.</summary>
internal enum Outcome
{
    /// <summary>The side that would say it has no words for it.</summary>
    NotSaid,

    /// <summary>It arrives as it was said.</summary>
    Carried,

    /// <summary>Something arrives that comes near.</summary>
    Approximated,

    /// <summary>Nothing arrives.</summary>
    Dropped,

    /// <summary>The request is refused, since half of it would be worse than none.</summary>
    Refused,
}
