using System.Runtime.InteropServices;
using System.Text;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>The calls of Unix for background processes that .NET 10 does not offer.</summary>
internal static class UnixCalls
{
    private const int SignalTerminate = 15;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>Leaves the session of the terminal, whose end then does not end this process.</summary>
    public static void StartSession() => _ = SetSession();

    /// <summary>Asks a process to end.</summary>
    /// <param name="processId">The process.</param>
    public static void Terminate(int processId) => _ = Kill(processId, SignalTerminate);

    /// <summary>Keeps programs that this process starts from inheriting what it inherited itself, such as the lock of a script.</summary>
    public static void KeepInheritedHandles()
    {
        // fcntl takes variable arguments, which Apple's processors expect elsewhere than .NET puts them
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var name in Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(Path.GetFileName))
        {
            if (int.TryParse(name, out var descriptor) && descriptor > 2)
            {
                _ = Control(descriptor, SetDescriptorFlags, CloseOnExec);
            }
        }
    }

    /// <summary>Gives up standard input and output, which whoever started this process may wait for.</summary>
    public static void LeaveStreams()
    {
        const int ReadWrite = 2;
        Redirect("/dev/null", ReadWrite, 0);
        Redirect("/dev/null", ReadWrite, 1);
    }

    /// <summary>Appends standard error to a file, so that the last words of a runtime that crashes are kept.</summary>
    /// <param name="file">The file, which must exist.</param>
    public static void AppendErrorsTo(string file)
    {
        const int Write = 1;
        Redirect(file, Write | (OperatingSystem.IsMacOS() ? 0x8 : 0x400), 2);
    }

    private static void Redirect(string file, int flags, int descriptor)
    {
        var opened = Open([.. Encoding.UTF8.GetBytes(file), 0], flags);
        if (opened >= 0)
        {
            _ = Duplicate(opened, descriptor);
            _ = Close(opened);
        }
    }

    [DllImport("libc", EntryPoint = "setsid")]
    private static extern int SetSession();

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(int descriptor, int command, int argument);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Duplicate(int from, int to);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
