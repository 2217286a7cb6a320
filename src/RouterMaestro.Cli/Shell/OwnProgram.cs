namespace RouterMaestro.Cli.Shell;

/// <summary>Finds the program that runs, for commands that others shall run later.</summary>
internal static class OwnProgram
{
    // the folders in it have the versions of tools in their names; beside it dotnet puts what starts the tools
    private static readonly string _store = $"{Path.DirectorySeparatorChar}.store{Path.DirectorySeparatorChar}";

    private static readonly string[] _endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];

    /// <summary>Returns the path of the program; of one that <c>dotnet</c> runs, that and its assembly.</summary>
    public static IReadOnlyList<string> Command()
    {
        var program = Environment.ProcessPath ?? ProductInfo.Name;
        var assembly = Path.Combine(AppContext.BaseDirectory, ProductInfo.Name + ".dll");
        return Path.GetFileNameWithoutExtension(program) == "dotnet" && File.Exists(assembly) ? [program, assembly] : [LastingPathOf(FindCalled() ?? program)];
    }

    /// <summary>Returns the path of the program that stays when it is updated, as far as that is known.</summary>
    /// <param name="program">A path of the program.</param>
    public static string LastingPathOf(string program) => program.IndexOf(_store, StringComparison.Ordinal) is >= 0 and var store
        ? _endings.Select(ending => Path.Combine(program[..store], ProductInfo.Name + ending)).FirstOrDefault(File.Exists) ?? program
        : program;

    /// <summary>Finds the path by which the program was called, which may be a link; null where only its name was written, or the system does not tell.</summary>
    private static string? FindCalled()
    {
        // .NET 10 gives the path behind all links, and in place of the first argument that of the assembly
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            var called = File.ReadAllText("/proc/self/cmdline").Split('\0')[0];
            return called.Contains('/', StringComparison.Ordinal) && File.Exists(called) ? Path.GetFullPath(called) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
