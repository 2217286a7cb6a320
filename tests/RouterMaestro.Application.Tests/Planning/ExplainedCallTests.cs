using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Affinity;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Streams;
using RouterMaestro.Application.Tests.Streams;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Policies;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Tests.Planning;

/// <summary>An explanation says of every candidate what the call then does, whatever the configuration, affinity, loss policy and health.</summary>
public sealed class ExplainedCallTests
{
    private const int Cases = 12_000;

    private static readonly WireProtocol[] _protocols = [WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages, WireProtocol.OpenAIResponses];

    private static readonly IRoutingPolicy[] _policies = [new PriorityPolicy(), new SameModelPolicy(), new NoFallbackPolicy(), new WeightedPolicy()];

    [Fact]
    public async Task The_explanation_of_a_call_equals_its_run()
    {
        var seen = new Dictionary<string, int>();
        for (var seed = 0; seed < Cases; seed++)
        {
            await CheckAsync(seed, seen);
        }

        // the cases are worth nothing unless they reach what can differ
        Assert.All(
            ["None", "OtherProtocol", "ForeignReasoning", "ReasoningDefaults", "StreamGuard", "watched", "lost", "second", "refused", "probe"],
            name => Assert.True(seen.GetValueOrDefault(name) >= 50, $"{name}: {seen.GetValueOrDefault(name)}"));
    }

    private static async Task CheckAsync(int seed, Dictionary<string, int> seen)
    {
        var random = new Random(seed);
        var clock = new FakeTimeProvider();
        List<(CandidateCall Call, EquatableArray<string> Lost)> calls = [];
        var (snapshot, affinity) = (Snapshot(random, calls), new AffinityStore());
        var health = Health(random, snapshot, clock);
        Remember(random, snapshot, affinity);
        var planner = new CallPlanner(health, affinity, Guards(seed), () => (ulong)seed);
        var models = snapshot.Catalog.UsableModels;
        var model = random.Next(3) == 0 ? "router-maestro" : models[random.Next(models.Count)].Ref.QualifiedId;

        using var call = PlannedBodies.Make(_protocols[random.Next(_protocols.Length)], model, random);
        var explained = await new ExplainRouteHandler(new FixedState(snapshot), planner).Handle(new ExplainRoute(call.Facts, call.Protocol) { Call = call }, default);
        var error = await RunAsync(planner.PlanToSend(call, snapshot), health);

        var at = -1;
        foreach (var (sent, lost) in calls)
        {
            at = Enumerable.Range(at + 1, explained.Steps.Count).First(i => explained.Steps[i].Call.Candidate.Model == sent.Candidate.Model);
            Compare(explained.Steps[at], sent, lost, seed);
            Count(seen, sent, lost, at);
        }

        Assert.True(explained.Plan.Error is null || error?.Message == explained.Plan.Error.Message, $"case {seed}");
        if (explained.Plan.Error is null && calls.Count == 0)
        {
            // nothing was sent although there are candidates: the first one was refused, as explained
            Assert.True(explained.Steps[0] is { Refusal: not null } or { Losses: { IsEmpty: false } }, $"case {seed}: {error?.Message}");
            seen["refused"] = seen.GetValueOrDefault("refused") + 1;
        }
    }

    private static void Compare(RouteStep step, CandidateCall sent, EquatableArray<string> lost, int seed)
    {
        Assert.True(Facts(step.Call).Equals(Facts(sent)), $"case {seed}");
        Assert.True(step.Losses == lost, $"case {seed}");
        Assert.Null(step.Refusal);
    }

    private static object Facts(CandidateCall call) =>
        (call.Candidate, call.Protocol, call.Translation, call.Limits, call.Commit, call.Reasoning, call.OnLoss, call.Guards);

    private static void Count(Dictionary<string, int> seen, CandidateCall sent, EquatableArray<string> lost, int at)
    {
        foreach (var name in new[] { sent.Translation.ToString(), lost.IsEmpty ? "whole" : "lost", at > 0 ? "second" : "first", sent.Candidate.IsProbe ? "probe" : "usual", sent.IsPassthrough && !sent.Guards.IsEmpty ? "watched" : "unwatched" })
        {
            seen[name] = seen.GetValueOrDefault(name) + 1;
        }
    }

