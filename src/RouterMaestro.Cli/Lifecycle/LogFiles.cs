using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Names the logs of gateways in the background. Each record has a log of its own, so that no two gateways write to one file.</summary>
internal sealed class LogFiles(ConfigPaths paths)
{
    /// <summary>The size at which a log is rotated.</summary>
    public const long MaxBytes = 10 * 1024 * 1024;

    /// <summary>The number of files of a log, with the one that is written.</summary>
    public const int MaxFiles = 5;

    private const string Name = "router-maestro";

    /// <summary>Names the log that goes with the file of a record: <c>server-8081.json</c> has <c>logs/router-maestro-8081.log</c>.</summary>
    /// <param name="recordFile">The file of the record.</param>
    public string Of(string recordFile) => Path.Combine(
        paths.DataDirectory, "logs", Name + Path.GetFileNameWithoutExtension(recordFile)[Path.GetFileNameWithoutExtension(paths.ServerFile).Length..] + ".log");

    /// <summary>Names the log of the gateway that other commands call.</summary>
    public string OfFirst() => Of(paths.ServerFile);

    /// <summary>Names the log of a further gateway.</summary>
    /// <param name="port">Its port.</param>
    public string OfPort(int port) => Of($"{Path.GetFileNameWithoutExtension(paths.ServerFile)}-{port}.json");

    /// <summary>Names a file of a log: 0 is the one that is written, 1 the one before.</summary>
    /// <param name="log">The log.</param>
    /// <param name="age">The number of rotations ago.</param>
    public static string Aged(string log, int age) => age == 0 ? log : $"{log}.{age}";
}
