using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>
/// Started within the gateway by <c>DOTNET_STARTUP_HOOKS</c>: at each SIGCONT it writes into the file that
/// <c>ROUTER_MAESTRO_PROBE</c> names how many bytes the process has allocated since its start.
/// </summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for it there.")]
internal static class StartupHook
{
    private static PosixSignalRegistration? _registration;

    public static void Initialize()
    {
        if (!OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("ROUTER_MAESTRO_PROBE") is { } file)
        {
            _registration = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Write(file));
        }
    }

    private static void Write(string file)
    {
        var whole = file + ".part";
        File.WriteAllText(whole, GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture));
        File.Move(whole, file, overwrite: true);
    }
}
