using BenchmarkDotNet.Attributes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Policies;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Catalog;

namespace RouterMaestro.Benchmarks;

/// <summary>Measures a plan over 5,000 models with 50 priorities: for a new name, and for a name that was planned before.</summary>
[IterationTime(250)]
public class PlanBenchmarks
{
    private const int Providers = 10;
    private const int Models = 500;
    private const int Priorities = 50;

    /// <summary>Two providers each have the same models.</summary>
    private const int Ids = Providers / 2 * Models;

    /// <summary>More names than the table caches, so that each is new.</summary>
    private const int Names = 5000;

    private static readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    private RouteTable _routes = null!;
    private RequestFacts[] _new = [];
    private RequestFacts _known = null!;
    private int _at;

    public static IEnumerable<string> Kinds => ["qualified", "bare", "automatic"];

    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var catalog = new ModelCatalog(Enumerable.Range(0, Providers).Select(Provider).ToEquatableArray());
        var priorities = Enumerable.Range(0, Priorities).Select(i => $"p{i % Providers}/model-{i}").ToEquatableArray();

        // aliases give the automatic model new names
        var settings = new RoutingSettings { Priorities = priorities, Aliases = [new("auto-*", ModelCatalog.AutomaticModel)] };
        _routes = new RouteTable(settings, catalog, [new PriorityPolicy()], new WeightedRatio());
        _new = [.. Enumerable.Range(0, Names).Select(i => Facts(NameOf(i)))];
        _known = Facts(Kind == "automatic" ? ModelCatalog.AutomaticModel : NameOf(7));
    }

    [Benchmark]
    public RoutePlan Known() => RoutePlanner.Plan(_known, _routes, HealthSnapshot.Clear, _now, 1);

    [Benchmark]
    public RoutePlan New() => RoutePlanner.Plan(_new[_at = (_at + 1) % Names], _routes, HealthSnapshot.Clear, _now, 1);

    private static RequestFacts Facts(string name) => new(name) { Stream = true, HasTools = true, MessageCount = 3, Size = 20_000 };

    private static ProviderCard Provider(int place) => new($"p{place}", ProviderStatus.Ready, [WireProtocol.OpenAIChat])
    {
        IsListed = true,
        Models = Enumerable.Range(0, Models).Select(m => new ModelCard(new ModelRef($"p{place}", $"model-{(place / 2 * Models) + m}"), "A model")).ToEquatableArray(),
    };

    private string NameOf(int place) => Kind switch
    {
        "qualified" => $"p{place % Providers}/model-{place}",
        "bare" => $"model-{place % Ids}{(place < Ids ? "" : "[1m]")}",
        _ => $"auto-{place}",
    };
}
