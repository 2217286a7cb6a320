using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Tests.Extending;
using RouterMaestro.AspNetCore.Tests.Resilience;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>Guards of the host inspect the responses of every provider for every caller.</summary>
public sealed class StreamGuardTests
{
    private static readonly SimulatedResponse _leak = SimulatedResponse.Text("one ", "two ", "BEGIN PRI", "VATE KEY", "five").WithUsage(8, 5);

    public static TheoryData<string, string> Pairs => ProtocolCase.Matrix();

    public static TheoryData<string, string, CommitMode, bool> Unsent => FaultBench.ModesAndWhole();

    [Theory]
    [MemberData(nameof(Pairs))]
    public Task A_guard_ends_an_opened_stream_in_one_error_and_blames_no_provider(string caller, string upstream) => RealTime.HoldsAsync(async () =>
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, CommitMode.FirstContent, configure: router => router.AddStreamGuard<PrivateKeyGuard>());
        bench.Primary.Reply(_leak.DelayPieces(TimeSpan.FromMilliseconds(100)));

        var result = await bench.AskAsync();

        // on a machine that stands still, all pieces arrive before the commit, so that the backup is asked
        RealTime.InRange(bench.Attempts("backup").Count, 0, 0);
        result.IsBrokenOff("one two BEGIN PRI");
        Assert.Contains("holds a private key", result.Observed.ErrorMessage, StringComparison.Ordinal);
        await IsHealthyAsync(bench);
        Assert.Single(bench.Gateway.Logs.All, line => line.Contains($"The stream guard private-key stopped the response of {upstream}/primary", StringComparison.Ordinal));
    });

    [Theory]
    [MemberData(nameof(Unsent))]
    public async Task A_guard_that_fails_what_the_caller_has_not_seen_hands_over_to_the_next_candidate(string caller, string upstream, CommitMode commit, bool stream)
    {
        // a stream is committed with its first content, so that only a guard that fails at once fails it unsent
        var leak = stream && commit == CommitMode.FirstContent ? SimulatedResponse.Text("BEGIN PRIVATE KEY", " and more") : _leak;
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, configure: router => router.AddStreamGuard<PrivateKeyGuard>());
        bench.Primary.Reply(leak);

        var result = await bench.AskAsync(stream);

        result.IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        Assert.Equal(2, result.Attempts);
        await IsHealthyAsync(bench);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("responses")]
    public async Task Without_another_candidate_the_caller_is_told_to_retry(string caller)
    {
        await using var bench = await FaultBench.StartAsync(
            caller, caller, CommitMode.FirstContent, s => s with { MaxRetries = 0 }, configure: router => router.AddStreamGuard<PrivateKeyGuard>());
        bench.Primary.Reply(_leak);

        (await bench.AskAsync(stream: false)).IsRefused(529, "holds a private key");
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_guard_that_rewrites_makes_the_call_translated(string caller, string upstream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, CommitMode.FirstContent, configure: router => router.AddStreamGuard<Shouter>());
        bench.Primary.Reply(SimulatedResponse.Text("one ", "two").WithUsage(8, 2));

        (await bench.AskAsync()).IsWhole("ONE TWO", bench.Qualified("primary"));
        (await bench.AskAsync(stream: false)).IsWhole("ONE TWO", bench.Qualified("primary"));

        var asker = ProtocolCase.Named(caller);
        using var request = asker.AskAll(upstream, stream: true, """{"role":"user","content":"hi"}""", asker.MaxTokens(100), "primary");
        var route = await ExplainAsync(bench, await request.Content!.ReadAsStringAsync(), caller);
        Assert.Equal(caller == upstream ? "stream_guard" : "other_protocol", route.GetProperty("candidates")[0].GetProperty("translated_because").GetString());
    }

    [Fact]
    public async Task A_request_that_continues_a_stored_response_stays_as_it_is()
    {
        await using var gateway = await TestGateway.StartAsync(configure: router => router.AddStreamGuard<Shouter>());
        gateway.Upstream.Reply(SimulatedResponse.Text("one"));

        var (_, observed, _) = await ProtocolCase.Responses.SendAsync(
            gateway.Client, ProtocolCase.Responses.Ask("""{"model":"responses/m","input":"hi","previous_response_id":"resp_1"}"""));

        Assert.Equal("one", observed.Text);
    }

    [Fact]
    public async Task A_guard_that_rewrites_leaves_token_counts_to_the_provider()
    {
        await using var gateway = await TestGateway.StartAsync(configure: router => router.AddStreamGuard<Shouter>());

        using var content = new StringContent("""{"model":"messages/m","messages":[{"role":"user","content":"hi"}]}""");
        using var response = await gateway.Client.PostAsync(new Uri("/v1/messages/count_tokens", UriKind.Relative), content);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Single(gateway.Upstream.Requests, r => r.Operation == SimulatedOperation.CountTokens);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_guard_that_throws_is_logged_once_and_left_out(bool stream)
    {
        await using var bench = await FaultBench.StartAsync(
            "chat", "chat", CommitMode.FirstContent, configure: router => router.AddStreamGuard<Broken>().AddStreamGuard<Undecided>());
        bench.Primary.Reply(SimulatedResponse.Text("one ", "two"));

        (await bench.AskAsync(stream)).IsWhole("one two", "chat/primary");

        Assert.Single(bench.Gateway.Logs.All, line => line.Contains("The stream guard broken failed; the response of chat/primary", StringComparison.Ordinal));
        Assert.Single(bench.Gateway.Logs.All, line => line.Contains("The stream guard undecided failed; the response of chat/primary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_guards_of_one_name_keep_the_gateway_from_starting()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestGateway.StartAsync(configure: router => router.AddStreamGuard<PrivateKeyGuard>().AddStreamGuard<Namesake>()));

        Assert.Equal(
            $"The stream guard 'private-key' is implemented by both {typeof(PrivateKeyGuard).FullName} and {typeof(Namesake).FullName}: register one of them only, or rename it.", exception.Message);
    }

    [Fact]
    public async Task The_start_says_which_guards_there_are()
    {
        await using var gateway = await TestGateway.StartAsync(configure: router => router.AddStreamGuard<Shouter>().AddStreamGuard<PrivateKeyGuard>());

        Assert.Single(gateway.Logs.All, line => line.EndsWith("Responses pass these stream guards, in this order: shouter, private-key ", StringComparison.Ordinal));
    }

    private static async Task IsHealthyAsync(FaultBench bench)
    {
        var health = await bench.Gateway.Client.GetFromJsonAsync<JsonElement>("/api/admin/health");
        Assert.Empty(health.GetProperty("circuits").EnumerateArray());
    }

    private static async Task<JsonElement> ExplainAsync(FaultBench bench, string body, string protocol)
    {
        using var content = new StringContent(body);
        using var response = await bench.Gateway.Client.PostAsync(new Uri($"/api/admin/route/explain?protocol={protocol}", UriKind.Relative), content);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private sealed class Shouter : IStreamGuard, IStreamInspector
    {
        public string Name => "shouter";

        public bool Rewrites => true;

        public bool AppliesTo(CandidateCall call) => true;

        public IStreamInspector Inspect(CandidateCall call) => this;

        public StreamVerdict Inspect(in ChatEventSpan span) => span.ToEvent() is ChatEvent.PartDelta delta
            ? StreamVerdict.Replace([new ChatEvent.PartDelta(delta.Index, delta.Text.ToString().ToUpperInvariant())])
            : StreamVerdict.Pass;
    }

    private sealed class Broken : IStreamGuard, IStreamInspector
    {
        public string Name => "broken";

        public bool AppliesTo(CandidateCall call) => true;

        public IStreamInspector Inspect(CandidateCall call) => this;

        public StreamVerdict Inspect(in ChatEventSpan span) => throw new InvalidOperationException("oh");
    }

    private sealed class Undecided : IStreamGuard
    {
        public string Name => "undecided";

        public bool AppliesTo(CandidateCall call) => throw new InvalidOperationException("oh");

        public IStreamInspector Inspect(CandidateCall call) => throw new InvalidOperationException("oh");
    }

    private sealed class Namesake : IStreamGuard
    {
        public string Name => "private-key";

        public bool AppliesTo(CandidateCall call) => false;

        public IStreamInspector Inspect(CandidateCall call) => throw new InvalidOperationException("oh");
    }
}
