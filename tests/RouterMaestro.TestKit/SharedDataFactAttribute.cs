using Xunit;

namespace RouterMaestro.TestKit;

/// <summary>A fact that needs the recorded traffic; it is skipped, with the reason, where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    /// <summary>Creates the attribute.</summary>
    public SharedDataFactAttribute() => Skip = SharedData.SkipReason;
}
