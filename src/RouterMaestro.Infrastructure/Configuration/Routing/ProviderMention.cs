using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration.Routing;

/// <summary>A place of <c>priorities.json</c> that names a provider, which need not exist.</summary>
/// <param name="Path">The path of the place.</param>
/// <param name="Provider">The provider's id.</param>
internal sealed record ProviderMention(string Path, string Provider)
{
    /// <summary>Finds all places: priorities, weights and the time limits of single providers.</summary>
    /// <param name="root">The root of the file.</param>
    public static EquatableArray<ProviderMention> FindAll(ConfigNode root)
    {
        var priorities = ObjectOrArray(root.Find("priorities"), JsonValueKind.Array)?.Items()
            .Where(item => item.Json.ValueKind == JsonValueKind.String).Select(item => (item.Path, Name: item.Json.GetString()!)) ?? [];
        var weights = MembersOf(root, "fallback", "weights").Select(member => (member.Node.Path, member.Name));
        var limits = MembersOf(root, "timeouts", "providers").Select(member => new ProviderMention(member.Node.Path, member.Name));
        return priorities.Concat(weights)
            .Select(place => ModelRef.TryParse(place.Name, out var model) ? new ProviderMention(place.Path, model.Provider) : null)
            .OfType<ProviderMention>().Concat(limits).ToEquatableArray();
    }

    /// <summary>Returns the error of a place if no provider has the id; null if one has.</summary>
    /// <param name="providers">The ids of the providers.</param>
    public string? ErrorAmong(IReadOnlyCollection<string> providers) => providers.Contains(Provider, StringComparer.OrdinalIgnoreCase)
        ? null
        : $"{Path} names a provider that does not exist{Spelling.Question(Provider, providers)}";

    private static IEnumerable<(string Name, ConfigNode Node)> MembersOf(ConfigNode root, string outer, string inner) =>
        ObjectOrArray(root.Find(outer), JsonValueKind.Object) is { } holder && ObjectOrArray(holder.Find(inner), JsonValueKind.Object) is { } list
            ? list.Members()
            : [];

    private static ConfigNode? ObjectOrArray(ConfigNode? node, JsonValueKind kind) => node?.Json.ValueKind == kind ? node : null;
}
