namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Identifies a version of a file without reading it. For a link, it describes the target.</summary>
/// <param name="Target">The path of the file after following links; null if there is none.</param>
/// <param name="WrittenAt">The time of the last write, in UTC.</param>
/// <param name="Length">The length in bytes.</param>
internal readonly record struct FileStamp(string? Target, DateTime WrittenAt, long Length)
{
    /// <summary>Gets the current stamp of a file.</summary>
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
