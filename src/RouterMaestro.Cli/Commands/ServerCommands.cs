using Cocona;
using RouterMaestro.Cli.Serving;
using RouterMaestro.Contexts;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about the gateway on this machine.</summary>
internal sealed class ServerCommands(GatewayRunner runner, ApiKeyStore keys, Surroundings surroundings)
{
    [Command("start", Description = "Start the gateway and serve until Ctrl-C.")]
    public async Task<int> StartAsync(
        [Option(Description = "Address to listen on: localhost, an IP address, or * for every network.")] string host = "localhost",
        [Option('p', Description = "Port to listen on; 0 takes any free one.")] int port = 8080,
        [Option('k', Description = "Key that clients must send; it is kept. Without it: ROUTER_MAESTRO_API_KEY, the kept key, or a new one.")] string? apiKey = null,
        [Option('l', Description = "DEBUG, INFO, WARNING or ERROR. Without it: ROUTER_MAESTRO_LOG_LEVEL, or INFO.")] string? logLevel = null,
        [FromService] CoconaAppContext context = null!)
    {
        await runner.RunAsync(new StartRequest(host, port, apiKey, logLevel), context.CancellationToken);
        return ExitCodes.Success;
    }

    [Command("show-key", Description = "Show the key of the gateway on this machine.")]
    public int ShowKey([Option(Description = "Print nothing but the key, as is done anyway when the output goes to a file or a pipe.")] bool raw = false)
    {
        var key = keys.Find() ?? throw new CommandFailedException(
            $"There is no key yet: '{ProductInfo.Name} server start' makes one, or set {ApiKeyStore.Variable}.");
        surroundings.Out.WriteLine(raw || !surroundings.IsTerminal ? key.Value : $"API key: {key.Value}");
        return ExitCodes.Success;
    }
}
