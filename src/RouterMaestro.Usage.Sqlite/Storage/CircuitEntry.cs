using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Usage.Sqlite.Storage;

/// <summary>A change of a circuit.</summary>
/// <param name="At">The time of the change.</param>
/// <param name="Circuit">The circuit.</param>
/// <param name="State">The state since then, such as <c>open</c>.</param>
internal sealed record CircuitEntry(DateTimeOffset At, string Circuit, string State)
{
    /// <summary>Gets the failure that opened it; null if there is none.</summary>
    public FailureKind? Failure { get; init; }

    /// <summary>Gets the time until which it is open; null if it is not.</summary>
    public DateTimeOffset? Until { get; init; }
}
