using System.Runtime.CompilerServices;

namespace RouterMaestro.Cli.Tests;

/// <summary>Commands hold their thread while they wait for a gateway, which here runs in the same process.</summary>
internal static class ThreadReserve
{
    private const int Threads = 64;

    // the pool adds a thread in half a second only, so that the gateways of parallel tests would wait for the commands that wait for them
    [ModuleInitializer]
    internal static void Fill() => ThreadPool.SetMinThreads(Threads, Threads);
}
