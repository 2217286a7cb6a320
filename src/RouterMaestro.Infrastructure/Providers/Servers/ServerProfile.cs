using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions.Servers;

namespace RouterMaestro.Infrastructure.Providers.Servers;

/// <summary>What is known of the server of one provider.</summary>
/// <param name="Facts">The facts.</param>
/// <param name="Preset">The preset that they are based on; null for none.</param>
/// <param name="Origin">How the preset was found: <c>options</c>, <c>address</c>, <c>models</c> or <c>none</c>.</param>
internal sealed record ServerProfile(ServerFacts Facts, string? Preset, string Origin)
{
    /// <summary>Finds what is known.</summary>
    /// <param name="options">The options of the provider's entry, which are valid.</param>
    /// <param name="address">Its base address.</param>
    /// <param name="models">The models that it has listed; empty if it has listed none.</param>
    public static ServerProfile Of(RawJson options, string address, EquatableArray<ModelCard> models)
    {
        var (preset, origin) = ServerSettings.PresetOf(options) is { } named ? (named, "options")
            : ServerPresets.OfAddress(address) is { } hosted ? (hosted, "address")
            : ServerPresets.OfModels(models) is { } listed ? (listed, "models")
            : ((ServerPreset?)null, "none");
        return new(ServerSettings.Apply(preset?.Facts ?? ServerFacts.Compatible, options), preset?.Name, origin);
    }
}

/// <summary>
/// The facts of one provider's server as they are known now. The list of models may tell more than the configuration did; the facts of a call are those at its
/// start.
/// </summary>
internal sealed class ServerKnowledge
{
    private readonly Func<EquatableArray<ModelCard>, ServerFacts> _find;
    private ServerFacts _facts;

    /// <summary>Creates the knowledge of a configured server.</summary>
    /// <param name="options">The options of the provider's entry.</param>
    /// <param name="address">Its base address.</param>
    public ServerKnowledge(RawJson options, string address)
        : this(models => ServerProfile.Of(options, address, models).Facts)
    {
    }

    private ServerKnowledge(Func<EquatableArray<ModelCard>, ServerFacts> find) => (_find, _facts) = (find, find([]));

    /// <summary>Gets the facts.</summary>
    public ServerFacts Facts => Volatile.Read(ref _facts);

    /// <summary>Creates the knowledge of the only server of a type.</summary>
    public static ServerKnowledge Fixed(ServerFacts facts) => new(_ => facts);

    /// <summary>Learns from the list of models, which may come again and again.</summary>
    public void Learn(EquatableArray<ModelCard> models) => Volatile.Write(ref _facts, _find(models));
}
