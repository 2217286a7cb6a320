namespace RouterMaestro.Cli.Shell;

/// <summary>Finds the program that runs, for commands that others shall run later.</summary>
internal static class OwnProgram
{
    /// <summary>Returns the path of the program; of one that <c>dotnet</c> runs, that and its assembly.</summary>
    public static IReadOnlyList<string> Command()
    {
        var program = Environment.ProcessPath ?? ProductInfo.Name;
        var assembly = Path.Combine(AppContext.BaseDirectory, ProductInfo.Name + ".dll");
        return Path.GetFileNameWithoutExtension(program) == "dotnet" && File.Exists(assembly) ? [program, assembly] : [program];
    }
}
