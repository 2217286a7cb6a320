namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Tells one version of a file from another without reading it. A link stands for what it leads to.</summary>
/// <param name="Target">The file itself; null when there is none.</param>
/// <param name="WrittenAt">When it was last written.</param>
/// <param name="Length">How long it is, in bytes.</param>
internal readonly record struct FileStamp(string? Target, DateTime WrittenAt, long Length)
{
    /// <summary>Takes the stamp of a file as it is now.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            var link = new FileInfo(path);
            var file = link.LinkTarget is null ? link : link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return file is { Exists: true } ? new(file.FullName, file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
