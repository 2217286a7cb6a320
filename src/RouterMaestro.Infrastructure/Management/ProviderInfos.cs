using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Servers;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Describes providers for operators, without secrets.</summary>
internal static class ProviderInfos
{
    /// <summary>Describes the providers in service.</summary>
    public static IEnumerable<ProviderInfo> Of(GatewayState gateway)
    {
        var slots = gateway.Slots;
        return gateway.Configuration.Providers.Select(provider => Of(provider, slots.FirstOrDefault(slot => slot.Profile.Id == provider.Profile.Id)));
    }

    /// <summary>Describes an entry that is not usable.</summary>
    public static ProviderInfo Of(RefusedEntry entry) => new(entry.Id, ProviderSource.File)
    {
        Problem = string.Join("; ", entry.Errors),
        Errors = entry.Errors,
    };

    private static ProviderInfo Of(ConfiguredProvider configured, ProviderSlot? slot)
    {
        var profile = configured.Profile;
        return new(profile.Id, configured.Source)
        {
            Type = profile.Module.Type,
            BaseAddress = profile.CalledAddress,
            Protocols = profile.Protocols.Select(p => p.Name).ToEquatableArray(),
            Headers = profile.Headers.Select(h => h.Name).ToEquatableArray(),
            Key = configured.KeySource,
            KeyVariable = profile.KeyVariable,
            AcceptsLogin = profile.Module.Defaults.AcceptsLogin,
            Status = profile.Status,
            Models = slot?.Card.Models.Count ?? 0,
            ModelsAt = slot?.List?.ListedAt,
            ModelList = StateOf(profile.Status, slot),
            Server = ServerOf(profile, slot?.Card.Models ?? []),
            Problem = configured.KeyProblem ?? slot?.List?.Failure?.Message,
        };
    }

    private static ServerInfo? ServerOf(ProviderProfile profile, EquatableArray<ModelCard> models) =>
        profile.Module.Defaults.FindServer?.Invoke(profile.Options, profile.BaseAddress, models) is { } server
            ? new(server.Preset, server.Origin, ServerSettings.Describe(server.Facts with { TakesStreamOptions = server.Facts.TakesStreamOptions && profile.StreamUsage }))
            : null;

    private static ModelListState StateOf(ProviderStatus status, ProviderSlot? slot) => slot switch
    {
        _ when status == ProviderStatus.NeedsKey => ModelListState.None,
        { Profile.PinnedModels.IsEmpty: false } => ModelListState.Configured,
        { List.Failure: not null } => ModelListState.Failed,
        { List: { IsAttempted: true, Models.IsEmpty: false } } => ModelListState.Listed,
        _ => ModelListState.Pending,
    };
}
