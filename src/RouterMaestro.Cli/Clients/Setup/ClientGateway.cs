using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>Finds the gateway that clients shall call: that of the current context.</summary>
internal sealed class ClientGateway(ContextStore contexts, ApiKeyStore keys, GatewayLocator locator, CliEnvironment environment)
{
    /// <summary>Gets the address.</summary>
    /// <exception cref="CommandFailedException">The context has no usable endpoint.</exception>
    public Uri Endpoint => locator.Locate().Endpoint;

    /// <summary>Gets a value indicating whether the gateway is the one of this machine.</summary>
    public bool IsLocal => contexts.Current().Name == GatewayContext.Local;

    /// <summary>Gets the key that commands send, which may be that of operators; null when none is known.</summary>
    /// <exception cref="CommandFailedException">The context has no usable endpoint.</exception>
    public string? CommandKey => locator.Locate().AdminKey;

    /// <summary>Returns the key that clients send.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public string FindKey()
    {
        var context = contexts.Current();
        return (context.Name == GatewayContext.Local ? keys.Find()?.Value : context.ApiKey ?? environment.NonBlank(ApiKeyStore.Variable))
            ?? throw new CommandFailedException(context.Name == GatewayContext.Local
                ? $"There is no key yet: '{ProductInfo.Name} server start' makes one, or set {ApiKeyStore.Variable}."
                : $"The context '{context.Name}' has no key: '{ProductInfo.Name} context set-key KEY' stores one, or set {ApiKeyStore.Variable}.");
    }

    /// <summary>Returns the command that prints the key, for clients that run it.</summary>
    public HelperCommand KeyHelper()
    {
        var context = contexts.Current().Name;
        return Own(context == GatewayContext.Local ? ["server", "show-key", "--raw"] : ["context", "get-key", context, "--raw"]);
    }

    /// <summary>Returns a command of this program as another program can run it.</summary>
    public HelperCommand Own(params string[] arguments)
    {
        var path = environment.Variable("PATH") ?? "";
        var isOnPath = path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? ProductInfo.Name + ".exe" : ProductInfo.Name)));
        if (isOnPath)
        {
            return new(ProductInfo.Name, arguments);
        }

        var own = environment.FindOwnCommand();
        return new(own[0], [.. own.Skip(1), .. arguments]);
    }
}
