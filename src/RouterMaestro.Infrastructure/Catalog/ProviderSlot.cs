using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>A provider in service with its profile and its model list.</summary>
/// <param name="Profile">The profile from which it was created.</param>
/// <param name="Key">The source of the configured key, which may change while the provider is in service.</param>
/// <param name="Limits">The limits with which it was created. The connect limit is fixed for its lifetime.</param>
/// <param name="Provider">The provider.</param>
/// <param name="List">The model list; null if the models are pinned or the provider has no key.</param>
internal sealed record ProviderSlot(
    ProviderProfile Profile, ConfiguredCredential Key, TimeLimits Limits, ManagedProvider Provider, LiveModelList? List)
{
    /// <summary>Gets the provider's entry in the catalog as it is now.</summary>
    public ProviderCard Card => List is null
        ? Provider.Card with { Credential = Key.Fingerprint }
        : Provider.Card with { Credential = Key.Fingerprint, Models = List.Models, IsListed = List.IsAttempted };

    /// <summary>Gets the models to use until the new provider has sent its own list; empty if the id or the address differs.</summary>
    /// <param name="profile">The profile of the new provider.</param>
    public EquatableArray<ModelCard> ModelsFor(ProviderProfile profile) =>
        List is { } list && profile.Id == Profile.Id && profile.BaseAddress == Profile.BaseAddress ? list.Models : [];

    /// <summary>Returns whether the provider can stay in service with this profile and these limits.</summary>
    public bool Serves(ProviderProfile profile, TimeLimits limits) => profile == Profile && limits.Connect == Limits.Connect;

    /// <summary>Takes the provider out of service.</summary>
    public void Drain()
    {
        List?.Dispose();
        Provider.Drain();
    }

    /// <summary>Ends the provider with the gateway.</summary>
    public void Close()
    {
        List?.Dispose();
        Provider.Close();
    }
}
