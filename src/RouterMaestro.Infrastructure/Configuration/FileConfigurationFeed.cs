using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Supplies the configuration from files. <see cref="ConfigurationWatcher"/> detects their changes.</summary>
internal sealed class FileConfigurationFeed(ConfigPaths paths) : IConfigurationFeed, IConfigurationWriter
{
    private readonly ChangeListeners _listeners = new();

    public ConfigurationDocuments Read() => new()
    {
        Providers = Open(paths.ProvidersFile),
        Routing = Open(paths.PrioritiesFile),
        Keys = Open(paths.AuthFile),
    };

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
