using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Reads and writes the gateway's JSON files. A reader never sees half a file, and only the owner may read it.</summary>
public static class JsonFiles
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    private static readonly JsonWriterOptions _indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a file that holds a JSON object.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The object; null when there is no such file.</returns>
    /// <exception cref="InvalidDataException">The file holds no JSON object. The message names the place of the error without quoting the content.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static JsonObject? Read(string path)
    {
        if (ReadBytes(path) is not { } bytes)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(bytes, documentOptions: _strict) as JsonObject ?? throw new InvalidDataException("must be a JSON object");
        }
        catch (JsonException)
        {
            // the exception's own message would quote the text
            throw new InvalidDataException(JsonFault.Describe(bytes));
        }
    }

    /// <summary>Writes a file in one step: a reader sees the old content or the new, also when the process dies meanwhile.</summary>
    /// <param name="path">The file. A missing folder is created, and a link is followed.</param>
    /// <param name="content">The content.</param>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, JsonNode content)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(content);
        Write(path, Format(content), keepsMode: false);
    }

    /// <summary>Writes a file in one step unless there is one. Of several processes that try it, one succeeds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The content.</param>
    /// <returns>True if the file is written; false if there is one already.</returns>
    internal static bool TryCreate(string path, JsonNode content)
    {
        try
        {
            Write(path, Format(content), keepsMode: false, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Writes the text of a file in one step.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <param name="keepsMode">Whether an existing file keeps its permissions; otherwise only the owner may read the new one.</param>
    /// <param name="overwrite">Whether an existing file is replaced; otherwise it is an error.</param>
    internal static void Write(string path, ReadOnlySpan<byte> text, bool keepsMode, bool overwrite = true)
    {
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        CreateFolder(Path.GetDirectoryName(target)!);
        var draft = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            WriteDraft(draft, text);
            if (keepsMode && !OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(draft, File.GetUnixFileMode(target));
            }

            File.Move(draft, target, overwrite);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>Returns the text of a file with a content.</summary>
    internal static byte[] Format(JsonNode content)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, _indented))
        {
            content.WriteTo(json);
        }

        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    /// <summary>Reads a file without its byte order mark, which Windows PowerShell 5.1 writes with <c>Out-File -Encoding utf8</c>.</summary>
    internal static byte[]? ReadBytes(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static void WriteDraft(string draft, ReadOnlySpan<byte> text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(draft, options);
        file.Write(text);
        file.Flush(flushToDisk: true);
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
