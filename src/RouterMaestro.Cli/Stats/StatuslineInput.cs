using System.Text.Json;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Stats;

/// <summary>Reads the id of the session from the document that Claude Code 2.1.330 writes to the standard input of its status line.</summary>
internal sealed class StatuslineInput(CliEnvironment environment)
{
    private const int MaxBytes = 1024 * 1024;

    // the document is there at the start; a prompt of a shell may have an input that never ends
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads the id.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The id; null if standard input is a terminal, or holds no such document.</returns>
    public string? ReadSession(CancellationToken cancellationToken)
    {
        if (environment.CanAsk)
        {
            return null;
        }

        try
        {
            // A console that waits for input cannot be interrupted: the thread is left behind with the process. This one waits for it, since an await
            // would make each caller keep its state, in code that .NET 10 compiles at each start (see GatewayClient).
            var reading = Task.Run(Read, CancellationToken.None);
            return Task.WaitAny([reading], (int)_patience.TotalMilliseconds, cancellationToken) < 0 ? null : reading.GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return null;
        }
    }

    private string? Read()
    {
        using var input = environment.OpenInput();
        var bytes = new byte[MaxBytes];
        var length = input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length == 0)
        {
            return null;
        }

        using var document = JsonDocument.Parse(bytes.AsMemory(0, length));
        return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("session_id", out var id)
            && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } session
            ? session
            : null;
    }
}
