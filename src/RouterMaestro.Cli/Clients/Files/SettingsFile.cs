using System.Text;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>A file of another program, as it was when it was read. It is replaced only while it is still so.</summary>
internal sealed class SettingsFile
{
    private const string Mark = "\uFEFF";

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Shared = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _target;

    private SettingsFile(string path, string target, byte[]? content) => (Path, _target, Content) = (path, target, content);

    /// <summary>Gets the file as its program names it.</summary>
    public string Path { get; }

    /// <summary>Gets the bytes; null if there is no file.</summary>
    public byte[]? Content { get; }

    /// <summary>Gets the text without a byte order mark; empty if there is no file.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Reads a file; a link is followed.</summary>
    /// <param name="path">The file, which need not exist.</param>
    /// <exception cref="CommandFailedException">It is no file that can be replaced, or cannot be read as text.</exception>
    public static SettingsFile Open(string path)
    {
        try
        {
            var target = TargetOf(path);
            Check(path, target);
            var content = Read(target);
            return new(path, target, content) { Text = content is null ? "" : WithoutMark(_strict.GetString(content)) };
        }
        catch (DecoderFallbackException exception)
        {
            throw new CommandFailedException($"{path} is not UTF-8 text: save it as UTF-8 first.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path} cannot be read ({Reason(exception)}).", exception);
        }
    }

    /// <summary>Returns the bytes of a text, with the byte order mark that the file has.</summary>
    public byte[] Encode(string text) => _strict.GetBytes(Content is not null && Content.AsSpan().StartsWith("\uFEFF"u8) ? Mark + text : text);

    /// <summary>Replaces the file, or makes it. A link stays, and so do the permissions.</summary>
    /// <param name="bytes">The new bytes; null to delete it.</param>
    /// <param name="isPrivate">Whether only its owner may read it if it is new.</param>
    /// <exception cref="CommandFailedException">It was changed in the meantime, or cannot be written; it is as it was.</exception>
    public void Replace(byte[]? bytes, bool isPrivate)
    {
        try
        {
            if (TargetOf(Path) != _target || !IsAsRead())
            {
                throw Changed();
            }

            if (bytes is null)
            {
                File.Delete(_target);
                return;
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_target)!);
            var draft = $"{_target}.{Guid.NewGuid():N}.tmp";
            try
            {
                Write(draft, bytes, ModeOf(isPrivate));
                Swap(draft);
            }
            finally
            {
                File.Delete(draft);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{Path} cannot be written ({Reason(exception)}); it is as it was.", exception);
        }
    }

    /// <summary>Keeps the bytes in a file beside it, which nobody else may read who may not read this one.</summary>
    /// <param name="now">The time, which is part of the name.</param>
    /// <returns>The new file; null if there is nothing to keep.</returns>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public string? BackUp(DateTimeOffset now)
    {
        if (Content is null)
        {
            return null;
        }

        var name = $"{Path}.backup.{now:yyyyMMdd_HHmmss}";
        for (var number = 1; File.Exists(name); number++)
        {
            name = $"{Path}.backup.{now:yyyyMMdd_HHmmss}.{number}";
        }

        try
        {
            Write(name, Content, ModeOf(isPrivate: true));
            return name;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{name} cannot be written ({Reason(exception)}), and without a backup nothing is changed.", exception);
        }
    }

    private static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is null)
        {
            return file.FullName;
        }

        return file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target
            ? target.FullName
            : throw new CommandFailedException($"{path} is a link to a file that does not exist ({file.LinkTarget}): make that file, or remove the link.");
    }

    private static void Check(string path, string target)
    {
        if (Directory.Exists(target))
        {
            throw new CommandFailedException($"{path} is a folder: it is the place of a settings file.");
        }

        if (!File.Exists(target))
        {
            return;
        }

        var facts = FileFacts.Of(target);
        if (!facts.IsRegular)
        {
            throw new CommandFailedException($"{path} is a device, pipe or socket, and not replaced: make it an ordinary file.");
        }

        if (facts.Names > 1)
        {
            throw new CommandFailedException($"{path} is hard-linked ({facts.Names} names), and replacing it would part it from the others: make it a file of its own, or a symbolic link.");
        }
    }

    private static byte[]? Read(string target)
    {
        try
        {
            return File.ReadAllBytes(target);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static void Write(string path, byte[] bytes, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        if (!OperatingSystem.IsWindows())
        {
            // the mask of the process does not count here
            File.SetUnixFileMode(file.SafeFileHandle, mode);
        }
    }

    private static string WithoutMark(string text) => text.StartsWith(Mark, StringComparison.Ordinal) ? text[1..] : text;

    private static string Reason(Exception exception) => exception is UnauthorizedAccessException ? "no permission" : exception.Message.TrimEnd('.');

    private UnixFileMode ModeOf(bool isPrivate) =>
        OperatingSystem.IsWindows() || Content is null ? isPrivate ? Private : Shared : File.GetUnixFileMode(_target);

    private bool IsAsRead() => Read(_target) is var now && (Content is null ? now is null : now is not null && now.AsSpan().SequenceEqual(Content));

    private CommandFailedException Changed() => new($"{Path} was changed by another program in the meantime, and is left as that wrote it: run the command again.");

    private void Swap(string draft)
    {
        using var former = FormerFile.Open(_target);
        if (!IsAsRead())
        {
            throw Changed();
        }

        File.Move(draft, _target, overwrite: Content is not null);
        if (former?.FindEdit() is { } edit)
        {
            // an editor has written in place between the comparison and the replacement
            Write(draft, edit, ModeOf(isPrivate: true));
            File.Move(draft, _target, overwrite: true);
            throw Changed();
        }
    }
}
