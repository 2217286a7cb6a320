using Xunit;

namespace RouterMaestro.TestKit;

/// <summary>
/// A theory that needs the recorded traffic; it is skipped, with the reason, where that is absent. Its rows usually come
/// from a member that returns <see cref="Recordings.Rows"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    /// <summary>Creates the attribute.</summary>
    public SharedDataTheoryAttribute() => Skip = SharedData.SkipReason;
}
