using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Running;

/// <summary>Finds and runs the program of a client, on the same terminal.</summary>
internal sealed class ClientProcess(CliEnvironment environment)
{
    private const int SignalTerminate = 15;

    private static readonly string[] _proxies = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    /// <summary>Finds the program.</summary>
    /// <exception cref="CommandFailedException">It is not installed.</exception>
    public string Find(ClientKind kind)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        var folders = (environment.Variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => endings.Select(ending => Path.Combine(folder, kind.Executable + ending))).FirstOrDefault(IsProgram)
            ?? throw new CommandFailedException($"{kind.Title} is not installed: 'npm install -g {kind.Package}' installs the program '{kind.Executable}'.");
    }

    /// <summary>Runs the program until it ends.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">The variables to set for it, or with null to leave out.</param>
    /// <param name="gateway">The gateway, which no proxy stands before if it is on this machine.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="CommandFailedException">It cannot be started.</exception>
    public async Task<int> RunAsync(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> variables, Uri gateway)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, WorkingDirectory = environment.CurrentFolder };
        foreach (var (name, value) in variables.Concat(WithoutProxy(gateway)))
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        using var process = Start(start);
        using var left = environment.LeaveSignals(signal => Forward(process, signal));

        // the client decides when it ends, also after Ctrl-C
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new CommandFailedException($"{start.FileName} cannot be started: {exception.Message}.", exception);
        }
    }

    private static void Forward(Process process, PosixSignal signal)
    {
        // a terminal sends Ctrl-C to all its processes itself
        if (signal == PosixSignal.SIGTERM && !OperatingSystem.IsWindows() && !process.HasExited)
        {
            _ = Kill(process.Id, SignalTerminate);
        }
    }

    private IEnumerable<KeyValuePair<string, string?>> WithoutProxy(Uri gateway)
    {
        if (!gateway.IsLoopback || !_proxies.Any(name => environment.NonBlank(name) is not null))
        {
            return [];
        }

        var exceptions = environment.NonBlank("NO_PROXY") ?? environment.NonBlank("no_proxy");
        var value = (exceptions is null ? "" : exceptions + ",") + "localhost,127.0.0.1,::1";
        return [new("NO_PROXY", value), new("no_proxy", value)];
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
