using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Health;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Domain.Usage;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>What an outcome says of a call, and that each call has exactly one, also if it was refused before a provider was chosen.</summary>
public sealed class CallOutcomeTests
{
    private const string Hi = """ "messages":[{"role":"user","content":"hi"}]""";

    /// <summary>Path, body, header field and the status that the caller gets.</summary>
    public static TheoryData<string, string, string, int> RefusedCalls => new()
    {
        { "/v1/chat/completions", "no json", "", 400 },
        { "/v1/chat/completions", $$"""{"model":"chat/m","messages":[]}""", "", 400 },
        { "/v1/chat/completions", $$"""{"model":"   ",{{Hi}}}""", "", 400 },
        { "/v1/chat/completions", $$"""{"model":"nobody/m",{{Hi}}}""", "", 404 },
        { "/v1/chat/completions", $$"""{"model":"chat/m",{{Hi}}}""", "x-router-maestro-hops: 4", 508 },
        { "/v1/chat/completions", $$"""{"model":"chat/m",{{Hi}},"x":"{{new string('x', 3000)}}"}""", "", 413 },
        { "/v1/messages", $$"""{"model":"chat/m","stream":true,{{Hi}},"x":"{{new string('x', 3000)}}"}""", "", 413 },
        { "/v1/messages", $$"""{"model":"chat/m",{{Hi}}}""", "content-encoding: zstd", 415 },
        { "/v1/messages/count_tokens", "{", "", 400 },
        { "/v1/messages/count_tokens", $$"""{"model":"chat/m",{{Hi}}}""", "x-router-maestro-hops: 4", 508 },
        { "/v1/responses", """{"model":"chat/m"}""", "", 400 },
        { "/v1/embeddings", """{"model":"chat/e"}""", "", 400 },
        { "/v1/responses/no.id/cancel", "", "", 400 },
    };

    [Theory]
    [MemberData(nameof(RefusedCalls))]
    public async Task A_call_that_is_refused_before_it_is_planned_has_one_outcome(string path, string body, string header, int status)
    {
        var (gateway, seen) = await StartAsync(maxBodyBytes: 2048);

        using var request = Request(path, body, header);
        using var response = await gateway.Client.SendAsync(request);
        await gateway.DisposeAsync();

        Assert.Equal(status, (int)response.StatusCode);
        var outcome = Assert.Single(seen.Calls);
        Assert.Equal((CallEnd.Refused, status, status, 0), (outcome.End, outcome.Status, outcome.Error?.Status, outcome.Attempts));
        Assert.Equal(response.Headers.GetValues("x-request-id").Single(), outcome.RequestId);
        Assert.Equal(path.Contains("count_tokens", StringComparison.Ordinal), outcome.IsCount);
        Assert.Equal(OperationOf(path), outcome.Facts.Operation);
        Assert.Equal(("gateway", null), (outcome.Identity, outcome.Overhead));
    }

    [Theory]
    [InlineData("/v1/models", "GET", 200)]
    [InlineData("/v1/nothing", "POST", 404)]
    [InlineData("/v1/chat/completions", "GET", 405)]
    public async Task What_is_no_call_has_no_outcome(string path, string method, int status)
    {
        var (gateway, seen) = await StartAsync();

        using var response = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        gateway.Client.DefaultRequestHeaders.Remove("Authorization");
        using var denied = await gateway.Client.PostAsync("/v1/chat/completions", new StringContent($$"""{"model":"chat/m",{{Hi}}}"""));
        await gateway.DisposeAsync();

        Assert.Equal((status, 401), ((int)response.StatusCode, (int)denied.StatusCode));
        Assert.Empty(seen.Calls);
    }

    [Fact]
    public async Task A_header_field_that_is_not_text_is_a_refused_call()
    {
        var seen = new Seen();
        await using var gateway = await TestGateway.StartAsync(configure: router => router.AddCallObserver<Observer>().Services
            .AddSingleton(seen)
            .Configure<KestrelServerOptions>(server => server.RequestHeaderEncodingSelector = _ => HeaderText.Encoding));

        using var socket = new TcpClient();
        await socket.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        await socket.GetStream().WriteAsync((byte[])
        [
            .. Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {TestGateway.Key}\r\nx-odd: "),
            0xFF, .. "\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}"u8,
        ]);
        var answer = await new StreamReader(socket.GetStream()).ReadToEndAsync();
        await seen.FirstAsync();

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Equal([400], seen.Calls.Select(o => o.Status!.Value));
    }

