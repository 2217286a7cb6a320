using System.Text.Json;
using System.Text.RegularExpressions;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Policies;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.Catalog;

/// <summary>A model that vanishes from its provider's list is replaced by none but one of an equal id: the published lists, each model taken out once.</summary>
public sealed partial class VanishedModelTests
{
    private const string AllTogether = "models-dev.core-providers.json";

    public static TheoryData<string, bool> Lists
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var file in new[] { AllTogether, "models-dev.api.json", "openrouter-models.json", "genai-prices.json" })
            {
                data.Add(file, false);
                data.Add(file, true);
            }

            return data;
        }
    }

    [SharedDataTheory]
    [MemberData(nameof(Lists))]
    public void Only_an_equal_id_takes_its_place(string file, bool isPinned)
    {
        var providers = Read(Path.Combine(SharedData.Root!, "models", file)).Select(p => Card(p.Id, isPinned, p.Models)).ToArray();
        ProviderCard[][] gateways = file == AllTogether ? [providers] : [.. providers.Select(p => new[] { p })];
        var count = 0;
        foreach (var gateway in gateways)
        {
            foreach (var (place, provider) in gateway.Index())
            {
                foreach (var vanished in provider.Models)
                {
                    var left = provider with { Models = provider.Models.Where(m => m != vanished).ToEquatableArray() };
                    CheckWithout(vanished.Ref, [.. gateway[..place], left, .. gateway[(place + 1)..]], isPinned);
                    count++;
                }
            }
        }

        Assert.InRange(count, 300, int.MaxValue);
    }

    private static void CheckWithout(ModelRef vanished, EquatableArray<ProviderCard> providers, bool isPinned)
    {
        // only with the product's score, which once chose models, can this fail
        var routes = new RouteTable(RoutingSettings.Default, new ModelCatalog(providers), [new PriorityPolicy()], providers.Count > 1 ? new WeightedRatio() : null);
        var bare = Plan(routes, vanished.Id);
        Assert.True(bare.Error is null or { Status: 404, Code: "model_not_found" }, $"{vanished}: {bare.Error}");
        foreach (var candidate in bare.Candidates)
        {
            // an id such as openai/gpt-4o of OpenRouter also names a model of the provider openai
            var served = AreEqual(vanished.Id, candidate.Model.QualifiedId) ? candidate.Model.QualifiedId : candidate.Model.Id;
            Assert.True(AreEqual(vanished.Id, served), $"bare {vanished.Id} is served by {candidate.Model}");
            Assert.Equal(served == vanished.Id, bare.FuzzyMatch is null);
        }

        var qualified = Plan(routes, vanished.QualifiedId);
        Assert.True(qualified.Error is null || (isPinned && qualified.Error.Status == 404), $"{vanished}: {qualified.Error}");
        foreach (var model in qualified.Candidates.Select(c => c.Model))
        {
            Assert.Equal(vanished.Provider, model.Provider);
            Assert.True(AreEqual(vanished.Id, model.Id), $"{vanished} is served by {model}");
            Assert.Equal(model.Id == vanished.Id, qualified.FuzzyMatch is null);
            Assert.False(isPinned && model.Id == vanished.Id);
        }
    }

    /// <summary>Compares two ids by the rules of the documentation, written a second time.</summary>
    private static bool AreEqual(string asked, string served)
    {
        var (name, date) = Plain(asked);
        var (other, otherDate) = Plain(served);
        return (name == other || "claude-" + name == other) && (date.Length == 0 || otherDate.Length == 0 || date == otherDate);
    }

    private static (string Name, string Date) Plain(string id)
    {
        var plain = Separator.Replace(id.ToLowerInvariant(), "-").Replace("[1m]", "", StringComparison.Ordinal);
        var match = Date.Match(plain);
        return match.Success
            ? (plain[..match.Index], string.Concat(match.Groups.Values.Skip(1).Select(g => g.Value)))
            : (Latest.Replace(plain, ""), "");
    }

    [GeneratedRegex("[ ._]")]
    private static partial Regex Separator { get; }

    [GeneratedRegex("-(20[0-9]{2})-?(0[1-9]|1[0-2])-?([0-2][0-9]|3[01])$")]
    private static partial Regex Date { get; }

    [GeneratedRegex("-latest$")]
    private static partial Regex Latest { get; }

    private static RoutePlan Plan(RouteTable routes, string name) =>
        RoutePlanner.Plan(new RequestFacts(name), routes, HealthSnapshot.Clear, DateTimeOffset.UnixEpoch, 0);

    private static IEnumerable<(string Id, IEnumerable<string> Models)> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement.Clone();
        return root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().Select(p => (IdOf(p), p.GetProperty("models").EnumerateArray().Select(IdOf)))
            : root.TryGetProperty("data", out var data) ? [("openrouter", data.EnumerateArray().Select(IdOf))]
            : root.EnumerateObject().Select(p => (p.Name, p.Value.GetProperty("models").EnumerateObject().Select(m => m.Name)));
    }

    private static string IdOf(JsonElement item) => item.GetProperty("id").GetString()!;

    private static ProviderCard Card(string id, bool isPinned, IEnumerable<string> models) => new(id, ProviderStatus.Ready, [WireProtocol.OpenAIChat])
    {
        IsPinned = isPinned,
        IsListed = true,
        Models = models.Distinct().Select(model => new ModelCard(new ModelRef(id, model), model)).ToEquatableArray(),
    };
}
