using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Catalog;

/// <summary>A provider in service, what it was made of, and its list of models.</summary>
/// <param name="Profile">What it was made of.</param>
/// <param name="Limits">The limits under which it was made, of which that on connecting holds for its life.</param>
/// <param name="Provider">The provider.</param>
/// <param name="List">Its list of models; null when it is not asked for one.</param>
internal sealed record ProviderSlot(ProviderProfile Profile, TimeLimits Limits, ManagedProvider Provider, LiveModelList? List)
{
    /// <summary>Gets what the catalog knows of the provider.</summary>
    public ProviderCard Card => List is null ? Provider.Card : Provider.Card with { Models = List.Models, IsListed = List.IsTried };

    /// <summary>Gets the models that serve until a provider in the same place has sent its own list; none for a provider elsewhere.</summary>
    /// <param name="profile">The provider that takes over.</param>
    public EquatableArray<ModelCard> ModelsFor(ProviderProfile profile) =>
        List is { } list && profile.Id == Profile.Id && profile.BaseAddress == Profile.BaseAddress ? list.Models : [];

    /// <summary>Tells whether the provider can stay in service.</summary>
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
