using System.Text;
using RouterMaestro.Domain.Routing.Plans;

namespace RouterMaestro.Application.Chat;

/// <summary>A plan in one line, for a header field.</summary>
internal static class RouteSummary
{
    // nginx limits the header of a response to 4 or 8 KiB by default (proxy_buffer_size)
    private const int MaxLength = 2000;

    /// <summary>Writes the candidates in their order and the skipped models, each with its reason.</summary>
    /// <param name="plan">The plan.</param>
    public static string Of(RoutePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder();
        foreach (var candidate in plan.Candidates)
        {
            Append(text, candidate.Model.QualifiedId, candidate.Reason);
        }

        foreach (var skipped in plan.Skipped)
        {
            Append(text, "not " + skipped.Model.QualifiedId, skipped.Reason);
        }

        return text.Length <= MaxLength ? text.ToString() : string.Concat(text.ToString(0, MaxLength - 3), "...");
    }

    private static void Append(StringBuilder text, string model, string reason) =>
        text.Append(text.Length == 0 ? "" : "; ").Append(model).Append(" (").Append(reason).Append(')');
}
