namespace RouterMaestro.Usage.Sqlite.Files;

/// <summary>Makes files that only their owner can read; SQLite gives its own files beside the store the same mode.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a file, with its folder.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">The file exists, or cannot be made.</exception>
    public static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        return new(path, options);
    }
}
