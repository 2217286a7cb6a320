using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Supplies the configuration from files. <see cref="ConfigurationWatcher"/> detects their changes.</summary>
/// <param name="paths">The files.</param>
/// <param name="clock">The clock that dates a file that is kept aside; null for the system's.</param>
/// <param name="logger">Learns of a file that is kept aside; null if nobody does.</param>
/// <param name="preview">Tells that nothing is kept aside; null if this is a gateway that serves.</param>
internal sealed partial class FileConfigurationFeed(
    ConfigPaths paths, TimeProvider? clock = null, ILogger<FileConfigurationFeed>? logger = null, ConfigurationPreview? preview = null)
    : IConfigurationFeed, IConfigurationWriter, IProblemSource
{
    private const string Broken = ".broken-";

    private readonly ChangeListeners _listeners = new();
    private readonly ILogger _logger = logger ?? NullLogger<FileConfigurationFeed>.Instance;
    private int _isStarted;

    /// <summary>Gets the files that were kept aside, by this start or an earlier one, until somebody deletes them.</summary>
    public IEnumerable<ConfigProblem> Problems => FindKeptAside().Select(file =>
        new ConfigProblem(Path.GetFileName(file), "was auth.json until a start found that it is not valid: its keys and logins are not used; take over what you need, and delete it")
        {
            Location = file,
        });

    public ConfigurationDocuments Read()
    {
        // a later version that is broken is an edit by hand that goes on, so that it stays
        if (Interlocked.Exchange(ref _isStarted, 1) == 0 && preview is null)
        {
            KeepBrokenKeysAside();
        }

        return new()
        {
            Providers = Open(paths.ProvidersFile),
            Routing = Open(paths.PrioritiesFile),
            Keys = Open(paths.AuthFile),
        };
    }

    public IDisposable OnChange(Action listener) => _listeners.Add(listener);

    // priorities.json and auth.json are the gateway's own files, while providers.json may be shared with a group by whoever keeps it
    public bool TryWrite(ConfigurationPart part, byte[] text, ConfigurationDocument former) => JsonFiles.TryReplace(
        part switch
        {
            ConfigurationPart.Providers => paths.ProvidersFile,
            ConfigurationPart.Routing => paths.PrioritiesFile,
            _ => paths.AuthFile,
        },
        text,
        keepsMode: part == ConfigurationPart.Providers,
        former.Utf8);

    /// <summary>Reports that the files have changed.</summary>
    public void Report() => _listeners.Notify();

    /// <summary>Moves a file of keys that is no JSON out of the way, so that logins can be stored again.</summary>
    private void KeepBrokenKeysAside()
    {
        try
        {
            JsonFiles.Read(paths.AuthFile);
        }
        catch (InvalidDataException exception)
        {
            var aside = $"{paths.AuthFile}{Broken}{(clock ?? TimeProvider.System).GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
            try
            {
                File.Move(paths.AuthFile, aside, overwrite: true);
                LogKeptAside(paths.AuthFile, exception.Message, aside);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // it is reported as a problem of the configuration
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // as above
        }
    }

    private string[] FindKeptAside()
    {
        try
        {
            return Directory.GetFiles(paths.DataDirectory, $"{Path.GetFileName(paths.AuthFile)}{Broken}*");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // there is no folder yet
        }
    }

    [LoggerMessage(3050, LogLevel.Warning, "{File} {Problem}, so that its keys and logins cannot be used: it is kept as {Aside}, and the gateway starts without it")]
    private partial void LogKeptAside(string file, string problem, string aside);

    private static ConfigurationDocument Open(string path)
    {
        try
        {
            return JsonFiles.ReadBytes(path) is { } bytes ? ConfigurationDocument.Of(bytes, path) : ConfigurationDocument.Absent;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ConfigurationDocument.Unreadable("cannot be read, or is a folder", path);
        }
    }
}
