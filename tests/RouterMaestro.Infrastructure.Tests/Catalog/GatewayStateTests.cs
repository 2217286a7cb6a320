using System.Diagnostics;
using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Catalog;
using static RouterMaestro.Infrastructure.Tests.Catalog.Gateway;

namespace RouterMaestro.Infrastructure.Tests.Catalog;

public sealed class GatewayStateTests
{
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task The_snapshot_is_available_at_once_and_the_lists_follow()
    {
        using var gateway = new Gateway(Live("a"), Pinned("p", "m"));

        var first = gateway.State.Current;
        await gateway["a"].UntilAskedAsync();
        gateway["a"].Response("x", "y");

        Assert.Equal(["p/m"], first.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
        Assert.True(first.Catalog.AwaitsLists);
        await gateway.UntilModelsAreAsync("a/x", "a/y", "p/m");
        Assert.False(gateway.State.Current.Catalog.AwaitsLists);
        Assert.Equal(["p/m"], first.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
    }

    [Fact]
    public void A_snapshot_holds_settings_problems_and_providers_in_any_case()
    {
        using var gateway = new Gateway(Pinned("Lab", "m"), Live("b", ProviderStatus.NeedsKey));

        var snapshot = gateway.State.Current;

        Assert.Equal(["a/b"], snapshot.Settings.Priorities);
        Assert.Equal([new ConfigProblem("providers.json", "x")], snapshot.Problems);
        Assert.Equal("Lab", snapshot.Providers["lab"].Card.Id);
        Assert.Equal(["Lab", "b"], snapshot.Catalog.Providers.Select(p => p.Id));
    }

    [Fact]
    public async Task Pinned_providers_and_those_without_a_key_get_no_list_request()
    {
        using var gateway = new Gateway(Pinned("p", "m"), Live("n", ProviderStatus.NeedsKey), Live("o", ProviderStatus.Anonymous));

        _ = gateway.State.Current;
        await gateway["o"].UntilAskedAsync();
        gateway["o"].Response("x");
        await gateway.UntilModelsAreAsync("p/m", "o/x");
        gateway.Clock.Advance(TimeSpan.FromHours(1));
        await gateway.UntilAskedAgainAsync("o", TimeSpan.Zero);

        Assert.Equal((0, 0, 2), (gateway["p"].Calls, gateway["n"].Calls, gateway["o"].Calls));
    }

    [Fact]
    public async Task Without_live_lists_no_caller_waits()
    {
        using var gateway = new Gateway(Pinned("p", "m"), Live("n", ProviderStatus.NeedsKey));

        var wait = gateway.State.WithModelListsAsync(CancellationToken.None).AsTask();

        Assert.True(wait.IsCompletedSuccessfully);
        Assert.Equal(["p/m"], (await wait).Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
    }

    [Fact]
    public async Task A_list_is_refreshed_after_five_minutes_and_used_meanwhile()
    {
        using var gateway = new Gateway(Live("a"));
        await FirstListAsync(gateway, "old");

        gateway.Clock.Advance(LiveModelList.Life - _soon);
        _ = gateway.State.Current;
        Assert.Equal(1, gateway["a"].Calls);

        gateway.Clock.Advance(_soon);
        await gateway.UntilAskedAgainAsync("a", TimeSpan.Zero);
        Assert.Equal(["a/old"], gateway.State.Current.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
        Assert.True(gateway.State.WithModelListsAsync(CancellationToken.None).AsTask().IsCompleted);

        gateway["a"].Response("new");
        await gateway.UntilModelsAreAsync("a/new");
    }

    [Fact]
    public async Task A_provider_gets_one_list_request_at_a_time()
    {
        using var gateway = new Gateway(Live("a"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => gateway.State.Current)));
        await gateway["a"].UntilAskedAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => gateway.State.Current)));

        Assert.Equal(1, gateway["a"].Calls);
    }

