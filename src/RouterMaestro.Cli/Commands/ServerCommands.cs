using Cocona;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Lifecycle;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Serving;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about the gateway on this machine.</summary>
internal sealed class ServerCommands(ServerStart starter, ApiKeyStore keys, CliEnvironment environment)
{
    [Command("start", Description = "Start the gateway and serve until Ctrl-C.")]
    [Example($"{ProductInfo.Name} server start --detach", "Starts the gateway in the background; 'server stop' stops it and 'server logs' shows its log.")]
    public async Task<int> StartAsync(
        [FromService] CoconaAppContext context,
        [Option(ValueName = "ADDRESS", Description = "Address: localhost, an IP, or * for every network.")] string host = "localhost",
        [Option('p', ValueName = "PORT", Description = "Port; 0 selects a free port.")] int port = 8080,
        [Option('k', ValueName = "KEY", Description = "Key that clients must send; it is stored for later starts.")] string? apiKey = null,
        [Option('l', ValueName = "LEVEL", Description = "DEBUG, INFO, WARNING or ERROR.")][Completes("DEBUG", "INFO", "WARNING", "ERROR")] string? logLevel = null,
        [Option(ValueName = "SECONDS", Description = "Seconds that calls have to end when the gateway stops. Default: 30.")] string? drainTimeout = null,
        [Option(Description = "Record no requests in stats.db.")] bool noUsage = false,
        [Option(Description = "Serve in the background, with a log file.")] bool detach = false)
    {
        await starter.RunAsync(new StartRequest(host, port, apiKey, logLevel, drainTimeout) { NoUsage = noUsage }, detach, context.CancellationToken);
        return ExitCodes.Success;
    }

    [Command("show-key", Description = "Show the key of the gateway on this machine.")]
    [Example($"{ProductInfo.Name} server show-key --raw", "Prints only the key, for scripts and for the helpers of clients.")]
    public int ShowKey([Option(Description = "Print only the key; the default when the output is not a terminal.")] bool raw = false)
    {
        var key = keys.Find() ?? throw new CommandFailedException(
            $"There is no key yet: '{ProductInfo.Name} server start' makes one, or set {ApiKeyStore.Variable}.");
        environment.Out.WriteLine(raw || !environment.IsTerminal ? key.Value : $"API key: {key.Value}");
        return ExitCodes.Success;
    }
}
