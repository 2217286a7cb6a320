using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Serving;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Starts gateways that go on without the command and the terminal that started them.</summary>
internal sealed class BackgroundGateway(BackgroundCommand command, ServerFile server, ControlClient control, PortOwner ports, GatewayRunner runner, TimeProvider clock)
{
    private const string DefaultHost = "localhost";
    private const int DefaultPort = 8080;
    private const string ErrorLabel = "Error: ";

    // a start takes a second; on a machine under load, several
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Finds the gateway that this user runs on this machine, or starts one in the background: at the default port, or at a free one where
    /// another program has that. Commands then find it as they find any other.
    /// </summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="CommandFailedException">It cannot be started, or the one that runs does not respond.</exception>
    public async Task<RunningGateway> EnsureRunningAsync(CancellationToken cancellationToken)
    {
        if (server.FindRunning() is { } record)
        {
            return await UseAsync(record, cancellationToken);
        }

        var isTaken = await PortOwner.IsTakenAsync(DefaultHost, DefaultPort, cancellationToken);
        if (isTaken && await ports.FindOwnAsync(DefaultPort, cancellationToken) is { } own)
        {
            return await UseAsync(own.Record, cancellationToken);
        }

        try
        {
            var start = new StartRequest(DefaultHost, isTaken ? 0 : DefaultPort, ApiKey: null, LogLevel: null, DrainTimeout: null);
            var report = await StartAsync(start, cancellationToken);
            return new(report.Address, report.ProcessId, report.Log, IsNew: true);
        }
        catch (CommandFailedException) when (server.FindRunning() is not null)
        {
            // another command was faster
            return await UseAsync(server.FindRunning()!, cancellationToken);
        }
    }

    /// <summary>Starts a gateway in the background and waits until it answers.</summary>
    /// <param name="start">How to start it.</param>
    /// <param name="cancellationToken">Cancels the start; a gateway that does not answer yet is ended.</param>
    /// <exception cref="WrongUsageException">An option is not valid.</exception>
    /// <exception cref="CommandFailedException">It cannot be started.</exception>
    public async Task<BackgroundReport> StartAsync(StartRequest start, CancellationToken cancellationToken)
    {
        runner.Check(start);
        using var process = Launch(start);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            await process.StandardInput.WriteLineAsync(start.ApiKey.AsMemory(), limit.Token);
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var line = await process.StandardOutput.ReadLineAsync(limit.Token);
            if (line is null)
            {
                await process.WaitForExitAsync(limit.Token);
                throw FailureOf(process.ExitCode, await errors);
            }

            var report = JsonSerializer.Deserialize(line, BackgroundJson.Default.BackgroundReport)!;
            await WaitForAnswerAsync(report, limit.Token);
            return report;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
            throw new CommandFailedException($"The gateway did not answer within {_patience.TotalSeconds:0} s of its start, and was ended: 'server start' without --detach shows what it does.");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        catch (IOException exception)
        {
            process.Kill();
            throw new CommandFailedException($"The gateway ended at once: {exception.Message}", exception);
        }
    }

    private async Task<RunningGateway> UseAsync(ServerRecord record, CancellationToken cancellationToken) =>
        await control.IdentifyAsync(record, cancellationToken) is not null
            ? new(new Uri(record.Address), record.ProcessId, record.Log, IsNew: false)
            : throw new CommandFailedException($"A gateway runs (process {record.ProcessId}), but does not respond at {record.Address}: it may be stopping; else end the process and try again.");

    private Process Launch(StartRequest start)
    {
        try
        {
            UnixCalls.KeepInheritedHandles();
            return Process.Start(command.Make(start))!;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new CommandFailedException($"The gateway cannot run in the background: {exception.Message}", exception);
        }
    }

    private static Exception FailureOf(int code, string errors)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var message = lines.LastOrDefault(line => line.StartsWith(ErrorLabel, StringComparison.Ordinal)) is { } error
            ? error[ErrorLabel.Length..]
            : $"The gateway ended at its start with code {code}: {lines.FirstOrDefault() ?? "it said nothing"}.";
        return code == ExitCodes.Usage ? new WrongUsageException(message) : new CommandFailedException(message);
    }

    /// <summary>Waits until the gateway answers at its address: it listens, and no other program is in its place.</summary>
    private async Task WaitForAnswerAsync(BackgroundReport report, CancellationToken cancellationToken)
    {
        while (server.List().FirstOrDefault(entry => entry.Record.ProcessId == report.ProcessId) is not { Record: var record }
            || await control.IdentifyAsync(record, cancellationToken) is null)
        {
            await Task.Delay(_pause, clock, cancellationToken);
        }
    }
}

/// <summary>A gateway that runs on this machine.</summary>
/// <param name="Address">Where it can be reached.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="Log">The file of its log; null if its log goes to standard error.</param>
/// <param name="IsNew">Whether it has been started just now.</param>
internal sealed record RunningGateway(Uri Address, int ProcessId, string? Log, bool IsNew);