    [Fact]
    public async Task A_caller_that_leaves_while_it_sends_has_an_outcome_without_a_status()
    {
        var (gateway, seen) = await StartAsync();

        using (var socket = new TcpClient { LingerState = new(true, 0) })
        {
            await socket.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {TestGateway.Key}\r\nexpect: 100-continue\r\ncontent-length: 2000\r\n\r\n"));

            // the gateway asks for the body, so that it is being read
            Assert.True(await socket.GetStream().ReadAsync(new byte[64]) > 0);
        }

        var outcome = await seen.FirstAsync();
        await gateway.DisposeAsync();

        Assert.Equal((CallEnd.Abandoned, null), (outcome.End, outcome.Status));
        Assert.Single(seen.Calls);
    }

    [Fact]
    public async Task A_fallback_has_its_plan_its_failed_attempts_and_the_revisions()
    {
        var before = DateTimeOffset.UtcNow;
        var (gateway, seen) = await StartAsync(routing: RoutingSettings.Default with { Priorities = ["chat/m", "messages/m"] });
        SimulatedStep[] steps = [SimulatedFault.Status(500, "one"), SimulatedFault.Status(503, "two"), SimulatedResponse.Text("hello").WithUsage(5, 2)];
        var asked = 0;
        gateway.Upstream.Reply(_ => steps[asked++]);

        using var request = Request("/v1/chat/completions", $$"""{"model":"router-maestro",{{Hi}}}""", "user-agent: claude-cli/2.1.330 (external, sdk-cli)");
        using var response = await gateway.Client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
        await gateway.DisposeAsync();

        var outcome = Assert.Single(seen.Calls);
        Assert.Equal((CallEnd.Completed, "messages/m", 3, 200), (outcome.End, outcome.Model?.QualifiedId, outcome.Attempts, outcome.Status));
        Assert.Equal(
            [("chat/m", FailureKind.ServerError, 500), ("chat/m", FailureKind.ServerError, 503)],
            outcome.FailedCalls.Select(f => (f.Model.QualifiedId, f.Failure, f.Status!.Value)));
        Assert.All(outcome.FailedCalls, f => Assert.InRange(f.Duration, TimeSpan.FromTicks(1), outcome.Duration));
        Assert.Equal(["chat/m", "messages/m"], outcome.Plan!.Candidates.Take(2).Select(c => c.Model.QualifiedId));
        Assert.InRange(outcome.Overhead!.Value, TimeSpan.FromTicks(1), outcome.TimeToFirstContent!.Value);
        Assert.InRange(outcome.StartedAt, before, DateTimeOffset.UtcNow);
        Assert.Equal((TimeSpan.Zero, "claude-cli/2.1.330 (external, sdk-cli)"), (outcome.StartedAt.Offset, outcome.UserAgent));
        Assert.Equal(12, outcome.CatalogRevision?.Length);
    }

    [Fact]
    public async Task A_circuit_that_opens_is_told()
    {
        var (gateway, seen) = await StartAsync();
        gateway.Upstream.Reply(SimulatedFault.Status(429, "slow", TimeSpan.FromHours(1)));

        using var response = await gateway.Client.SendAsync(Request("/v1/chat/completions", $$"""{"model":"chat/m",{{Hi}}}""", ""));
        await gateway.DisposeAsync();

        var change = Assert.Single(seen.Circuits);
        Assert.Equal((new HealthKey(HealthScope.Candidate, "chat/m"), FailureKind.RateLimited), (change.Circuit, change.State.Failure!.Kind));
        Assert.True(change.State.OpenUntil > change.At.AddMinutes(59));
    }

