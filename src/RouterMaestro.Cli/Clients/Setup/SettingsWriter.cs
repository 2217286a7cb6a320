using RouterMaestro.Cli.Clients.Files;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>Writes a client's settings so that they can be undone, and undoes them.</summary>
internal sealed class SettingsWriter(ClientPlaces places, SettingsHistory history, ClientGateway gateway, CliEnvironment environment)
{
    /// <summary>Works out the change of a settings file, without writing it.</summary>
    /// <exception cref="CommandFailedException">The file cannot be replaced or edited.</exception>
    public PreparedChange Prepare(ClientKind kind, ClientPlan plan)
    {
        var file = SettingsFile.Open(kind.FileOf(places, plan.Level));
        List<string> notes = [];
        try
        {
            var text = kind.Change(file.Text, plan.Settings, plan.Level, notes);
            return new(kind, plan, file, text)
            {
                Notes = notes,
                Warnings = [.. plan.Warnings, .. kind.Warnings(places, plan.Level, text)],
            };
        }
        catch (SettingsFormatException exception)
        {
            throw new CommandFailedException($"{file.Path} {exception.Message}: correct it first; nothing is written.", exception);
        }
    }

    /// <summary>Writes a change.</summary>
    /// <returns>The file with the former content; null if there was none.</returns>
    /// <exception cref="CommandFailedException">The file was changed in the meantime, or cannot be written.</exception>
    public string? Write(PreparedChange change)
    {
        var file = change.File;
        RenewSecret(change);
        var folder = Path.GetDirectoryName(file.Path)!;
        var isNewFolder = !Directory.Exists(folder);
        var bytes = file.Encode(change.Text);
        var backup = file.BackUp(environment.Clock.GetLocalNow());
        var entry = new SettingsChange
        {
            Client = change.Kind.Name,
            Level = NameOf(change.Plan.Level),
            File = file.Path,
            Backup = backup,
            Former = file.Content is null ? null : SettingsHistory.Digest(file.Content),
            Written = SettingsHistory.Digest(bytes),
            WrittenAt = environment.Clock.GetUtcNow(),
            Folder = isNewFolder ? folder : null,
        };
        try
        {
            // first: what is not remembered could not be undone
            history.Add(entry);
            Replace(change, bytes, entry);
        }
        catch (CommandFailedException) when (backup is not null)
        {
            File.Delete(backup);
            throw;
        }

        return backup;
    }

    /// <summary>Writes the key to its file, for a client that reads it there.</summary>
    public void RenewSecret(PreparedChange change)
    {
        if (change.Plan.Settings.SecretFile is { } secret)
        {
            SecretFiles.Write(secret, gateway.FindKey());
        }
    }

    private void Replace(PreparedChange change, byte[] bytes, SettingsChange entry)
    {
        try
        {
            change.File.Replace(bytes, isPrivate: change.Plan.Level == SettingsLevel.User);
        }
        catch (CommandFailedException)
        {
            history.Remove(entry);
            throw;
        }
    }

    /// <summary>Returns the name of a level.</summary>
    public static string NameOf(SettingsLevel level) => level == SettingsLevel.User ? "user" : "project";
}

/// <summary>A change that was worked out.</summary>
/// <param name="Kind">The client.</param>
/// <param name="Plan">The setup.</param>
/// <param name="File">The file as it is.</param>
/// <param name="Text">The new text.</param>
internal sealed record PreparedChange(ClientKind Kind, ClientPlan Plan, SettingsFile File, string Text)
{
    /// <summary>Gets what else the person should know of the change.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets what overrides the settings, or keeps them from working.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets a value indicating whether the file would differ.</summary>
    public bool IsChange => File.Content is null || Text != File.Text;
}
