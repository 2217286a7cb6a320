using Microsoft.Extensions.Logging;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Serving;

/// <summary>Reads log levels in the spellings DEBUG, INFO, WARNING and ERROR, in any case.</summary>
internal static class LogLevels
{
    public const string Variable = "ROUTER_MAESTRO_LOG_LEVEL";

    /// <summary>Chooses the level: the option, else the variable, else INFO.</summary>
    /// <exception cref="WrongUsageException">The option is none of the four.</exception>
    /// <exception cref="CommandFailedException">The variable is none of the four.</exception>
    public static LogLevel Choose(string? option, CliEnvironment environment)
    {
        if (option is not null)
        {
            return Find(option) ?? throw new WrongUsageException(ErrorOf(option, "--log-level"));
        }

        return environment.NonBlank(Variable) is not { } value ? LogLevel.Information
            : Find(value) ?? throw new CommandFailedException(ErrorOf(value, Variable));
    }

    private static LogLevel? Find(string text) => text.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        _ => null,
    };

    private static string ErrorOf(string text, string source) => $"{source} takes DEBUG, INFO, WARNING or ERROR, not '{text}'.";
}
