using System.Globalization;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions.Servers;

namespace RouterMaestro.Infrastructure.Providers.Servers;

/// <summary>A kind of server whose facts are known.</summary>
/// <param name="Name">The name, as <c>options.preset</c> has it.</param>
/// <param name="Facts">The facts.</param>
/// <param name="Source">Where the facts are from.</param>
/// <param name="Day">The day of the newest source.</param>
internal sealed record ServerPreset(string Name, ServerFacts Facts, string Source, DateOnly Day)
{
    /// <summary>Gets the hosts of which the preset is known; their subdomains belong to them.</summary>
    public EquatableArray<string> Hosts { get; init; } = [];

    /// <summary>Gets the value of <c>owned_by</c> that all its models have; null if it says nothing.</summary>
    public string? Owner { get; init; }
}

/// <summary>The presets of <c>servers.tsv</c>, whose form is described in the folder's README.</summary>
internal static class ServerPresets
{
    private const string Resource = "RouterMaestro.Infrastructure.Providers.Servers.servers.tsv";
    private static readonly Lazy<EquatableArray<ServerPreset>> _all = new(Read);

    /// <summary>Gets the presets, in the order of the table.</summary>
    public static EquatableArray<ServerPreset> All => _all.Value;

    /// <summary>Finds a preset by its name.</summary>
    public static ServerPreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    /// <summary>Finds the preset of an address.</summary>
    public static ServerPreset? OfAddress(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri)
        ? All.FirstOrDefault(preset => preset.Hosts.Any(host => uri.IdnHost == host || uri.IdnHost.EndsWith("." + host, StringComparison.OrdinalIgnoreCase)))
        : null;

    /// <summary>Finds the preset of a list of models, which the server's own name as the owner of all of them gives away.</summary>
    public static ServerPreset? OfModels(EquatableArray<ModelCard> models) =>
        models.IsEmpty || models[0].OwnedBy is not { } owner || models.Any(model => model.OwnedBy != owner) ? null : All.FirstOrDefault(preset => preset.Owner == owner);

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is not valid.</exception>
    internal static ServerPreset Parse(string line)
    {
        if (line.Split('\t') is not [{ Length: > 0 } name, var hosts, var owner, var facts, { Length: > 1 } source, var day]
            || !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            throw new FormatException($"A line of the table of servers is not valid: {line}");
        }

        JsonObject options = new(facts == "-" ? [] : facts.Split(' ').Select(fact => new KeyValuePair<string, JsonNode?>(fact.Split('=')[0], fact.Split('=')[1])));
        var json = RawJson.Parse(options.ToJsonString());
        return ServerSettings.ErrorsOf(json) is { IsEmpty: false } errors
            ? throw new FormatException($"The server '{name}': {string.Join("; ", errors)}")
            : new ServerPreset(name, ServerSettings.Apply(ServerFacts.Compatible, json), source, date)
            {
                Hosts = hosts == "-" ? [] : hosts.Split(',').ToEquatableArray(),
                Owner = owner == "-" ? null : owner,
            };
    }

    private static EquatableArray<ServerPreset> Read()
    {
        using var stream = typeof(ServerPresets).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line[0] != '#').Select(Parse).ToEquatableArray();
    }
}
