using System.Text;

namespace RouterMaestro.AspNetCore;

/// <summary>
/// Stores the named keys of callers, which are valid beside <see cref="HttpApiOptions.ApiKey"/>. A host that runs several gateways can
/// replace the default, which is a file.
/// </summary>
public interface IGatewayKeyStore
{
    /// <summary>
    /// Gets the keys. It is read for every request, from memory: the same list must be returned until a key is added or revoked, and
    /// another one from then on.
    /// </summary>
    IReadOnlyList<NamedGatewayKey> Keys { get; }

    /// <summary>Adds a key. It is in <see cref="Keys"/> when the task ends.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False if there is a key of that name, compared without case.</returns>
    /// <exception cref="IOException">The key cannot be stored.</exception>
    /// <exception cref="UnauthorizedAccessException">The key may not be stored.</exception>
    Task<bool> TryAddAsync(NamedGatewayKey key, CancellationToken cancellationToken = default);

    /// <summary>Removes a key. It is no longer in <see cref="Keys"/> when the task ends.</summary>
    /// <param name="name">The name of the key, in any case.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>False if there is no key of that name.</returns>
    /// <exception cref="IOException">The removal cannot be stored.</exception>
    /// <exception cref="UnauthorizedAccessException">The removal may not be stored.</exception>
    Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken = default);
}

/// <summary>A named key of a caller, without the key itself.</summary>
/// <param name="Name">The name, which logs and observers show.</param>
/// <param name="Sha256">The SHA-256 digest of the key's UTF-8 bytes, as 64 hexadecimal digits. It cannot be used as a key.</param>
/// <param name="CreatedAt">The time at which the key was made.</param>
public sealed record NamedGatewayKey(string Name, string Sha256, DateTimeOffset CreatedAt)
{
    // a digest belongs into no log
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Name = ").Append(Name);
        return true;
    }
}
