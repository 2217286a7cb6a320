using System.Collections.Frozen;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Affinity;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Planning;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Tests.Chat;

/// <summary>Random settings, catalogs, health and outcomes: the attempts are a prefix of the plan at that moment.</summary>
public sealed class RelayModelTests
{
    private static readonly FailureKind[] _kinds = Enum.GetValues<FailureKind>();

    private static readonly TextPart _text = new(JsonText.FromString("hi"));

    private static readonly Gen<Scenario> _scenario = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[0, 10], Gen.Int[0, 2], Gen.Int[0, 1_000_000].Array[5, 60],
        (providers, models, retries, strategy, outcomes) => new Scenario(providers, models, retries, strategy, outcomes));

    [Fact]
    public void What_runs_is_a_prefix_of_the_plan() => _scenario.Sample(s => Run(s), iter: 3_000, threads: 1);

    private static void Run(Scenario scenario)
    {
        var clock = new FakeTimeProvider();
        var health = new HealthRegistry(clock);
        var script = new Queue<int>(scenario.Outcomes);
        var providers = Enumerable.Range(0, scenario.Providers).Select(i => new ScriptedProvider($"p{i}", scenario.Models, script)).ToArray();
        var cards = providers.Select(p => p.Card).ToEquatableArray();
        var priorities = cards.SelectMany(c => c.Models).Select(m => m.Ref.QualifiedId).Order(StringComparer.Ordinal).ToEquatableArray();
        var settings = new RoutingSettings
        {
            Priorities = priorities,
            MaxRetries = scenario.MaxRetries,
            Strategy = new[] { "priority", "same-model", "none" }[scenario.Strategy],
        };
        IRoutingPolicy[] policies = [new Domain.Routing.Policies.PriorityPolicy(), new Domain.Routing.Policies.SameModelPolicy(), new Domain.Routing.Policies.NoFallbackPolicy()];
        var snapshot = new GatewaySnapshot(
            new RouteTable(settings, new ModelCatalog(cards), policies),
            providers.ToFrozenDictionary(p => p.Card.Id, p => (IProvider)p, StringComparer.OrdinalIgnoreCase),
            [],
            Codecs.All);
        while (script.TryDequeue(out var next))
        {
            clock.Advance(TimeSpan.FromMilliseconds(next % 5000));
            var model = (next % 3) switch { 0 => "router-maestro", 1 => "m0", _ => priorities[next % priorities.Count] };
            Ask(model, snapshot, health, providers);
        }
    }

    private static void Ask(string model, GatewaySnapshot snapshot, HealthRegistry health, ScriptedProvider[] providers)
    {
        List<(string Model, FailureKind? Failure)> asked = [];
        foreach (var provider in providers)
        {
            provider.ObservedRequest = asked;
        }

        using var call = new InboundCall(new ChatRequest(model, [new Message(Role.User, [_text])]) { Stream = true });
        // nothing else runs, so that the plan of this moment is the plan that is followed
        var seen = RoutePlanner.Plan(call.Facts, snapshot.Routes, health.Current, health.Now, 0);
        var plan = new CallPlanner(health, new AffinityStore(), StreamGuards.None).PlanToSend(call, snapshot);
        var run = RelayRun.Start(plan, Monitors.Of(health).Start(call));
        Assert.Equal(seen.Candidates.Select(c => c.Model), plan.Plan.Candidates.Select(c => c.Model));
        var answered = Response(run);

        var planned = seen.Candidates.Select(c => c.Model.QualifiedId).ToArray();
        Assert.True(asked.Count <= Math.Min(planned.Length, 1 + snapshot.Settings.MaxRetries));
        if (asked.TrueForAll(a => a.Failure != FailureKind.ContextOverflow))
        {
            Assert.Equal(planned.Take(asked.Count), asked.Select(a => a.Model));
        }

        // fallback continues while the rule allows it, and stops then
        Assert.All(asked.SkipLast(1), a => Assert.False(a.Failure is null or FailureKind.ContentPolicy or FailureKind.InvalidRequest));
        Assert.Equal(asked.Count > 0 && asked[^1].Failure is null, answered);
        Assert.DoesNotContain(health.Current.Circuits.Values, c => c.Probe != 0);
    }

    private static bool Response(RelayRun run)
    {
        try
        {
            var reply = run.RunAsync(CancellationToken.None);
            Assert.True(reply.IsCompleted);
            var dispose = reply.GetAwaiter().GetResult().DisposeAsync();
            Assert.True(dispose.IsCompleted);
            return true;
        }
        catch (RouterException)
        {
            return false;
        }
    }

    private sealed record Scenario(int Providers, int Models, int MaxRetries, int Strategy, int[] Outcomes);

    private sealed class ScriptedProvider(string id, int models, Queue<int> script) : IProvider
    {
        public List<(string Model, FailureKind? Failure)> ObservedRequest { get; set; } = [];

        public ProviderCard Card { get; } = new(id, ProviderStatus.Ready, [WireProtocol.OpenAIChat])
        {
            IsPinned = true,
            IsListed = true,
            Credential = "key",
            Models = Enumerable.Range(0, models).Select(i => new ModelCard(new ModelRef(id, $"m{i}"), $"m{i}")).ToEquatableArray(),
        };

        public Task<Attempt> SendAsync(CandidateCall call, CancellationToken cancellationToken)
        {
            var outcome = script.TryDequeue(out var next) ? Math.Abs(next) : 0;
            FailureKind? kind = outcome % 3 == 0 ? null : _kinds[outcome % _kinds.Length];
            ObservedRequest.Add((call.Candidate.Model.QualifiedId, kind));
            return Task.FromResult<Attempt>(kind is { } failed
                ? new Attempt.Failed(new UpstreamFailure(failed, "x"))
                : new Attempt.Committed(new BufferedResponse(new ChatResponse([_text], FinishReason.Stop, null))));
        }

        public Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult(new ModelListing(Card.Models));
    }
}
