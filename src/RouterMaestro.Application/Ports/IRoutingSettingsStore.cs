using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;

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

/// <summary>Reads the routing settings from their document, with the defaults and the routing policies of the host.</summary>
public interface IRoutingSettingsReader
{
    /// <summary>Reads a document in the form of <c>priorities.json</c>. An invalid member gets its default, and unknown members are ignored.</summary>
    /// <param name="content">The document.</param>
    /// <param name="errors">The errors, each with its path; empty if the document is valid.</param>
    RoutingSettings Read(RawJson content, out EquatableArray<string> errors);
}

/// <summary>The routing settings as they are stored.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Content">The document as it was written, with its unknown members; an empty object if there is none.</param>
/// <param name="Revision">The version of the document, which changes with it; opaque to all but the store.</param>
public sealed record StoredRoutingSettings(RoutingSettings Settings, RawJson Content, string Revision)
{
    /// <summary>Gets the reason why a newer document cannot be used, so that these older settings are in effect; null if there is none.</summary>
    public string? Problem { get; init; }
}