    [Fact]
    public async Task A_failed_refresh_keeps_the_models_and_is_repeated_after_a_pause()
    {
        using var gateway = new Gateway(Live("a"));
        await FirstListAsync(gateway, "old");
        gateway.Clock.Advance(LiveModelList.Life);
        await gateway.UntilAskedAgainAsync("a", TimeSpan.Zero);

        gateway["a"].Fail();
        await gateway.UntilAskedAgainAsync("a", LiveModelList.Pause);

        Assert.Equal(["a/old"], gateway.State.Current.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
        gateway["a"].Response("new");
        await gateway.UntilModelsAreAsync("a/new");
    }

    [Fact]
    public async Task A_failed_refresh_is_not_repeated_during_the_pause()
    {
        using var gateway = new Gateway(Live("a"));
        var wait = gateway.State.WithModelListsAsync(CancellationToken.None).AsTask();
        await gateway["a"].UntilAskedAsync();
        gateway["a"].Fail();
        await wait;

        gateway.Clock.Advance(LiveModelList.Pause - _soon);
        await Task.Delay(_soon, TimeProvider.System);
        _ = gateway.State.Current;
        Assert.False(await gateway["a"].IsAskedAsync(_soon));

        gateway.Clock.Advance(_soon);
        await gateway.UntilAskedAgainAsync("a", TimeSpan.Zero);
    }

    [Theory]
    [InlineData(typeof(JsonException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task An_exception_of_a_provider_counts_as_a_failed_refresh(Type exception)
    {
        using var gateway = new Gateway(Live("a"));
        _ = gateway.State.Current;
        await gateway["a"].UntilAskedAsync();

        gateway["a"].Break((Exception)Activator.CreateInstance(exception)!);
        await gateway.UntilAskedAgainAsync("a", LiveModelList.Pause);
        gateway["a"].Response("x");

        await gateway.UntilModelsAreAsync("a/x");
    }

    [Fact]
    public async Task Callers_wait_for_the_first_lists()
    {
        using var gateway = new Gateway(Live("a"), Live("b"));
        var wait = gateway.State.WithModelListsAsync(CancellationToken.None).AsTask();
        await gateway["a"].UntilAskedAsync();
        await gateway["b"].UntilAskedAsync();

        gateway["a"].Response("x");
        await gateway.UntilModelsAreAsync("a/x");
        Assert.False(wait.IsCompleted);
        gateway["b"].Response("y");

        var snapshot = await wait.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["a/x", "b/y"], snapshot.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
    }

    [Fact]
    public async Task A_failure_ends_the_wait_for_a_first_list()
    {
        using var gateway = new Gateway(Live("a"), Live("dead"));
        var wait = gateway.State.WithModelListsAsync(CancellationToken.None).AsTask();
        await gateway["a"].UntilAskedAsync();
        await gateway["dead"].UntilAskedAsync();

        gateway["a"].Response("x");
        gateway["dead"].Fail();

        var snapshot = await wait.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["a/x"], snapshot.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
        Assert.True(gateway.State.WithModelListsAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_silent_provider_delays_callers_once_for_five_seconds()
    {
        using var gateway = new Gateway(Live("a"), Live("silent"));
        var wait = gateway.State.WithModelListsAsync(CancellationToken.None).AsTask();
        await gateway["a"].UntilAskedAsync();
        await gateway["silent"].UntilAskedAsync();
        gateway["a"].Response("x");
        await gateway.UntilModelsAreAsync("a/x");

        gateway.Clock.Advance(LiveModelList.Patience - _soon);
        await Task.WhenAny(wait, Task.Delay(_soon, TimeProvider.System));
        Assert.False(wait.IsCompleted);

        gateway.Clock.Advance(_soon);
        var snapshot = await wait.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(["a/x"], snapshot.Catalog.UsableModels.Select(m => m.Ref.QualifiedId));
        Assert.True(gateway.State.WithModelListsAsync(CancellationToken.None).AsTask().IsCompleted);

        gateway["silent"].Response("late");
        await gateway.UntilModelsAreAsync("a/x", "silent/late");
    }

    [Fact]
    public async Task A_list_request_has_a_time_limit()
    {
        using var gateway = new Gateway(Live("silent"));
        _ = gateway.State.Current;
        await gateway["silent"].UntilAskedAsync();
        var token = gateway["silent"].LastToken;

        gateway.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.True(token.IsCancellationRequested);
        await gateway.UntilAskedAgainAsync("silent", LiveModelList.Pause);
        Assert.Equal(2, gateway["silent"].Calls);
    }

    [Fact]
    public async Task A_caller_that_disconnects_ends_only_its_own_wait()
    {
        using var gateway = new Gateway(Live("a"));
        using var caller = new CancellationTokenSource();
        var wait = gateway.State.WithModelListsAsync(caller.Token).AsTask();
        await gateway["a"].UntilAskedAsync();

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.False(gateway["a"].LastToken.IsCancellationRequested);
        gateway["a"].Response("x");
        await gateway.UntilModelsAreAsync("a/x");
    }

    [Fact]
    public async Task The_end_of_the_gateway_ends_calls_and_providers()
    {
        var gateway = new Gateway(Live("a"), Pinned("p", "m"));
        _ = gateway.State.Current;
        await gateway["a"].UntilAskedAsync();

        gateway.State.Dispose();

        Assert.True(gateway["a"].LastToken.IsCancellationRequested);
        Assert.True(gateway["a"].IsDisposed);
        Assert.True(gateway["p"].IsDisposed);
    }

    [Fact]
    public async Task A_refresh_is_not_part_of_the_trace_of_a_call()
    {
        using var gateway = new Gateway(Live("a"));
        using var activity = new Activity("call").Start();

        _ = gateway.State.Current;
        await gateway["a"].UntilAskedAsync();

        Assert.Null(gateway["a"].ActivityWhenAsked);
        Assert.Same(activity, Activity.Current);
    }

    private static async Task FirstListAsync(Gateway gateway, string model)
    {
        _ = gateway.State.Current;
        await gateway["a"].UntilAskedAsync();
        gateway["a"].Response(model);
        await gateway.UntilModelsAreAsync($"a/{model}");
    }
}
