using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Ports;

/// <summary>The routing settings as they are stored.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Content">The document as it was written, with its unknown members; an empty object if there is none.</param>
/// <param name="Revision">The version of the document, which changes with it; opaque to all but the store.</param>
public sealed record StoredRoutingSettings(RoutingSettings Settings, RawJson Content, string Revision)
{
    /// <summary>Gets the reason why a newer document cannot be used, so that these older settings are in effect; null if there is none.</summary>
    public string? Problem { get; init; }
}
