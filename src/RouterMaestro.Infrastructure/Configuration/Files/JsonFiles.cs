using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Reads and writes the gateway's JSON files. A reader never sees half a file, and only the owner may read it.</summary>
public static class JsonFiles
{
    private const string DraftEnding = ".tmp";

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
    public static JsonObject? Read(string path) => ReadBytes(path) is { } bytes ? Parse(bytes) : null;

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

    /// <summary>Changes a file that holds a JSON object, again if somebody else changes it meanwhile.</summary>
    /// <param name="path">The file; an absent one counts as an empty object.</param>
    /// <param name="change">Changes the object; returns false to leave the file as it is.</param>
    /// <returns>The object.</returns>
    /// <exception cref="InvalidDataException">The file holds no JSON object.</exception>
    internal static JsonObject Change(string path, Func<JsonObject, bool> change)
    {
        while (true)
        {
            var bytes = ReadBytes(path);
            var root = bytes is null ? [] : Parse(bytes);
            if (!change(root) || TryReplace(path, Format(root), keepsMode: false, bytes is null ? default(ReadOnlyMemory<byte>?) : bytes))
            {
                return root;
            }
        }
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
    /// <param name="keepsMode">Whether an existing file keeps its permissions.</param>
    /// <param name="overwrite">Whether an existing file is replaced; otherwise it is an error.</param>
    internal static void Write(string path, ReadOnlySpan<byte> text, bool keepsMode, bool overwrite = true) =>
        TryReplace(TargetOf(path), text, keepsMode, overwrite, mayReplace: null);

    /// <summary>
    /// Writes the text of a file in one step if the file is as expected: it is compared when the new text is on the disk and has only to be
    /// renamed, so that an edit by hand is not undone.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <param name="keepsMode">Whether an existing file keeps its permissions; otherwise only the owner may read the new one.</param>
    /// <param name="expected">The content by <see cref="ReadBytes"/>; null if there is no file.</param>
    /// <returns>False if the file has another content, which it keeps.</returns>
    internal static bool TryReplace(string path, ReadOnlySpan<byte> text, bool keepsMode, ReadOnlyMemory<byte>? expected) =>
        TryReplace(TargetOf(path), text, keepsMode, overwrite: true, target => IsAs(expected, ReadBytes(target)));

    /// <summary>Deletes the drafts that killed writes of a file have left. A draft that is being written stays.</summary>
    /// <param name="path">The file, which need not exist.</param>
    internal static void SweepDrafts(string path)
    {
        try
        {
            var target = TargetOf(path);
            foreach (var draft in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, $"{Path.GetFileName(target)}.*{DraftEnding}").Where(IsDraft))
            {
                Sweep(draft);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // there is no such folder, or it may not be changed
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

    private static JsonObject Parse(byte[] bytes)
    {
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

    private static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private static bool TryReplace(string target, ReadOnlySpan<byte> text, bool keepsMode, bool overwrite, Func<string, bool>? mayReplace)
    {
        CreateFolder(Path.GetDirectoryName(target)!);
        var draft = $"{target}.{Guid.NewGuid():N}{DraftEnding}";
        try
        {
            // it stays open until it has its name, so that the sweep does not take it
            using var file = CreateDraft(draft);
            file.Write(text);
            file.Flush(flushToDisk: true);
            if (keepsMode && !OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(draft, File.GetUnixFileMode(target));
            }

            if (mayReplace is null)
            {
                File.Move(draft, target, overwrite);
                return true;
            }

            using var turn = FileLock.Take(target);
            using var former = FormerFile.Open(target);
            if (mayReplace(target))
            {
                File.Move(draft, target, overwrite);
                return !TryRestore(target, former);
            }
        }
        catch
        {
            File.Delete(draft);
            throw;
        }

        File.Delete(draft);
        return false;
    }

    /// <summary>Puts back what an editor has written in place between the comparison and the replacement.</summary>
    private static bool TryRestore(string target, FormerFile? former)
    {
        if (former?.FindEdit() is not { } edit)
        {
            return false;
        }

        Write(target, edit, keepsMode: true);
        return true;
    }

    private static FileStream CreateDraft(string draft)
    {
        // it is shared with readers, since it is open for a moment after it has its name
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (OperatingSystem.IsWindows())
        {
            // an open file can be renamed if it may be deleted
            options.Share = FileShare.Delete;
        }
        else
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(draft, options);
    }

    private static bool IsAs(ReadOnlyMemory<byte>? expected, byte[]? present) =>
        expected is { } bytes ? present is not null && bytes.Span.SequenceEqual(present) : present is null;

    private static bool IsDraft(string file) =>
        Path.GetFileNameWithoutExtension(file) is var name && Guid.TryParseExact(name[(name.LastIndexOf('.') + 1)..], "N", out _);

    private static void Sweep(string draft)
    {
        try
        {
            // the writer of a draft has it open for itself
            using (new FileStream(draft, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            File.Delete(draft);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // another process is writing it, or owns it
        }
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
