using System.Diagnostics;
using System.Globalization;
using RouterMaestro.Cli.Serving;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>The agreement between a command and the gateway that it starts in the background, which is this program once more.</summary>
internal sealed class BackgroundCommand(ConfigPaths paths, CliEnvironment environment)
{
    // not for people: 'server start --detach' sets it
    private const string Variable = "ROUTER_MAESTRO_BACKGROUND";

    // the gateway's files are those of the command
    private static readonly string[] _places = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA"];

    /// <summary>Gets whether this process is to serve in the background.</summary>
    public bool IsHere => environment.NonBlank(Variable) == "1";

    /// <summary>Returns how to start a gateway in the background. The key goes by standard input, since others see the words of a command.</summary>
    /// <param name="start">The options.</param>
    /// <exception cref="IOException">The data folder, in which it runs, cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The data folder may not be made.</exception>
    public ProcessStartInfo Make(StartRequest start)
    {
        // the folder of the terminal may be removed, or its disk be unmounted
        Directory.CreateDirectory(paths.DataDirectory);
        var info = new ProcessStartInfo(Environment.ProcessPath!)
        {
            WorkingDirectory = paths.DataDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        info.Environment[Variable] = "1";
        foreach (var place in _places)
        {
            info.Environment[place] = environment.Variable(place);
        }

        if (OperatingSystem.IsWindows())
        {
            info.CreateNewProcessGroup = true;
        }

        // 'dotnet router-maestro.dll', 'dotnet tool run' and 'dnx' run the library; the executables of a build and of a tool run themselves
        if (Path.GetFileNameWithoutExtension(info.FileName) == "dotnet")
        {
            info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, typeof(BackgroundCommand).Assembly.GetName().Name + ".dll"));
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