    [Theory]
    [InlineData("/v1/messages", "x-claude-code-session-id: a-1", "", "a-1")]
    [InlineData("/v1/responses", "session-id: a-2", ""","prompt_cache_key":"b" """, "a-2")]
    [InlineData("/v1/responses", "session_id: a-3", "", "a-3")]
    [InlineData("/v1/chat/completions", "x-session-id: ses_4", "", "ses_4")]
    [InlineData("/v1/chat/completions", "", ""","prompt_cache_key":"a\n5" """, "a\n5")]
    [InlineData("/v1/responses", "", ""","prompt_cache_key":"a6" """, "a6")]
    [InlineData("/v1/messages", "", ""","metadata":{"user_id":"user_1_account_2_session_a7"} """, "a7")]
    [InlineData("/v1/messages", "", ""","metadata":{"x":[1],"user_id":"{\"device_id\":\"d\",\"session_id\":\"a8\"}"} """, "a8")]
    [InlineData("/v1/messages", "", ""","metadata":{"user_id":"somebody"} """, null)]
    [InlineData("/v1/chat/completions", "session-id: sk-rm-test-key", "", null)]
    [InlineData("/v1/chat/completions", "", ""","prompt_cache_key":null """, null)]
    public async Task The_clients_session_comes_from_its_header_or_its_body(string path, string header, string member, string? session)
    {
        var (gateway, seen) = await StartAsync();
        var conversation = path == "/v1/responses" ? """ "input":"hi" """ : Hi;

        using var response = await gateway.Client.SendAsync(Request(path, $$"""{"model":"chat/m","max_tokens":9,{{conversation}}{{member}}}""".Replace("\"max_tokens\":9,", path == "/v1/responses" ? "" : "\"max_tokens\":9,", StringComparison.Ordinal), header));
        await gateway.DisposeAsync();

        Assert.Equal(session, Assert.Single(seen.Calls).SessionId);
    }

    [Fact]
    public async Task Counts_of_the_gateway_are_estimates_and_those_of_the_provider_are_not()
    {
        var (gateway, seen) = await StartAsync();

        using var local = await gateway.Client.SendAsync(Request("/v1/messages/count_tokens", $$"""{"model":"chat/m",{{Hi}}}""", ""));
        using var asked = await gateway.Client.SendAsync(Request("/v1/messages/count_tokens", $$"""{"model":"messages/m",{{Hi}}}""", ""));
        await gateway.DisposeAsync();

        Assert.Equal([(true, 0, false), (false, 1, true)], seen.Calls.Select(o => (o.IsEstimated, o.Attempts, o.Overhead is not null)));
    }

    private static CallOperation OperationOf(string path) => path switch
    {
        "/v1/embeddings" => CallOperation.Embeddings,
        _ when path.StartsWith("/v1/responses/", StringComparison.Ordinal) => CallOperation.StoredResponse,
        _ => CallOperation.Chat,
    };

    private static HttpRequestMessage Request(string path, string body, string header)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (header.Split(": ", 2) is [var name, var value])
        {
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static async Task<(TestGateway Gateway, Seen Seen)> StartAsync(RoutingSettings? routing = null, int? maxBodyBytes = null)
    {
        var seen = new Seen();
        var gateway = await TestGateway.StartAsync(
            routing,
            router => router.AddCallObserver<Observer>().AddCircuitObserver<Observer>().Services.AddSingleton(seen),
            options => options.MaxBodyBytes = maxBodyBytes ?? options.MaxBodyBytes);
        return (gateway, seen);
    }

    private sealed class Seen
    {
        private readonly TaskCompletionSource<CallOutcome> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<CallOutcome> Calls { get; } = [];

        public ConcurrentQueue<CircuitChange> Circuits { get; } = [];

        public Task<CallOutcome> FirstAsync() => _first.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public void Add(CallOutcome outcome)
        {
            Calls.Enqueue(outcome);
            _first.TrySetResult(outcome);
        }
    }

    private sealed class Observer(Seen seen) : ICallObserver, ICircuitObserver
    {
        public void OnEnded(CallOutcome outcome) => seen.Add(outcome);

        public void OnChanged(CircuitChange change) => seen.Circuits.Enqueue(change);
    }
}
