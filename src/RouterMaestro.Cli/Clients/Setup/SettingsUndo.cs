using RouterMaestro.Cli.Clients.Files;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>Undoes the last change of a client's settings, byte for byte.</summary>
internal sealed class SettingsUndo(ClientPlaces places, SettingsHistory history, CliEnvironment environment)
{
    /// <summary>Restores the file that was changed last.</summary>
    /// <param name="kind">The client.</param>
    /// <param name="level">The level; null for that of the last change.</param>
    /// <param name="isForced">Whether an edit made since is given up; it is kept in a backup.</param>
    /// <exception cref="CommandFailedException">There is nothing to undo, or the file was edited since.</exception>
    public UndoneChange Undo(ClientKind kind, SettingsLevel? level, bool isForced)
    {
        var project = kind.FileOf(places, SettingsLevel.Project);
        var changes = history.Find(kind.Name).Where(change => change.Level == SettingsWriter.NameOf(SettingsLevel.User) || change.File == project);
        var change = changes.FirstOrDefault(change => level is null || change.Level == SettingsWriter.NameOf(level.Value))
            ?? throw new CommandFailedException(
                $"There is nothing to undo for {kind.Title}{(level is { } given ? $" at the level '{SettingsWriter.NameOf(given)}'" : "")}: '{ProductInfo.Name} config {kind.Name}' sets it up.");
        var former = ReadFormer(change);
        var file = SettingsFile.Open(change.File);
        if (!isForced && ObjectionTo(change, file, former) is { } objection)
        {
            throw new CommandFailedException(objection);
        }

        var kept = IsAsWritten(change, file) ? null : file.BackUp(environment.Clock.GetLocalNow());
        Restore(change, file, former);
        RemoveLeftovers(change, kind);
        return new(kind.Name, change.Level, change.File, (former, file.Content) switch
        {
            (null, null) => "absent",
            (null, _) => "removed",
            _ => "restored",
        })
        {
            EditBackup = kept,
        };
    }

    private static bool IsAsWritten(SettingsChange change, SettingsFile file) => file.Content is not null && SettingsHistory.Digest(file.Content) == change.Written;

    private static string? ObjectionTo(SettingsChange change, SettingsFile file, byte[]? former) => (former, file.Content) switch
    {
        (null, null) => null,
        (_, null) => $"{change.File} was deleted since it was set up: --force restores {change.Backup} all the same.",
        _ when IsAsWritten(change, file) => null,
        _ => $"{change.File} was edited since it was set up: --force restores {(former is null ? "that there was none" : change.Backup)} all the same, and keeps the edit in a backup.",
    };

    private void Restore(SettingsChange change, SettingsFile file, byte[]? former)
    {
        // first: what stays remembered could be undone twice
        history.Remove(change);
        try
        {
            if (former is not null || file.Content is not null)
            {
                file.Replace(former, isPrivate: true);
            }
        }
        catch (CommandFailedException)
        {
            history.Add(change);
            throw;
        }
    }

    private static byte[]? ReadFormer(SettingsChange change)
    {
        if (change.Former is null)
        {
            return null;
        }

        try
        {
            var former = File.ReadAllBytes(change.Backup!);
            return SettingsHistory.Digest(former) == change.Former
                ? former
                : throw new CommandFailedException($"{change.Backup} was edited since it was made, and is no copy of the former settings any more: restore them by hand.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{change.Backup} cannot be read, and it holds the former settings: restore them by hand.", exception);
        }
    }

    private void RemoveLeftovers(SettingsChange change, ClientKind kind)
    {
        try
        {
            if (change.Backup is { } backup)
            {
                File.Delete(backup);
            }

            var secret = places.SecretFileOf(kind.Name);
            if (File.Exists(secret) && change.Level == SettingsWriter.NameOf(SettingsLevel.User) && !history.Find(kind.Name).Any(other => other.File == change.File))
            {
                File.Delete(secret);
            }

            if (change.Folder is { } folder && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // they harm nobody
        }
    }
}

/// <summary>A change that was undone.</summary>
/// <param name="Client">The client.</param>
/// <param name="Level">The level.</param>
/// <param name="File">The file.</param>
/// <param name="Status"><c>restored</c>; if there was no file before, <c>removed</c>, or <c>absent</c> if it was gone already.</param>
internal sealed record UndoneChange(string Client, string Level, string File, string Status)
{
    /// <summary>Gets the backup of an edit that was given up; null if there was none.</summary>
    public string? EditBackup { get; init; }
}
