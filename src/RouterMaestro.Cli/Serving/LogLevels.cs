using Microsoft.Extensions.Logging;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Serving;

/// <summary>Reads log levels in the spellings DEBUG, INFO, WARNING and ERROR, in any case.</summary>
internal static class LogLevels
{
    public const string Variable = "ROUTER_MAESTRO_LOG_LEVEL";

    /// <summary>Chooses the level: the option, else the variable, else INFO.</summary>
    /// <exception cref="CommandFailedException">It is none of the four.</exception>
    public static LogLevel Choose(string? option, CliEnvironment environment) => option is not null
        ? Parse(option, "--log-level")
        : environment.NonBlank(Variable) is { } value ? Parse(value, Variable) : LogLevel.Information;

    private static LogLevel Parse(string text, string source) => text.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        _ => throw new CommandFailedException($"{source} takes DEBUG, INFO, WARNING or ERROR, not '{text}'."),
    };
}