    private static async Task<RouterError?> RunAsync(PlannedCall planned, HealthRegistry health)
    {
        try
        {
            await using var reply = await RelayRun.Start(planned, Monitors.Of(health).Start(planned.Call)).RunAsync(default);
            return null;
        }
        catch (RouterException exception)
        {
            return exception.Error;
        }
    }

    // in some cases there is none, one that watches, one that rewrites, or both; each applies to some models
    private static StreamGuards Guards(int seed)
    {
        IStreamGuard[] guards = [GuardOf("watcher", rewrites: false, seed), GuardOf("rewriter", rewrites: true, seed / 2)];
        return new StreamGuards(guards.Where((_, i) => (seed >> (4 + i) & 1) == 0), NullLogger<StreamGuards>.Instance);
    }

    private static FakeGuard GuardOf(string name, bool rewrites, int seed) => new(name, static (_, _) => StreamVerdict.Pass, rewrites)
    {
        Applies = call => (call.Candidate.Model.QualifiedId.Sum(c => c) + seed) % 3 == 0,
    };

    private static GatewaySnapshot Snapshot(Random random, List<(CandidateCall Call, EquatableArray<string> Lost)> calls)
    {
        var providers = Enumerable.Range(0, random.Next(1, 5)).Select(i => new PlannedProvider(
            PlannedProvider.CardOf($"p{i}", random.Next(1, 3), [.. _protocols.OrderBy(_ => random.Next()).Take(random.Next(1, 3))]), random.Next(3), calls)).ToArray();
        var cards = providers.Select(p => p.Card).ToEquatableArray();
        var ids = cards.SelectMany(c => c.Models).Select(m => m.Ref.QualifiedId).OrderBy(_ => random.Next()).ToArray();
        var settings = RoutingSettings.Default with
        {
            Priorities = [.. ids.Take(random.Next(ids.Length + 1))],
            MaxRetries = random.Next(4),
            Strategy = _policies[random.Next(_policies.Length)].Name,
            OnLoss = Enum.GetValues<LossPolicy>()[random.Next(Enum.GetValues<LossPolicy>().Length)],
            Reasoning = new ReasoningBudgetSettings { AutoEnable = random.Next(2) == 0, ModelBudgets = [.. ids.Where(_ => random.Next(2) == 0).Select(id => new ModelBudget(id, 2048))] },
        };
        return new GatewaySnapshot(
            new RouteTable(settings, new ModelCatalog(cards), _policies),
            providers.ToFrozenDictionary(p => p.Card.Id, p => (IProvider)p, StringComparer.OrdinalIgnoreCase),
            [],
            Codecs.All);
    }

    private static HealthRegistry Health(Random random, GatewaySnapshot snapshot, FakeTimeProvider clock)
    {
        var health = new HealthRegistry(clock);
        foreach (var card in snapshot.Catalog.Providers)
        {
            foreach (var model in card.Models.Where(_ => random.Next(4) == 0))
            {
                var kind = new[] { FailureKind.ServerError, FailureKind.Connect, FailureKind.Credential }[random.Next(3)];
                health.Fail(new AttemptContext(HealthKeys.Of(model.Ref, card), health.Now, 0, 1), new UpstreamFailure(kind, "down"));
            }
        }

        // the cooldown of some circuits is over, so that they are due for a probe
        clock.Advance(TimeSpan.FromSeconds(random.Next(3) == 0 ? 1 : 3600));
        return health;
    }

    private static void Remember(Random random, GatewaySnapshot snapshot, AffinityStore affinity)
    {
        var providers = snapshot.Catalog.Providers;
        foreach (var signature in PlannedBodies.Signatures.Where(_ => random.Next(2) == 0))
        {
            affinity.RememberSignature(Encoding.UTF8.GetBytes(signature), providers[random.Next(providers.Count)].Id);
        }

        foreach (var response in PlannedBodies.Responses.Where(_ => random.Next(2) == 0))
        {
            var card = providers[random.Next(providers.Count)];
            affinity.RememberResponse(Encoding.UTF8.GetBytes(response), card.Models[0].Ref);
        }
    }

    private sealed class FixedState(GatewaySnapshot snapshot) : IGatewayState
    {
        public GatewaySnapshot Current => snapshot;

        public ValueTask<GatewaySnapshot> WithModelListsAsync(CancellationToken cancellationToken) => new(snapshot);

        public Task<GatewaySnapshot> RefreshAsync(CancellationToken cancellationToken) => Task.FromResult(snapshot);

        public bool Reload() => false;
    }
}
