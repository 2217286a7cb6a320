using RouterMaestro.Domain;

namespace RouterMaestro.Application.Ports;

/// <summary>
/// Stores the routing settings that operators change. The default writes them where the configuration comes from: <c>priorities.json</c>,
/// or the memory of the host. Another one may share them between gateways.
/// </summary>
/// <remarks>
/// It is not called on the request path. The settings in effect come from <see cref="IConfigurationFeed"/>: a store that is not the feed's
/// own belongs to a feed that supplies what the store has written.
/// </remarks>
public interface IRoutingSettingsStore
{
    /// <summary>Reads the settings.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<StoredRoutingSettings> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the settings if nobody has changed them since a revision. The next reload of the configuration finds them.</summary>
    /// <param name="content">The new document, which has been validated.</param>
    /// <param name="revision">The revision on which the new document is based.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if the document is stored, or is the same as before; false if the settings have another revision.</returns>
    /// <exception cref="Domain.Failures.RouterException">There is nowhere to write to, or the document cannot be written.</exception>
    ValueTask<bool> TryWriteAsync(RawJson content, string revision, CancellationToken cancellationToken);
}
