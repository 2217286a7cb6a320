using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Says where the files are, why there, and whether they can be written and are private.</summary>
internal sealed class FoldersCheck(ConfigPaths paths, CliEnvironment environment) : IDoctorCheck
{
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public string Group => "Files";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings = [.. Relative("XDG_CONFIG_HOME"), .. Relative("XDG_DATA_HOME")];
        findings.Add(Describe("Configuration", paths.ConfigDirectory, "XDG_CONFIG_HOME"));
        findings.Add(Describe("Data", paths.DataDirectory, "XDG_DATA_HOME"));
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }

    private IEnumerable<Finding> Relative(string variable) =>
        !OperatingSystem.IsWindows() && environment.NonBlank(variable) is { } path && !Path.IsPathRooted(path)
            ? [Finding.Warning(variable, "The variable holds a relative path, which does not count.", "write the whole path, or unset it.")]
            : [];

    private Finding Describe(string subject, string folder, string variable)
    {
        var origin = !OperatingSystem.IsWindows() && environment.NonBlank(variable) is { } set && Path.IsPathRooted(set) ? $" (by {variable})" : "";
        if (!Directory.Exists(folder))
        {
            return FileInTheWayOf(folder) is { } file
                ? Finding.Problem(subject, $"{folder}{origin} cannot be made, since {file} is a file.", $"move the file away, or {(origin.Length > 0 ? "correct" : "set")} {variable}.")
                : Finding.Note(subject, $"{folder}{origin} does not exist yet; the first file makes it.");
        }

        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) != 0
            ? Finding.Problem(subject, $"{folder}{origin} can be changed by other users, who could so choose where keys are sent.", $"chmod go-w '{folder}'")
            : IsWritable(folder) ? Finding.Ok(subject, folder + origin)
            : Finding.Warning(subject, $"{folder}{origin} cannot be written: keys, logins and settings cannot be stored.", "give this user the right to write there, unless that is intended, as in a container.");
    }

    private static string? FileInTheWayOf(string folder)
    {
        string? place = folder;
        while (place is not null && !Path.Exists(place))
        {
            place = Path.GetDirectoryName(place);
        }

        return File.Exists(place) ? place : null;
    }

    // rights alone do not tell: the file system may be read-only
    private static bool IsWritable(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $"doctor.{Guid.NewGuid():N}.tmp"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
