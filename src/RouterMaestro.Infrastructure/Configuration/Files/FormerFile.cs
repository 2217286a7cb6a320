namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>A file that is replaced, kept open so that an edit in place between the comparison and the replacement can be seen after it has lost its name.</summary>
internal sealed class FormerFile : IDisposable
{
    // an editor that writes in place truncates the file first
    private const int EditMilliseconds = 400;
    private const int Looks = 20;

    private readonly FileStream _file;
    private readonly byte[] _seen;

    private FormerFile(FileStream file) => (_file, _seen) = (file, Read(file));

    /// <summary>Opens a file before it is compared.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file; null if there is none, or on Windows, where a file that is open cannot be replaced.</returns>
    public static FormerFile? Open(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() ? null : new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Returns the content that an editor has written in the meantime, once it has stopped writing; null if there was no edit.</summary>
    public byte[]? FindEdit()
    {
        var edit = Read(_file);
        if (edit.AsSpan().SequenceEqual(_seen))
        {
            return null;
        }

        for (var look = 0; look < Looks; look++)
        {
            SpinWait.SpinUntil(static () => false, EditMilliseconds / Looks);
            var later = Read(_file);
            if (later.Length > 0 && later.AsSpan().SequenceEqual(edit))
            {
                break;
            }

            edit = later;
        }

        return edit;
    }

    public void Dispose() => _file.Dispose();

    private static byte[] Read(FileStream file)
    {
        file.Position = 0;
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
