using Cocona;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Clients.Setup;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Commands.Clients;

/// <summary>The options that the commands of all clients have.</summary>
internal sealed record ConfigOptionSet(
    [Option("level", ValueName = "LEVEL", Description = "Whose settings: user, or project for those of the current folder.")][Completes("user", "project")] string? Level = null,
    [Option("model", ValueName = "ID", Description = "Model, as 'model list' shows it, an alias, or router-maestro for the gateway's choice.")][Completes(CompletionSource.Routes)] string? Model = null,
    [Option("yes", Description = "Write without asking.")] bool IsConfirmed = false,
    [Option("dry-run", Description = "Only show what would change.")] bool IsDryRun = false,
    [Option("check", Description = "Send the client's forms of requests through the gateway; alone, without writing.")] bool IsChecked = false,
    [Option("json", Description = "Print JSON.")] bool AsJson = false) : ICommandParameterSet
{
    /// <summary>Returns the options.</summary>
    /// <exception cref="WrongUsageException">A value is not valid, or two options exclude each other.</exception>
    public ConfigOptions ToOptions()
    {
        if (IsConfirmed && IsDryRun)
        {
            throw new WrongUsageException("--yes writes and --dry-run does not: choose one.");
        }

        if (Model is not null && string.IsNullOrWhiteSpace(Model))
        {
            throw new WrongUsageException("--model must not be empty.");
        }

        return new() { Level = ReadLevel(Level), Model = Model?.Trim(), IsConfirmed = IsConfirmed, IsDryRun = IsDryRun, IsChecked = IsChecked, AsJson = AsJson };
    }

    /// <summary>Reads a level; null if none is given.</summary>
    /// <exception cref="WrongUsageException">There is no such level.</exception>
    public static SettingsLevel? ReadLevel(string? level) => level?.ToUpperInvariant() switch
    {
        null => null,
        "USER" => SettingsLevel.User,
        "PROJECT" => SettingsLevel.Project,
        _ => throw new WrongUsageException($"--level takes user or project, not '{level}'."),
    };
}
