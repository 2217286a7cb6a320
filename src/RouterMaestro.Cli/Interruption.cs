using System.Runtime.InteropServices;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli;

/// <summary>Turns Ctrl-C and a polite request to end into a cancelled token; the second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private volatile bool _isCtrlC;
    private volatile Action<PosixSignal>? _client;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Chooses the exit code: 130 after Ctrl-C, whatever the command made of it.</summary>
    public int ExitCodeFor(int code) => _isCtrlC ? ExitCodes.Interrupted : code;

    /// <summary>Leaves the signals to a client, which gets those of its terminal itself, until the result is disposed.</summary>
    /// <param name="forward">Forwards a signal that was sent to this process.</param>
    public IDisposable LeaveTo(Action<PosixSignal> forward)
    {
        _client = forward;
        return new Return(this);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_client is { } forward)
        {
            context.Cancel = true;
            forward(context.Signal);
            return;
        }

        if (_source.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        _isCtrlC = context.Signal == PosixSignal.SIGINT;
        _source.Cancel();
    }

    private sealed class Return(Interruption interruption) : IDisposable
    {
        public void Dispose() => interruption._client = null;
    }
}
