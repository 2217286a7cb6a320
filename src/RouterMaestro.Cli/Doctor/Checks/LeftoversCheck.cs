using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Finds files that a killed process left behind, or a start kept aside.</summary>
internal sealed class LeftoversCheck(ConfigPaths paths, ServerFile server, TimeProvider clock) : IDoctorCheck
{
    // a draft that is being written is younger
    private static readonly TimeSpan _draftAge = TimeSpan.FromMinutes(1);

    private readonly FileConfigurationFeed _kept = new(paths);

    public string Group => "Files";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
    [
        .. server.List().Where(entry => !entry.IsRunning).Select(entry => entry.File).Select(file => Finding.Warning(
            Path.GetFileName(file), "The gateway of this record no longer runs: it was killed, or the machine was.", $"the next start removes it, or you do: rm '{file}'")),
        .. _kept.Problems.Select(problem => Finding.Problem(problem.File, $"It {problem.Message}.", $"'{ProductInfo.Name} auth login' stores them again; then: rm '{problem.Location}'")),
        .. new[] { paths.ConfigDirectory, paths.DataDirectory }.Distinct().SelectMany(Drafts).Select(file => Finding.Warning(
            Path.GetFileName(file), "A write that was interrupted left this draft, which may hold secrets.", $"rm '{file}'")),
    ]);

    private IEnumerable<string> Drafts(string folder)
    {
        try
        {
            var old = clock.GetUtcNow().UtcDateTime - _draftAge;
            return [.. Directory.EnumerateFiles(folder, "*.json.*.tmp").Where(file => File.GetLastWriteTimeUtc(file) < old)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
