using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>Sets up a client: completes the setup, shows the change, writes it, and tries the client's requests.</summary>
internal sealed class ClientConfigurator(ConfigWizard wizard, SettingsWriter writer, ConfigReport report, CheckRunner checks, ChoicePrompt prompt)
{
    /// <summary>Sets up a client, or only tries its requests.</summary>
    /// <param name="kind">The client.</param>
    /// <param name="options">What the command line says.</param>
    /// <param name="cancellationToken">Ends the questions and the requests.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ClientKind kind, ConfigOptions options, CancellationToken cancellationToken)
    {
        if (options is { IsChecked: true, IsConfirmed: false, IsDryRun: false })
        {
            var tried = await checks.RunConfiguredAsync(kind, options, cancellationToken);
            report.Print(tried, options.AsJson);
            return tried.IsGood ? ExitCodes.Success : ExitCodes.Failure;
        }

        var plan = await wizard.CompleteAsync(kind, options, cancellationToken);
        var change = writer.Prepare(kind, plan);
        report.PrintDiff(change, options.AsJson);
        var isWritten = !options.IsDryRun && change.IsChange && (options.IsConfirmed || await prompt.ConfirmAsync("Write it?", cancellationToken));
        if (!options.IsDryRun && change.IsChange && !isWritten)
        {
            throw new CommandFailedException("Nothing is written.");
        }

        var backup = isWritten ? writer.Write(change) : null;
        if (!isWritten && !options.IsDryRun)
        {
            writer.RenewSecret(change);
        }

        var result = options.IsChecked ? await checks.RunAsync(kind, plan.Settings, cancellationToken) : null;
        report.Print(change, new(options.IsDryRun, backup, result), options.AsJson);
        return result is { IsGood: false } ? ExitCodes.Failure : ExitCodes.Success;
    }
}
