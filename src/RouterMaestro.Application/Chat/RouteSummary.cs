using System.Text;
using RouterMaestro.Domain.Routing.Plans;

namespace RouterMaestro.Application.Chat;

/// <summary>A plan in one line, for a header field.</summary>
public static class RouteSummary
{
    // header fields should stay far below what servers and proxies take
    private const int MaxLength = 2000;

    /// <summary>Writes who is asked in which order and why, and who is passed over and why.</summary>
    /// <param name="plan">The plan.</param>
    public static string Of(RoutePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder();
        foreach (var candidate in plan.Candidates)
        {
            Append(text, candidate.Model.QualifiedId, candidate.Reason);
        }

        foreach (var passed in plan.Skipped)
        {
            Append(text, "not " + passed.Model.QualifiedId, passed.Reason);
        }

        return text.Length <= MaxLength ? text.ToString() : string.Concat(text.ToString(0, MaxLength - 3), "...");
    }

    private static void Append(StringBuilder text, string model, string reason) =>
        text.Append(text.Length == 0 ? "" : "; ").Append(model).Append(" (").Append(reason).Append(')');
}
