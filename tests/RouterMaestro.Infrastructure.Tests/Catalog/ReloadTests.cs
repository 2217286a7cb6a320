using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using static RouterMaestro.Infrastructure.Tests.Catalog.Gateway;

namespace RouterMaestro.Infrastructure.Tests.Catalog;

public sealed class ReloadTests
{
    [Fact]
    public void A_change_that_cannot_be_put_into_effect_is_logged_and_the_next_one_is_read()
    {
        using var gateway = new Gateway(Pinned("a", "1"));
        _ = gateway.State.Current;

        (gateway.Profiles, gateway.Uncreatable) = ([Pinned("a", "1"), Pinned("b", "2")], "b");
        gateway.Report();
        Assert.Equal(["a/1"], gateway.State.Current.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
        gateway.Profiles = [Pinned("a", "3")];
        gateway.Report();

        Assert.Contains(gateway.Logger.Lines, l => l.Line.Contains("could not be put into effect", StringComparison.Ordinal));
        Assert.Equal(["a/3"], gateway.State.Current.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
    }

    [Fact]
    public void A_gateway_is_degraded_since_the_first_problem_until_the_last_is_gone()
    {
        using var gateway = new Gateway(Pinned("p", "m"));
        var start = gateway.Clock.GetUtcNow();
        Assert.Equal(start, gateway.State.Current.DegradedSince);

        Assert.Equal(start, After([new("providers.json", "y")]));
        Assert.Null(After([]));
        Assert.Equal(gateway.Clock.GetUtcNow().AddMinutes(1), After([new("providers.json", "x")]));

        gateway.Profiles = [Live("p", ProviderStatus.NeedsKey)];
        Assert.NotNull(After([]));

        DateTimeOffset? After(ConfigProblem[] problems)
        {
            gateway.Clock.Advance(TimeSpan.FromMinutes(1));
            gateway.Problems = problems;
            gateway.State.Reload();
            return gateway.State.Current.DegradedSince;
        }
    }

    [Fact]
    public void A_reload_without_changes_keeps_the_snapshot()
    {
        using var gateway = new Gateway(Pinned("p", "m"));
        var before = gateway.State.Current;

        Assert.False(gateway.State.Reload());

        Assert.Same(before, gateway.State.Current);
        Assert.Empty(gateway.Logger.Lines);
    }

    [Fact]
    public void A_change_creates_a_snapshot_and_one_log_line()
    {
        using var gateway = new Gateway(Pinned("p", "m"));
        var before = gateway.State.Current;

        (gateway.Settings, gateway.Problems) = (RoutingSettings.Default with { Priorities = ["p/m", "a/b"] }, []);
        Assert.True(gateway.State.Reload());

        Assert.Equal(["a/b"], before.Settings.Priorities);
        Assert.Equal(["p/m", "a/b"], gateway.State.Current.Settings.Priorities);
        Assert.Empty(gateway.State.Current.Problems);
        Assert.Equal("The configuration has changed; providers: 1, priorities: 2, problems: 0", Assert.Single(gateway.Logger.Lines).Line);
    }

    [Fact]
    public void Only_new_problems_are_logged()
    {
        using var gateway = new Gateway(Pinned("p", "m"));
        _ = gateway.State.Current;

        gateway.Problems = [.. gateway.Problems, new("priorities.json", "y")];
        gateway.State.Reload();

        Assert.Equal("priorities.json: y", gateway.Logger.Lines.Last().Line);
        Assert.Equal(2, gateway.Logger.Lines.Count);
    }

    [Fact]
    public async Task An_unchanged_provider_keeps_its_connections_and_models()
    {
        using var gateway = new Gateway(Live("a"));
        await FirstListAsync(gateway, "x");
        var (provider, before) = (gateway["a"], gateway.State.Current.Providers["a"]);

        gateway.Profiles = [Pinned("new", "m"), .. gateway.Profiles];
        gateway.State.Reload();

        Assert.Same(provider, gateway["a"]);
        Assert.Same(before, gateway.State.Current.Providers["a"]);
        Assert.Equal(["new/m", "a/x"], Models(gateway));
        Assert.Equal((1, false), (provider.Calls, provider.IsDisposed));
    }

    [Fact]
    public async Task A_new_key_keeps_the_provider_and_its_models_until_the_new_list()
    {
        using var gateway = new Gateway(Live("a"));
        gateway.Keys["a"] = "old";
        await FirstListAsync(gateway, "x");
        var (provider, before) = (gateway["a"], gateway.State.Current.Catalog.Providers[0].Credential);

        gateway.Keys["a"] = "new";
        gateway.State.Reload();

        Assert.Same(provider, gateway["a"]);
        Assert.False(provider.IsDisposed);
        Assert.False(gateway.State.Current.Catalog.AwaitsLists);
        Assert.Equal(["a/x"], Models(gateway));
        Assert.Matches("^[0-9a-f]{8}$", before);
        Assert.NotEqual(before, gateway.State.Current.Catalog.Providers[0].Credential);
        await provider.UntilAskedAsync();
        provider.Response("y");
        await gateway.UntilModelsAreAsync("a/y");
    }

    [Fact]
    public async Task A_provider_with_another_address_starts_without_models()
    {
        using var gateway = new Gateway(Live("a"));
        await FirstListAsync(gateway, "x");

        gateway.Profiles = [Live("a") with { BaseAddress = "http://elsewhere/v1" }];
        gateway.State.Reload();

        Assert.Empty(Models(gateway));
        Assert.True(gateway.State.Current.Catalog.AwaitsLists);
    }

    [Fact]
    public void A_new_connect_limit_opens_new_connections()
    {
        using var gateway = new Gateway(Pinned("p", "m"));
        _ = gateway.State.Current;
        var former = gateway["p"];

        gateway.Settings = gateway.Settings with { Limits = new() { Idle = TimeSpan.FromSeconds(1) } };
        gateway.State.Reload();
        Assert.Same(former, gateway["p"]);

        gateway.Settings = gateway.Settings with { Limits = new() { Connect = TimeSpan.FromSeconds(1) } };
        gateway.State.Reload();
        Assert.NotSame(former, gateway["p"]);
        Assert.True(former.IsDisposed);
    }

    [Fact]
    public async Task A_running_response_keeps_its_provider_until_it_is_read()
    {
        using var gateway = new Gateway(Pinned("p", "m"));
        var provider = gateway.State.Current.Providers["p"];
        gateway["p"].Attempt = new Attempt.Committed(new BufferedResponse(new ChatResponse([], FinishReason.Stop, null)));
        var response = ((Attempt.Committed)await provider.SendAsync(Call(), CancellationToken.None)).Response;

        gateway.Profiles = [];
        gateway.State.Reload();
        Assert.False(gateway["p"].IsDisposed);

        await response.DisposeAsync();
        Assert.True(gateway["p"].IsDisposed);
    }

    [Fact]
    public async Task A_running_call_keeps_its_provider_until_it_has_failed()
    {
        using var gateway = new Gateway(Pinned("p", "m"));
        var answering = new TaskCompletionSource();
        var provider = gateway.State.Current.Providers["p"];
        gateway["p"].Answering = answering.Task;
        var call = provider.SendAsync(Call(), CancellationToken.None);

        gateway.Profiles = [];
        gateway.State.Reload();
        Assert.False(gateway["p"].IsDisposed);

        answering.SetResult();
        Assert.IsType<Attempt.Failed>(await call);
        Assert.True(gateway["p"].IsDisposed);
    }

    [Fact]
    public async Task A_call_from_an_earlier_snapshot_still_reaches_a_removed_provider()
    {
        using var gateway = new Gateway(Pinned("p", "m"));
        var provider = gateway.State.Current.Providers["p"];
        gateway.Profiles = [];
        gateway.State.Reload();
        var closed = gateway["p"];
        Assert.True(closed.IsDisposed);

        Assert.IsType<Attempt.Failed>(await provider.SendAsync(Call(), CancellationToken.None));

        Assert.NotSame(closed, gateway["p"]);
        Assert.True(gateway["p"].IsDisposed);
    }

    [Fact]
    public async Task No_caller_waits_for_the_list_of_a_removed_provider()
    {
        using var gateway = new Gateway(Live("a"), Pinned("p", "m"));
        var wait = gateway.State.WithModelListsAsync(CancellationToken.None).AsTask();
        await gateway["a"].UntilAskedAsync();

        gateway.Profiles = [Pinned("p", "m")];
        gateway.State.Reload();

        Assert.Equal(["p/m"], (await wait.WaitAsync(TimeSpan.FromSeconds(10))).Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
        Assert.True(gateway["a"].LastToken.IsCancellationRequested);
    }

    [Fact]
    public async Task A_refresh_reads_configuration_and_lists_again_and_waits_for_them()
    {
        using var gateway = new Gateway(Live("a"), Live("b"));
        await FirstListAsync(gateway, "x");
        await gateway["b"].UntilAskedAsync();
        gateway["b"].Response("y");
        await gateway.UntilModelsAreAsync("a/x", "b/y");
        gateway.Profiles = [.. gateway.Profiles, Pinned("p", "m")];

        var refresh = gateway.State.RefreshAsync(CancellationToken.None);
        await gateway["a"].UntilAskedAsync();
        await gateway["b"].UntilAskedAsync();
        Assert.False(refresh.IsCompleted);
        gateway["a"].Response("x", "x2");
        gateway["b"].Fail();

        var snapshot = await refresh.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["a/x", "a/x2", "b/y", "p/m"], snapshot.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
    }

    [Fact]
    public async Task A_refresh_during_a_running_one_requests_the_list_again()
    {
        using var gateway = new Gateway(Live("a"));
        _ = gateway.State.Current;
        await gateway["a"].UntilAskedAsync();

        var refreshes = Task.WhenAll(gateway.State.RefreshAsync(CancellationToken.None), gateway.State.RefreshAsync(CancellationToken.None));
        gateway["a"].Response("old");
        await gateway["a"].UntilAskedAsync();
        Assert.False(refreshes.IsCompleted);
        gateway["a"].Response("new");

        Assert.All(await refreshes.WaitAsync(TimeSpan.FromSeconds(10)), s => Assert.Equal("a/new", Assert.Single(s.Catalog.UsableModels).Ref.QualifiedId));
        Assert.Equal(2, gateway["a"].Calls);
    }

    [Fact]
    public async Task A_refresh_waits_for_a_limited_time()
    {
        using var gateway = new Gateway(Live("silent"), Pinned("p", "m"));

        var refresh = gateway.State.RefreshAsync(CancellationToken.None);
        await gateway["silent"].UntilAskedAsync();
        gateway.Clock.Advance(Infrastructure.Catalog.GatewayState.RefreshPatience);

        Assert.Equal("p/m", Assert.Single((await refresh.WaitAsync(TimeSpan.FromSeconds(10))).Catalog.UsableModels).Ref.QualifiedId);
    }

    private static CandidateCall Call() => new(
        new InboundCall(new ChatRequest("p/m", [])), new Candidate(new ModelRef("p", "m"), "test"), Codecs.All.DescriptionOf(WireProtocol.OpenAIChat), TimeLimits.Default);

    private static string[] Models(Gateway gateway) => [.. gateway.State.Current.Catalog.UsableModels.Select(m => m.Ref.QualifiedId)];

    private static async Task FirstListAsync(Gateway gateway, string model)
    {
        _ = gateway.State.Current;
        await gateway["a"].UntilAskedAsync();
        gateway["a"].Response(model);
        await gateway.UntilModelsAreAsync($"a/{model}");
    }
}
