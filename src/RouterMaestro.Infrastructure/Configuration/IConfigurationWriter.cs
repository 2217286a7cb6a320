namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Writes the documents that operators change. A feed that implements it can be changed through the admin API.</summary>
internal interface IConfigurationWriter
{
    /// <summary>Replaces a document; the next read finds it.</summary>
    /// <param name="part">The document.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="IOException">The document cannot be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The document may not be written.</exception>
    void Write(ConfigurationPart part, byte[] text);
}

/// <summary>A document that operators change.</summary>
internal enum ConfigurationPart
{
    /// <summary>The providers.</summary>
    Providers,

    /// <summary>The routing settings.</summary>
    Routing,
}
