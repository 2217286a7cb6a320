using Xunit;

namespace RouterMaestro.TestKit;

/// <summary>A theory that needs the captured requests; it is skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientCapturesTheoryAttribute : TheoryAttribute
{
    /// <summary>Creates the attribute.</summary>
    public ClientCapturesTheoryAttribute() => Skip = ClientCaptures.SkipReason;
}
