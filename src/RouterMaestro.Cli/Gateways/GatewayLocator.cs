using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Finds the gateway that a command is meant for.</summary>
internal sealed class GatewayLocator(ContextStore contexts, ServerFile server, CliEnvironment environment)
{
    /// <summary>Finds the current context's gateway: on this machine the one that runs, else the one at the context's endpoint.</summary>
    /// <exception cref="CommandFailedException">The context's endpoint is no address, or its key cannot be sent.</exception>
    /// <exception cref="GatewaySetupException"><c>contexts.json</c> cannot be read.</exception>
    public GatewayAddress Locate() => Locate(contexts.Current());

    /// <summary>Finds the gateway of a context, with the key of its admin routes.</summary>
    /// <param name="context">The context.</param>
    /// <exception cref="CommandFailedException">The context's endpoint is no address, or its key cannot be sent.</exception>
    public GatewayAddress Locate(GatewayContext context) => Locate(context,
    [
        Of(ApiKeyStore.AdminVariable),
        Of(ApiKeyStore.Variable),
        Of(context, context.AdminKey, GatewayContext.AdminKeyMember),
        Of(context, context.ApiKey, GatewayContext.ApiKeyMember),
    ]);

    /// <summary>Finds the gateway of a context, with the key that clients send.</summary>
    /// <param name="context">The context.</param>
    /// <exception cref="CommandFailedException">The context's endpoint is no address, or its key cannot be sent.</exception>
    public GatewayAddress LocateForClients(GatewayContext context) =>
        Locate(context, [Of(ApiKeyStore.Variable), Of(context, context.ApiKey, GatewayContext.ApiKeyMember)]);

    private GatewayAddress Locate(GatewayContext context, FoundKey[] keys)
    {
        var key = Array.Find(keys, key => key.Value is not null);
        if (key?.Value is { } value && ApiKeyStore.ErrorOf(value) is { } error)
        {
            throw new CommandFailedException($"{key.Source} {error}.");
        }

        var running = context.Name == GatewayContext.Local ? server.FindRunning()?.Address : null;
        return new(EndpointOf(context with { Endpoint = running ?? context.Endpoint }), key?.Value) { KeyVariable = key?.Variable };
    }

    private FoundKey Of(string variable) => new(environment.NonBlank(variable), variable, variable);

    private FoundKey Of(GatewayContext context, string? key, string member) =>
        new(key, $"{contexts.Path}: '{ContextStore.KeyPath(context.Name, member)}'", Variable: null);

    private static Uri EndpointOf(GatewayContext context) => GatewayEndpoint.ErrorOf(context.Endpoint) is { } error
        ? throw new CommandFailedException($"The endpoint of the context '{context.Name}' {error}; '{ProductInfo.Name} context update {context.Name} -e URL' changes it.")
        : GatewayEndpoint.Parse(context.Endpoint);

    private sealed record FoundKey(string? Value, string Source, string? Variable);
}
