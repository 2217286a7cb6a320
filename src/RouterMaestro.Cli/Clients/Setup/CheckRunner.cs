using RouterMaestro.Cli.Clients.Checks;
using RouterMaestro.Cli.Clients.Files;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>Tries the requests of a client: with the models of a setup, or with those of its settings files.</summary>
internal sealed class CheckRunner(ClientGateway gateway, ClientPlaces places, ClientCheck check)
{
    /// <summary>Tries the models of a setup.</summary>
    public async Task<CheckedClient> RunAsync(ClientKind kind, ClientSettings settings, CancellationToken cancellationToken) =>
        new(kind.Name, null, await SendAsync(kind, settings.Model.Id, settings.SmallModel.Id, cancellationToken));

    /// <summary>Tries the given models, else those that the settings files name.</summary>
    /// <exception cref="CommandFailedException">The settings do not lead to the gateway.</exception>
    public async Task<CheckedClient> RunConfiguredAsync(ClientKind kind, ConfigOptions options, CancellationToken cancellationToken)
    {
        if (options.Model is { } model)
        {
            return new(kind.Name, null, await SendAsync(kind, model, options.SmallModel, cancellationToken));
        }

        SettingsLevel[] levels = options.Level is { } level ? [level] : [SettingsLevel.Project, SettingsLevel.User];
        foreach (var file in levels.Select(level => kind.FileOf(places, level)).Distinct().Where(File.Exists))
        {
            if (ReadFile(kind, file) is { } configured)
            {
                CheckAddress(kind, file, configured);
                return new(kind.Name, file, await SendAsync(kind, configured.Model, configured.SmallModel, cancellationToken));
            }
        }

        throw new CommandFailedException($"{kind.Title} is not set up for a gateway: '{ProductInfo.Name} config {kind.Name}' does that, and --model tries a model without it.");
    }

    private static ConfiguredClient? ReadFile(ClientKind kind, string file)
    {
        try
        {
            return kind.Read(SettingsFile.Open(file).Text);
        }
        catch (SettingsFormatException exception)
        {
            throw new CommandFailedException($"{file} {exception.Message}: {kind.Title} cannot use it.", exception);
        }
    }

    private void CheckAddress(ClientKind kind, string file, ConfiguredClient configured)
    {
        var meant = gateway.Endpoint;
        if (configured.Address is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Authority == meant.Authority))
        {
            throw new CommandFailedException(
                $"{file} leads {kind.Title} to {address}, and the gateway is at {meant.GetLeftPart(UriPartial.Authority)}: set it up again with '{ProductInfo.Name} config {kind.Name}'.");
        }
    }

    private Task<IReadOnlyList<CheckResult>> SendAsync(ClientKind kind, string model, string? smallModel, CancellationToken cancellationToken) =>
        check.RunAsync(kind.Requests(model, smallModel), gateway.Endpoint, gateway.FindKey(), cancellationToken);
}

/// <summary>What became of the requests of a client.</summary>
/// <param name="Client">The client.</param>
/// <param name="File">The file that names the models; null if the command did.</param>
/// <param name="Results">The results.</param>
internal sealed record CheckedClient(string Client, string? File, IReadOnlyList<CheckResult> Results)
{
    /// <summary>Gets a value indicating whether the client would work.</summary>
    public bool IsGood => Results.All(result => result.IsGood);
}
