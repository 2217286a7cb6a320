using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Finds the gateway that a command is meant for.</summary>
internal sealed class GatewayLocator(ContextStore contexts, ServerFile server, CliEnvironment environment)
{
    /// <summary>Finds the current context's gateway: on this machine the one that runs, else the one at the context's endpoint.</summary>
    /// <exception cref="CommandFailedException">The context's endpoint is no address.</exception>
    /// <exception cref="GatewaySetupException"><c>contexts.json</c> cannot be read.</exception>
    public GatewayAddress Locate()
    {
        var context = contexts.Current();
        var running = context.Name == GatewayContext.Local ? server.FindRunning()?.Address : null;
        var key = environment.NonBlank(ApiKeyStore.AdminVariable) ?? environment.NonBlank(ApiKeyStore.Variable) ?? context.AdminKey ?? context.ApiKey;
        return new(ParseEndpoint(running ?? context.Endpoint, context.Name), key);
    }

    private static Uri ParseEndpoint(string endpoint, string context) =>
        Uri.TryCreate(endpoint.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https" }
            ? uri
            : throw new CommandFailedException($"The context '{context}' has no usable endpoint: '{endpoint}'.");
}
