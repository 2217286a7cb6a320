using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Control;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Stops gateways that this user runs on this machine, and nothing else: each must have answered at its address with the name in its record.</summary>
internal sealed class ServerStop(ServerFile server, ContextStore contexts, ControlClient control, CliEnvironment environment, TimeProvider clock)
{
    // after its drain period a gateway has 5 s to send the errors of calls, and ends
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _lastPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Stops the gateway that commands call, or the one at a port, and waits until it has ended.</summary>
    /// <param name="port">The port; null for the gateway that commands call.</param>
    /// <param name="cancellationToken">Cancels the wait; a gateway that was asked goes on to stop.</param>
    /// <exception cref="CommandFailedException">A gateway runs, but it is not this user's, or does not respond.</exception>
    public async Task<StopResult> StopAsync(int? port, CancellationToken cancellationToken)
    {
        var entries = server.List();
        var running = entries.Where(entry => entry.IsRunning).ToArray();
        if (running.FirstOrDefault(entry => port is null || entry.Port == port) is not { } target)
        {
            return await FindNothingAsync(entries, running, port, cancellationToken);
        }

        var record = target.Record;
        var start = ProcessLife.StartOf(record.ProcessId);
        if (await control.StopAsync(record, cancellationToken) is not { } answer || start is null)
        {
            throw new CommandFailedException(
                $"Process {record.ProcessId} does not answer at {record.Address} as the gateway of {target.File}: it may be stopping already, or be frozen (a request that it has received takes effect when it wakes); else look what it is, and end it yourself.");
        }

        Tell(record, answer, running.Length - 1);
        return new(await WaitAsync(target, start.Value, TimeSpan.FromSeconds(answer.DrainSeconds) + _grace, cancellationToken), record);
    }

    private void Tell(ServerRecord record, ControlContract answer, int others)
    {
        environment.Note($"Stopping the gateway at {record.Address} (process {record.ProcessId}); running calls have {answer.DrainSeconds:0} s to complete.");
        if (others > 0)
        {
            environment.Note($"{Quantity.Of(others, "further gateway")} of yours {(others == 1 ? "goes" : "go")} on: 'server info' lists them, and --port chooses one.");
        }
    }

    private async Task<StopResult> FindNothingAsync(IReadOnlyList<ServerEntry> entries, ServerEntry[] running, int? port, CancellationToken cancellationToken)
    {
        if (running.Length > 0)
        {
            throw new CommandFailedException($"No gateway of yours has port {port}: there {(running.Length == 1 ? "is one" : "are some")} at {string.Join(", ", running.Select(entry => entry.Record.Address))}.");
        }

        if (server.FindUnreadable() is { } problem)
        {
            throw new CommandFailedException(problem);
        }

        var address = port is null ? contexts.Local().Endpoint : $"http://localhost:{port}";
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && await GatewayProbe.FindVersionAsync(uri, cancellationToken) is { } version)
        {
            throw new CommandFailedException($"RouterMaestro {version} runs at {address}, but another user, folder or container has started it: stop it there.");
        }

        var left = entries.Where(entry => port is null || entry.Port == port).ToArray();
        foreach (var entry in left)
        {
            ServerFile.Forget(entry);
        }

        return new(left.Length > 0 ? StopOutcome.Crashed : StopOutcome.NotRunning, left.FirstOrDefault()?.Record);
    }

    /// <summary>Waits for a process that was asked to end; asks again by signal when its time is over, and then ends it.</summary>
    private async Task<StopOutcome> WaitAsync(ServerEntry entry, DateTime start, TimeSpan patience, CancellationToken cancellationToken)
    {
        var id = entry.Record.ProcessId;
        if (await EndsAsync(id, start, patience, cancellationToken))
        {
            return StopOutcome.Stopped;
        }

        if (!OperatingSystem.IsWindows())
        {
            UnixCalls.Terminate(id);
            if (await EndsAsync(id, start, _lastPatience, cancellationToken))
            {
                return StopOutcome.Terminated;
            }
        }

        ProcessLife.Kill(id, start);
        await EndsAsync(id, start, _lastPatience, cancellationToken);
        ServerFile.Forget(entry);
        return StopOutcome.Killed;
    }

    // the start time tells the process from one that gets its id afterwards
    private async Task<bool> EndsAsync(int processId, DateTime start, TimeSpan patience, CancellationToken cancellationToken)
    {
        var begin = clock.GetTimestamp();
        while (ProcessLife.StartOf(processId) == start)
        {
            if (clock.GetElapsedTime(begin) > patience)
            {
                return false;
            }

            await Task.Delay(_pause, clock, cancellationToken);
        }

        return true;
    }
}

/// <summary>What became of a gateway that was to stop.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Record">The gateway; null if there was none.</param>
internal sealed record StopResult(StopOutcome Outcome, ServerRecord? Record);

/// <summary>How a gateway stopped.</summary>
internal enum StopOutcome
{
    /// <summary>None ran.</summary>
    NotRunning,

    /// <summary>None ran; one had ended without stopping, and its record is removed.</summary>
    Crashed,

    /// <summary>It let its calls complete and ended.</summary>
    Stopped,

    /// <summary>It did not end in its time, but after SIGTERM.</summary>
    Terminated,

    /// <summary>It did not end after SIGTERM either, and was killed.</summary>
    Killed,
}
