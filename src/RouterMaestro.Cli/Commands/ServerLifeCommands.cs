using System.Net;
using System.Text.Json;
using Cocona;
using RouterMaestro.Cli.Lifecycle;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands;

/// <summary>The commands about a gateway that runs: stop it, and see how it is.</summary>
internal sealed class ServerLifeCommands(ServerStop stopper, ServerState state, ServerInfo info, LogReader logs, CliEnvironment environment)
{
    private const int MaxLines = 1_000_000;

    [Command("stop", Description = "Stop the gateway on this machine; running calls may complete.")]
    [Example($"{ProductInfo.Name} server stop --port 8081", "Stops one of several gateways; without --port, the one that the other commands call.")]
    public async Task<int> StopAsync(
        [FromService] CoconaAppContext context,
        [Option(ValueName = "PORT", Description = "Port of the gateway, if several run.")] int? port = null,
        [Option("json", Description = "Print the outcome as JSON.")] bool asJson = false)
    {
        var result = await stopper.StopAsync(CheckPort(port), context.CancellationToken);
        if (asJson)
        {
            var contract = new StopContract(JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Outcome.ToString())) { ProcessId = result.Record?.ProcessId, Address = result.Record?.Address };
            environment.Out.WriteLine(JsonSerializer.Serialize(contract, LifecycleJson.Readable.StopContract));
        }
        else
        {
            environment.Tell(SentenceOf(result));
        }

        return ExitCodes.Success;
    }

    [Command("status", Description = "Say whether the gateway runs; ends with 1 if it does not.")]
    [Example($"{ProductInfo.Name} server status --quiet", "Prints nothing and ends with 0 or 1, as the health check of a container.")]
    public async Task<int> StatusAsync(
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print the status as JSON.")] bool asJson = false)
    {
        var found = await state.FindAsync(context.CancellationToken);
        if (environment.IsQuiet)
        {
            // the exit code says it all
        }
        else if (asJson)
        {
            environment.Out.WriteLine(JsonSerializer.Serialize(found, LifecycleJson.Readable.StateContract));
        }
        else if (found.IsRunning)
        {
            var process = found.ProcessId is { } id ? $" (process {id})" : "";
            environment.Out.WriteLine($"RouterMaestro {found.Version} runs at {found.Endpoint}{process}.");
        }
        else
        {
            throw new CommandFailedException(found.Reason!);
        }

        return found.IsRunning ? ExitCodes.Success : ExitCodes.Failure;
    }

    [Command("info", Description = "Show what the gateway is and has: version, providers, models, circuits, paths.")]
    [Example($"{ProductInfo.Name} server info", "Shows the gateway of the current context, on this machine or another.")]
    public async Task<int> InfoAsync(
        [FromService] CoconaAppContext context,
        [Option("json", Description = "Print the gateway as JSON.")] bool asJson = false)
    {
        await info.ShowAsync(asJson, context.CancellationToken);
        return ExitCodes.Success;
    }

    [Command("logs", Description = "Show the log of a gateway that was started with --detach.")]
    [Example($"{ProductInfo.Name} server logs -f -n 20", "Shows the last 20 lines, and new ones until Ctrl-C.")]
    public async Task<int> LogsAsync(
        [FromService] CoconaAppContext context,
        [Option('f', Description = "Wait for new lines until Ctrl-C.")] bool follow = false,
        [Option('n', ValueName = "LINES", Description = "Number of lines to begin with.")] int lines = 100,
        [Option(ValueName = "PORT", Description = "Port of the gateway, if several run.")] int? port = null)
    {
        if (lines is < 0 or > MaxLines)
        {
            throw new WrongUsageException($"--lines takes a number from 0 to {MaxLines}, not {lines}.");
        }

        await logs.ShowAsync(logs.Find(CheckPort(port)), lines, follow, context.CancellationToken);
        return ExitCodes.Success;
    }

    private static int? CheckPort(int? port) => port is null or (>= 1 and <= IPEndPoint.MaxPort)
        ? port
        : throw new WrongUsageException($"--port takes a whole number from 1 to {IPEndPoint.MaxPort}, not {port}.");

    private static string SentenceOf(StopResult result) => result switch
    {
        { Outcome: StopOutcome.Stopped, Record: { } record } => $"The gateway at {record.Address} has stopped.",
        { Outcome: StopOutcome.Terminated, Record: { } record } => $"The gateway at {record.Address} did not stop in its time, and was ended by SIGTERM.",
        { Outcome: StopOutcome.Killed, Record: { } record } => $"The gateway at {record.Address} did not stop in its time, and was killed.",
        { Outcome: StopOutcome.Crashed, Record: { } record } => $"No gateway runs: process {record.ProcessId} ended without stopping (a crash, a kill, or a restart of the machine), and its record is removed.",
        _ => "No gateway of yours runs on this machine.",
    };
}
