using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;

namespace RouterMaestro;

/// <summary>Reloads the configuration, the environment's keys and the model lists on SIGHUP, as daemons do.</summary>
internal sealed partial class ReloadSignal : IDisposable
{
    private readonly IGatewayState _state;
    private readonly ILogger _logger;
    private readonly PosixSignalRegistration? _registration;
    private readonly bool _hadTerminal = HasTerminal();

    /// <summary>Listens for the signal until it is disposed of. Windows sends it for a closed window, where it keeps its meaning.</summary>
    /// <param name="services">The services of the gateway.</param>
    public ReloadSignal(IServiceProvider services)
    {
        _state = services.GetRequiredService<IGatewayState>();
        _logger = services.GetRequiredService<ILogger<ReloadSignal>>();
        _registration = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
    }

    public void Dispose() => _registration?.Dispose();

    // the kernel sends the signal also when the terminal of the program is gone, which ends the program as before
    private static bool HasTerminal()
    {
        try
        {
            using var terminal = new FileStream("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_hadTerminal && !HasTerminal())
        {
            return;
        }

        context.Cancel = true;
        _ = ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        try
        {
            var snapshot = await _state.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
            LogReloaded(snapshot.Problems.Count);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException)
        {
            // the gateway is stopping
        }
    }

    [LoggerMessage(4006, LogLevel.Information, "SIGHUP: the configuration is read again; problems: {Problems}")]
    private partial void LogReloaded(int problems);
}
