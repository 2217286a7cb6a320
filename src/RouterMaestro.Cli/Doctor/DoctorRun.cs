namespace RouterMaestro.Cli.Doctor;

/// <summary>Runs the checks in their order.</summary>
internal sealed class DoctorRun(IEnumerable<IDoctorCheck> checks, DoctorReport report, SpareGateway spare)
{
    /// <summary>Runs the checks and prints what they find.</summary>
    /// <param name="isLive">Whether providers are called.</param>
    /// <param name="asJson">Whether to print JSON.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    /// <returns>Whether nothing needs fixing.</returns>
    public async Task<bool> RunAsync(bool isLive, bool asJson, CancellationToken cancellationToken)
    {
        try
        {
            return await ReportAsync(isLive, asJson, cancellationToken);
        }
        finally
        {
            await spare.StopAsync();
        }
    }

    private async Task<bool> ReportAsync(bool isLive, bool asJson, CancellationToken cancellationToken)
    {
        List<(string Group, Finding Finding)> all = [];
        foreach (var group in checks.Where(check => isLive || !check.IsLive).GroupBy(check => check.Group))
        {
            List<Finding> findings = [];
            foreach (var check in group)
            {
                findings.AddRange(await check.RunAsync(cancellationToken));
            }

            all.AddRange(findings.Select(finding => (group.Key, finding)));
            if (!asJson && findings.Count > 0)
            {
                report.Print(group.Key, findings);
            }
        }

        var diagnosis = Sum(all, isLive);
        if (asJson)
        {
            report.PrintJson(diagnosis);
        }
        else
        {
            report.PrintSum(diagnosis);
        }

        return diagnosis.Ok;
    }

    private static Diagnosis Sum(List<(string Group, Finding Finding)> all, bool isLive)
    {
        var problems = all.Count(row => row.Finding.Status == FindingStatus.Problem);
        return new(
            problems == 0,
            isLive,
            problems,
            all.Count(row => row.Finding.Status == FindingStatus.Warning),
            [.. all.Select(row => new DiagnosisRow(row.Group, row.Finding.Subject, DoctorReport.NameOf(row.Finding.Status), row.Finding.Message, row.Finding.Fix))]);
    }
}
