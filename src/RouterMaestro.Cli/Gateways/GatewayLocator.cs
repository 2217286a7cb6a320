using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Finds the gateway that a command is meant for.</summary>
internal sealed class GatewayLocator(ContextStore contexts, ServerFile server, CliEnvironment environment)
{
    /// <summary>Finds the current context's gateway: on this machine the one that runs, else the one at the context's endpoint.</summary>
    /// <exception cref="CommandFailedException">The context's endpoint is no address, or its key cannot be sent.</exception>
    /// <exception cref="GatewaySetupException"><c>contexts.json</c> cannot be read.</exception>
    public GatewayAddress Locate()
    {
        var context = contexts.Current();
        var running = context.Name == GatewayContext.Local ? server.FindRunning()?.Address : null;
        return new(ParseEndpoint(running ?? context.Endpoint, context.Name), FindKey(context));
    }

    private string? FindKey(GatewayContext context)
    {
        (string? Value, string Source)[] keys =
        [
            (environment.NonBlank(ApiKeyStore.AdminVariable), ApiKeyStore.AdminVariable),
            (environment.NonBlank(ApiKeyStore.Variable), ApiKeyStore.Variable),
            (context.AdminKey, $"{contexts.Path}: '{ContextStore.KeyPath(context.Name, GatewayContext.AdminKeyMember)}'"),
            (context.ApiKey, $"{contexts.Path}: '{ContextStore.KeyPath(context.Name)}'"),
        ];
        var (key, source) = keys.FirstOrDefault(key => key.Value is not null);
        return key is null || ApiKeyStore.ErrorOf(key) is not { } error ? key : throw new CommandFailedException($"{source} {error}.");
    }

    private static Uri ParseEndpoint(string endpoint, string context) =>
        Uri.TryCreate(endpoint.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https" }
            ? uri
            : throw new CommandFailedException($"The context '{context}' has no usable endpoint: '{endpoint}'.");
}
