using Microsoft.Extensions.Hosting;

namespace RouterMaestro;

/// <summary>A host lifetime that handles no signals: the program that created the gateway handles them.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
