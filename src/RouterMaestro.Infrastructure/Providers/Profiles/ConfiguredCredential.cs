using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Providers.Modules;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>The key that the configuration sets for a provider. A reload replaces it while calls are running.</summary>
internal sealed class ConfiguredCredential : ICredentialSource
{
    // calls under way may still use the keys before the present one
    private const int MaxSecrets = 4;

    private volatile State _state;

    /// <summary>Creates the source.</summary>
    /// <param name="key">The key; null if there is none.</param>
    public ConfiguredCredential(string? key) => _state = State.Of(key, []);

    /// <summary>Gets a name of the key that reveals nothing about it; null if there is no key.</summary>
    public string? Fingerprint => _state.Fingerprint;

    public IReadOnlyCollection<string> Secrets => _state.Secrets;

    /// <summary>Replaces the key.</summary>
    /// <param name="key">The key; null if there is none.</param>
    /// <returns>True if it is another key than before.</returns>
    public bool Replace(string? key)
    {
        var former = _state;
        if (former.Credential?.Secret == key)
        {
            return false;
        }

        _state = State.Of(key, former.Secrets);
        return true;
    }

    public ValueTask<ProviderCredential?> GetAsync(CancellationToken cancellationToken) => new(_state.Credential);

    public ValueTask<bool> RenewAsync(ProviderCredential rejected, CancellationToken cancellationToken) =>
        new(_state.Credential is { } current && current != rejected);

    private sealed class State(ProviderCredential? credential, string? fingerprint, string[] secrets)
    {
        public ProviderCredential? Credential => credential;

        public string? Fingerprint => fingerprint;

        public string[] Secrets => secrets;

        public static State Of(string? key, string[] former) => key is null
            ? new(null, null, former)
            : new(new ProviderCredential(key), CredentialFingerprint.Of(key), [.. former.Prepend(key).Distinct().Take(MaxSecrets)]);
    }
}
