namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>The outcome of a feature in one direction.</summary>
internal enum Outcome
{
    /// <summary>The protocol of the sender cannot express it.</summary>
    NotSaid,

    /// <summary>It arrives with the same meaning.</summary>
    Carried,

    /// <summary>Something similar arrives.</summary>
    Approximated,

    /// <summary>It does not arrive.</summary>
    Dropped,

    /// <summary>The request is refused, because a part of it would be worse than an error.</summary>
    Refused,
}
