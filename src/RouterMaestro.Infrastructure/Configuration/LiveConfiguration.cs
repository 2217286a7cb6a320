using RouterMaestro.Application.Ports;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>The documents of the configuration as they are in effect.</summary>
/// <param name="codecs">The supported protocols.</param>
/// <param name="modules">The types of providers.</param>
/// <param name="routing">Reads the routing settings.</param>
/// <param name="feed">Supplies the documents; null if the host configures everything in code.</param>
internal sealed class LiveConfiguration(
    CodecRegistry codecs, ProviderModules modules, RoutingSettingsReader routing, IConfigurationFeed? feed = null)
{
    private readonly Lock _gate = new();

    /// <summary>Gets a value indicating whether there are documents.</summary>
    public bool HasFeed => feed is not null;

    /// <summary>Gets what writes the documents; null if they cannot be written.</summary>
    public IConfigurationWriter? Writer => feed as IConfigurationWriter;

    /// <summary>Gets the providers.</summary>
    public LiveDocument<ProvidersFile> Providers { get; } =
        new(ProvidersFile.Name, (root, errors) => ProvidersFile.Read(root, codecs, modules, errors), ProvidersFile.List);

    /// <summary>Gets the routing settings.</summary>
    public LiveDocument<PrioritiesFile> Routing { get; } = new(PrioritiesFile.Name, routing.Read);

    /// <summary>Gets the keys.</summary>
    public LiveDocument<AuthFile> Keys { get; } = new(AuthFile.Name, AuthFile.Read);

    /// <summary>Gets the problems of all documents.</summary>
    public IEnumerable<ConfigProblem> Problems => HasFeed
        ? Providers.Current.Problems.Concat(Routing.Current.Problems).Concat(Keys.Current.Problems)
        : [];

    /// <summary>Reads the newest version of each document.</summary>
    public void Read()
    {
        if (feed is null)
        {
            return;
        }

        lock (_gate)
        {
            var documents = feed.Read();
            Providers.Read(documents.Providers);
            Routing.Read(documents.Routing);
            Keys.Read(documents.Keys);
        }
    }

    /// <summary>Adds a listener for changes of the documents.</summary>
    /// <returns>Removes the listener; null if nothing can change.</returns>
    public IDisposable? OnChange(Action listener) => feed?.OnChange(listener);
}
