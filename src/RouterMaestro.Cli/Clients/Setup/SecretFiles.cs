using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Clients.Setup;

/// <summary>Keeps the key in a file of its own, for clients that can run no command. The file is in the data folder, and its owner's alone.</summary>
internal static class SecretFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Returns the file for a client; null where git could come to track it.</summary>
    public static string? PlaceFor(ClientKind kind, ClientPlaces places)
    {
        var file = places.SecretFileOf(kind.Name);
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                return null;
            }
        }

        return file;
    }

    /// <summary>Writes a key.</summary>
    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public static void Write(string file, string key)
    {
        try
        {
            var folder = Path.GetDirectoryName(file)!;
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
                options.UnixCreateMode = Owner;

                // an older file keeps its permissions otherwise
                File.Delete(file);
            }

            using var writer = new StreamWriter(file, options);
            writer.WriteLine(key);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be written ({exception.Message.TrimEnd('.')}).", exception);
        }
    }
}
