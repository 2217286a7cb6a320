namespace RouterMaestro.Application.Ports;

/// <summary>
/// Supplies the configuration from which the gateway builds its providers and routes, and reports its changes. The default reads files;
/// another one may share the configuration between gateways.
/// </summary>
/// <remarks>
/// The documents have the form of the files. The gateway validates them: a member that is not valid is reported and left out. Once a version of a
/// document was valid JSON, one that is not is reported, and the last valid one stays in effect.
/// </remarks>
public interface IConfigurationFeed
{
    /// <summary>
    /// Reads the newest documents. It is called at start, after each change, and before and after a write through the admin API; it must not
    /// wait for a network, but return the newest documents that it knows.
    /// </summary>
    ConfigurationDocuments Read();

    /// <summary>Adds a listener for changes.</summary>
    /// <param name="listener">Puts the newest documents into effect. It does not throw.</param>
    /// <returns>Removes the listener when it is disposed of.</returns>
    IDisposable OnChange(Action listener);
}

/// <summary>The documents of a configuration.</summary>
public sealed class ConfigurationDocuments
{
    /// <summary>Gets the providers, in the form of <c>providers.json</c>.</summary>
    public ConfigurationDocument Providers { get; init; } = ConfigurationDocument.Absent;

    /// <summary>Gets the routing settings, in the form of <c>priorities.json</c>.</summary>
    public ConfigurationDocument Routing { get; init; } = ConfigurationDocument.Absent;

    /// <summary>Gets the keys of the providers, in the form of <c>auth.json</c>.</summary>
    public ConfigurationDocument Keys { get; init; } = ConfigurationDocument.Absent;
}

/// <summary>A document of a configuration, which may be absent, and need not be valid.</summary>
public sealed class ConfigurationDocument
{
    private ConfigurationDocument(ReadOnlyMemory<byte>? utf8, string? problem, string? location) => (Utf8, Problem, Location) = (utf8, problem, location);

    /// <summary>Gets the document that does not exist, so that its defaults apply.</summary>
    public static ConfigurationDocument Absent { get; } = new(null, null, null);

    /// <summary>Gets the bytes of the document; null if it is absent or cannot be read.</summary>
    public ReadOnlyMemory<byte>? Utf8 { get; }

    /// <summary>Gets the reason why the document cannot be read; null if there is none.</summary>
    public string? Problem { get; }

    /// <summary>Gets where operators find the document, such as the full path of a file; null if nowhere. Callers without a key do not see it.</summary>
    public string? Location { get; }

    /// <summary>Wraps the bytes of a document.</summary>
    /// <param name="utf8">The bytes, which must not change.</param>
    /// <param name="location">Where operators find the document; null if nowhere.</param>
    public static ConfigurationDocument Of(ReadOnlyMemory<byte> utf8, string? location = null) => new(utf8, null, location);

    /// <summary>Creates a document that exists and cannot be read.</summary>
    /// <param name="problem">The reason, which follows the document's name: "cannot be read".</param>
    /// <param name="location">Where operators find the document; null if nowhere.</param>
    public static ConfigurationDocument Unreadable(string problem, string? location = null) => new(null, problem, location);
}
