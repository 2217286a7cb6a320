namespace RouterMaestro.Protocols.Errors;

/// <summary>The header fields of a provider's response.</summary>
public interface IUpstreamResponseHeaders
{
    /// <summary>Finds a field.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>Its value; null if it is absent.</returns>
    string? Find(string name);
}
