using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Keys;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Says which files there are, whether they can be read, and whether others can read what they must not.</summary>
internal sealed class FilesCheck(ConfigPaths paths, ContextStore contexts) : IDoctorCheck
{
    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public string Group => "Files";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        (string Path, bool IsSecret)[] files =
        [
            (paths.ProvidersFile, false),
            (paths.PrioritiesFile, false),
            (paths.ContextsFile, true),
            (paths.AuthFile, true),
            (paths.KeysFile, true),
            (paths.ServerFile, true),
            (paths.StatsFile, true),
        ];
        return Task.FromResult<IReadOnlyList<Finding>>([.. files.Where(file => Path.Exists(file.Path)).Select(file => Describe(file.Path, file.IsSecret))]);
    }

    private Finding Describe(string path, bool isSecret)
    {
        var name = Path.GetFileName(path);
        if (Directory.Exists(path))
        {
            return Finding.Problem(name, "It is a folder, where a file should be.", $"move the folder {path} away.");
        }

        if (!OperatingSystem.IsWindows())
        {
            // a link has a mode of its own, which does not count
            var mode = File.GetUnixFileMode(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path);
            if ((mode & OthersWrite) != 0)
            {
                return Finding.Problem(name, $"Other users can change it (mode {Octal(mode)}).", $"chmod {(isSecret ? "600" : "go-w")} '{path}'");
            }

            if (isSecret && (mode & OthersRead) != 0)
            {
                return Finding.Problem(name, $"Other users can read it, and it is private (mode {Octal(mode)}).", $"chmod 600 '{path}'");
            }
        }

        return path == paths.StatsFile ? DescribeStats(name, path) : Read(name, path);
    }

    private static Finding DescribeStats(string name, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return Finding.Ok(name, $"{file.Length / 1024:N0} KiB");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Problem(name, "It cannot be written, so that no usage is recorded.", $"give this user {path}, such as by chown.");
        }
    }

    private Finding Read(string name, string path)
    {
        try
        {
            JsonFiles.Read(path);
            if (path == paths.KeysFile)
            {
                GatewayKeyFile.Read(path);
            }

            if (path == paths.ContextsFile)
            {
                contexts.Current();
            }

            return Finding.Ok(name, "can be read");
        }
        catch (GatewaySetupException exception)
        {
            return Finding.Problem(name, exception.Message, $"correct {path}, as docs/contexts.md describes it.");
        }
        catch (InvalidDataException exception)
        {
            return Finding.Problem(name, $"It {exception.Message}.", $"correct {path}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Problem(name, "This user cannot read it.", $"give this user {path}, such as by chown.");
        }
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, toBase: 8);
}
