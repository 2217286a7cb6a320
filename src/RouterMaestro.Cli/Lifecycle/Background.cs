using System.Diagnostics;
using System.Globalization;
using RouterMaestro.Cli.Serving;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>The agreement between a command and the gateway that it starts in the background, which is this program once more.</summary>
internal static class Background
{
    // not for people: 'server start --detach' sets it
    private const string Variable = "ROUTER_MAESTRO_BACKGROUND";

    /// <summary>Returns whether this process is to serve in the background.</summary>
    /// <param name="environment">The environment.</param>
    public static bool IsHere(CliEnvironment environment) => environment.NonBlank(Variable) == "1";

    /// <summary>Returns how to start a gateway in the background. The key goes by standard input, since others see the words of a command.</summary>
    /// <param name="start">The options.</param>
    /// <param name="folder">The folder in which it runs; it must not keep the folder of the terminal in use.</param>
    public static ProcessStartInfo Command(StartRequest start, string folder)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        info.Environment[Variable] = "1";
        if (OperatingSystem.IsWindows())
        {
            info.CreateNewProcessGroup = true;
        }

        // 'dotnet router-maestro.dll', 'dotnet tool run' and 'dnx' run the library; the executables of a build and of a tool run themselves
        if (Path.GetFileNameWithoutExtension(info.FileName) == "dotnet")
        {
            info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, typeof(Background).Assembly.GetName().Name + ".dll"));
        }

        foreach (var word in WordsOf(start))
        {
            info.ArgumentList.Add(word);
        }

        return info;
    }

    private static IEnumerable<string> WordsOf(StartRequest start) =>
    [
        "server", "start", "--host", start.Host, "--port", start.Port.ToString(CultureInfo.InvariantCulture),
        .. start.LogLevel is { } level ? new[] { "--log-level", level } : [],
        .. start.DrainTimeout is { } seconds ? new[] { "--drain-timeout", seconds } : [],
        .. start.NoUsage ? new[] { "--no-usage" } : [],
    ];
}
