using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>Supplies the credential of one configured provider. All members are called by several threads at once.</summary>
[Experimental("RM0001")]
public interface ICredentialSource
{
    /// <summary>
    /// Gets the secrets that must not appear in messages: the one in use, and earlier ones that calls under way may still use.
    /// </summary>
    IReadOnlyCollection<string> Secrets { get; }

    /// <summary>Gets the credential for a call. It completes synchronously while a valid credential is at hand.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The credential; null to send the call without one. An exception fails the call before anything is sent.</returns>
    ValueTask<ProviderCredential?> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Renews a credential that the provider rejected with 401, 403 or 421. Concurrent calls pass the same rejected credential: all but
    /// the first find that a newer one is at hand or being obtained.
    /// </summary>
    /// <param name="rejected">The rejected credential.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if there is another credential now, so that the call is sent once more; false to report the provider's response.</returns>
    ValueTask<bool> RenewAsync(ProviderCredential rejected, CancellationToken cancellationToken);
}
