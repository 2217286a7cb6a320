using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Writes the documents that operators change. A feed that implements it can be changed through the admin API.</summary>
internal interface IConfigurationWriter
{
    /// <summary>Replaces a document if nobody else has changed it; the next read finds the new one.</summary>
    /// <param name="part">The document.</param>
    /// <param name="text">Its text.</param>
    /// <param name="former">The document on which the text is based.</param>
    /// <returns>False if there is another document than that, which stays.</returns>
    /// <exception cref="IOException">The document cannot be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The document may not be written.</exception>
    bool TryWrite(ConfigurationPart part, byte[] text, ConfigurationDocument former);
}

/// <summary>A document that operators change.</summary>
internal enum ConfigurationPart
{
    /// <summary>The providers.</summary>
    Providers,

    /// <summary>The routing settings.</summary>
    Routing,

    /// <summary>The keys and logins of the providers.</summary>
    Keys,
}
