using Microsoft.Extensions.Hosting;

namespace RouterMaestro;

/// <summary>Leaves the process's signals to whoever created the gateway.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
