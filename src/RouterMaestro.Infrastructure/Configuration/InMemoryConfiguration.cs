using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>
/// Supplies a configuration that the host holds in memory and may replace at any time. Changes through the admin API are made in memory too,
/// and end with the process.
/// </summary>
public sealed class InMemoryConfiguration : IConfigurationFeed, IConfigurationWriter
{
    private readonly ChangeListeners _listeners = new();
    private readonly Lock _gate = new();
    private volatile ConfigurationDocuments _documents;

    /// <summary>Creates a configuration.</summary>
    /// <param name="documents">The documents; null for none.</param>
    public InMemoryConfiguration(ConfigurationDocuments? documents = null) => _documents = documents ?? new ConfigurationDocuments();

    /// <summary>Replaces all documents. The change is in effect on return, but for the model lists of new providers.</summary>
    /// <param name="documents">The documents.</param>
    public void Update(ConfigurationDocuments documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        lock (_gate)
        {
            _documents = documents;
        }

        _listeners.Notify();
    }

    /// <inheritdoc />
    public ConfigurationDocuments Read() => _documents;

    /// <inheritdoc />
    public IDisposable OnChange(Action listener) => _listeners.Add(listener);

    bool IConfigurationWriter.TryWrite(ConfigurationPart part, byte[] text, ConfigurationDocument former)
    {
        var document = ConfigurationDocument.Of(text);
        lock (_gate)
        {
            var present = _documents;
            if (!ReferenceEquals(PartOf(present, part), former))
            {
                return false;
            }

            _documents = new ConfigurationDocuments
            {
                Providers = part == ConfigurationPart.Providers ? document : present.Providers,
                Routing = part == ConfigurationPart.Routing ? document : present.Routing,
                Keys = part == ConfigurationPart.Keys ? document : present.Keys,
            };
            return true;
        }
    }

    private static ConfigurationDocument PartOf(ConfigurationDocuments documents, ConfigurationPart part) => part switch
    {
        ConfigurationPart.Providers => documents.Providers,
        ConfigurationPart.Routing => documents.Routing,
        _ => documents.Keys,
    };
}
