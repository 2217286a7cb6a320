using RouterMaestro.Application.Ports;

namespace RouterMaestro.Application.UsageReports;

/// <summary>Says that usage is not recorded.</summary>
/// <param name="store">The store; null if the host has none.</param>
internal sealed class UsageProblems(IUsageStore? store = null) : IProblemSource
{
    public IEnumerable<ConfigProblem> Problems => store?.Status is { IsWritable: false, Problem: { } problem }
        ? [new ConfigProblem("usage", $"{problem.TrimEnd('.')}: what is not written until the gateway stops is lost")]
        : [];
}
