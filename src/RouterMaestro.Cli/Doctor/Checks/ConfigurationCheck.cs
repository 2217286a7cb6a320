using RouterMaestro.Application.Ports;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Says what is wrong with the content of the configuration, as a gateway that starts here would read it.</summary>
internal sealed class ConfigurationCheck(SpareGateway spare) : IDoctorCheck
{
    public string Group => "Files";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var configuration = spare.Configuration;
            return Task.FromResult<IReadOnlyList<Finding>>(
            [
                .. configuration.Problems.Where(IsNews).Select(problem => Finding.Problem(problem.File, problem.Message, problem.Location is { } file ? $"correct it in {file}." : "correct the variable, or unset it.")),
                .. configuration.Warnings.Select(warning => Finding.Warning("Configuration", warning, "change it if it is not intended.")),
            ]);
        }
        catch (GatewaySetupException exception)
        {
            return Task.FromResult<IReadOnlyList<Finding>>([Finding.Problem("Start", exception.Message, "correct it: no gateway starts here until then.")]);
        }
    }

    // a file that cannot be read or is no JSON has its finding already
    private static bool IsNews(ConfigProblem problem) =>
        !problem.Message.StartsWith("cannot be read", StringComparison.Ordinal) && !problem.Message.StartsWith("is not valid JSON", StringComparison.Ordinal) && !problem.Message.StartsWith("must be a JSON object", StringComparison.Ordinal);
}
