using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Clients.Setup;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Running;

/// <summary>Runs a client with the gateway for this once: nothing is written to its settings.</summary>
internal sealed class ClientRunner(GatewayStarter starter, ClientGateway gateway, ModelChoices choices, ClientPlaces places, ClientProcess process)
{
    /// <summary>Runs a client until it ends.</summary>
    /// <param name="kind">The client.</param>
    /// <param name="model">The model; null for the gateway's own choice.</param>
    /// <param name="smallModel">The small model; null for the same one.</param>
    /// <param name="arguments">The client's arguments.</param>
    /// <param name="cancellationToken">Cancels the start of the gateway.</param>
    /// <returns>The client's exit code.</returns>
    /// <exception cref="CommandFailedException">The client is not installed, or the gateway would refuse its key or not serve the model.</exception>
    public async Task<int> RunAsync(ClientKind kind, string? model, string? smallModel, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var program = process.Find(kind);
        if (gateway.IsLocal)
        {
            await starter.EnsureRunningAsync(cancellationToken);
        }

        var models = await ListAsync(cancellationToken);
        if (models is not null)
        {
            foreach (var given in new[] { model, smallModel }.OfType<string>())
            {
                await choices.CheckAsync(kind, models, given, cancellationToken);
            }
        }

        var main = ModelChoices.Describe(models, model ?? ModelChoices.Automatic);
        var settings = new ClientSettings
        {
            Endpoint = gateway.Endpoint,
            Model = main,
            SmallModel = smallModel is null ? main : ModelChoices.Describe(models, smallModel),
            KeyHelper = gateway.KeyHelper(),
            AutoCompactWindow = kind is ClaudeCode ? CompactWindows.Of(main) : null,
        };
        var launch = kind.Launch(settings, gateway.FindKey(), places);
        return await process.RunAsync(program, [.. launch.Arguments, .. arguments], launch.Variables, settings.Endpoint);
    }

    /// <summary>Lists the models; null if the gateway lists them for its operators alone.</summary>
    private async Task<IReadOnlyList<ModelContract>?> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await choices.ListAsync(cancellationToken);
        }
        catch (CommandFailedException exception) when (!exception.IsUnreachable)
        {
            if (exception.IsKeyRefused && gateway.CommandKey == gateway.FindKey())
            {
                // the client would be refused in the same way
                throw;
            }

            return null;
        }
    }
}
