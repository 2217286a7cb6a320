using System.Globalization;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Says whether the gateway of the current context answers, accepts the key, and has problems itself.</summary>
internal sealed class GatewayCheck(GatewayView gateway, ServerFile server, SpareGateway spare) : IDoctorCheck
{
    private const string Subject = "Gateway";

    public string Group => "Gateway";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await gateway.AskAsync(cancellationToken);
        if (answer.Providers is not { } list)
        {
            return [Explain(answer)];
        }

        var ready = list.Providers.Count(provider => provider.Enabled);
        List<Finding> findings =
        [
            Finding.Ok(Subject, string.Create(CultureInfo.InvariantCulture, $"{answer.Address!.Display} answers and accepts the key ({answer.Duration.TotalMilliseconds:0} ms)")),
            ready > 0
                ? Finding.Ok("Its providers", $"{string.Join(", ", list.Providers.Where(provider => provider.Enabled).Select(provider => provider.Name))}: ready")
                : Finding.Problem("Its providers", "None can be called, so that it serves no model.", $"'{ProductInfo.Name} auth login' stores a key, '{ProductInfo.Name} provider add' adds a provider."),
            .. (list.Problems ?? []).Where(problem => !IsKnown(problem)).Select(problem => Finding.Problem("Its configuration", $"{problem.File}: {problem.Message}", $"correct it in {problem.Path ?? problem.File} on its machine.")),
            .. list.Providers.Where(provider => provider is { Enabled: true, Models.State: "failed" }).Select(Failed),
        ];
        if (GatewayEndpoint.WarningOf(answer.Address.Endpoint) is { } warning)
        {
            findings.Add(Finding.Warning("Its address", warning, $"'{ProductInfo.Name} context update NAME -e URL' changes it."));
        }

        return findings;
    }

    // a gateway on this machine reads the files that were checked before
    private bool IsKnown(ConfigProblemContract problem)
    {
        try
        {
            return gateway.IsLocal && spare.Configuration.Problems.Any(own => own.Message == problem.Message);
        }
        catch (GatewaySetupException)
        {
            return false;
        }
    }

    private static Finding Failed(ProviderContract provider) =>
        Finding.Warning(provider.Name, $"Its list of models did not arrive: {provider.Problem ?? "no reason is known"}", $"'{ProductInfo.Name} provider test {ShellWord.Of(provider.Name)}' says more.");

    private Finding Explain(GatewayAnswer answer) => answer switch
    {
        { Failure: GatewaySetupException } => Finding.Note(Subject, "not asked, since contexts.json cannot be used"),
        { IsUnreachable: true } when gateway.IsLocal && server.FindRunning() is { } record =>
            Finding.Problem(Subject, $"The process {record.ProcessId} should serve at {record.Address} and does not answer within a second.", "stop the process, and start the gateway again."),
        { IsUnreachable: true } when gateway.IsLocal => Finding.Note(Subject, $"none runs on this machine: '{ProductInfo.Name} server start' starts one"),
        _ => Finding.Problem(Subject, answer.Failure!.Message, $"'{ProductInfo.Name} context test' shows how far it gets, once that is mended."),
    };
}
