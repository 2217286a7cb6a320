using System.Runtime.InteropServices;

namespace RouterMaestro.Usage.Sqlite.Tests;

/// <summary>A process that records requests until it is stopped, and prints the number of each when it has ended.</summary>
internal static class Program
{
    public static async Task Main(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        await using var stage = await StoreStage.StartAsync(arguments[0]);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            stage.End(StoreStage.Outcome(i));
            Console.WriteLine(i);
            if (i % 10 == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }
    }
}
