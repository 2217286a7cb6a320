namespace RouterMaestro.Cli.Gateways;

/// <summary>A record in its file.</summary>
/// <param name="File">The file.</param>
/// <param name="Record">The record.</param>
/// <param name="IsRunning">Whether its process runs; otherwise the gateway has ended without removing it.</param>
internal sealed record ServerEntry(string File, ServerRecord Record, bool IsRunning)
{
    /// <summary>Gets the port of the gateway.</summary>
    public int? Port => Uri.TryCreate(Record.Address, UriKind.Absolute, out var address) ? address.Port : null;
}
