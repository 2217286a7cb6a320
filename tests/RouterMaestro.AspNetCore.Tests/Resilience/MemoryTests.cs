using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.DependencyInjection;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Bodies and held-back responses share a budget, and what does not fit is refused with a 503, without a trace.</summary>
public sealed class MemoryTests
{
    private const int MiB = 1024 * 1024;

    public static TheoryData<string, string, CommitMode, bool> ModesAndWhole => FaultBench.ModesAndWhole();

    public static TheoryData<string, string, CommitMode> Modes => FaultBench.Modes();

    [Fact]
    public async Task A_request_beyond_the_budget_is_a_503_and_the_next_one_is_served()
    {
        await using var gateway = await StartAsync(budget: 4 * MiB);
        foreach (var protocol in ProtocolCase.All)
        {
            foreach (var isChunked in new[] { false, true })
            {
                using var refused = await SendAsync(gateway, protocol, 6 * MiB, isChunked);
                await IsShortageAsync(refused, protocol);
                using var served = await SendAsync(gateway, protocol, 3 * MiB, isChunked);
                Assert.Equal(HttpStatusCode.OK, served.StatusCode);
            }
        }

        Assert.Equal(6, gateway.Received.Count);
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task A_response_beyond_the_budget_is_a_503_or_streamed_and_the_next_one_is_served(string caller, string upstream, CommitMode commit, bool stream)
    {
        // the last events of Responses hold the whole text once more, each in one piece
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, configure: Budget(stream && upstream == "responses" ? 8 * MiB : 2 * MiB));
        var large = Enumerable.Repeat(new string('x', 64 * 1024), 64).ToArray();
        bench.Primary.Reply(SimulatedResponse.Text(large));
        bench.Backup.Reply(SimulatedResponse.Text("never asked"));
        for (var i = 0; i < 3; i++)
        {
            var result = await bench.AskAsync(stream);
            if (stream && commit == CommitMode.FirstContent)
            {
                // nothing is held back
                result.IsWhole(string.Concat(large), bench.Qualified("primary"));
            }
            else
            {
                result.IsRefused(503, "short of memory");
                Assert.True(result.Response.Headers.RetryAfter is { Delta: { } wait } && wait >= TimeSpan.FromSeconds(1), "Retry-After");
            }
        }

        bench.Primary.Reply(SimulatedResponse.Text("small again"));
        (await bench.AskAsync(stream)).IsWhole("small again", bench.Qualified("primary"));
        Assert.Empty(bench.Attempts("backup"));
        Assert.All(bench.Gateway.Logs.All, line => Assert.DoesNotContain("circuit", line, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_giant_event_beyond_the_budget_is_one_error(string caller, string upstream, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, configure: Budget(2 * MiB));
        bench.Primary.Reply(SimulatedResponse.Text("begun ", new string('x', 8 * MiB), " end"));

        var result = await bench.AskAsync();

        if (commit == CommitMode.Complete)
        {
            result.IsRefused(503, "short of memory");
        }
        else
        {
            result.IsBrokenOff("begun ");
        }

        bench.Primary.Reply(SimulatedResponse.Text("small again"));
        (await bench.AskAsync()).IsWhole("small again", bench.Qualified("primary"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task What_is_held_back_reaches_the_caller_whole(string caller, string upstream, CommitMode commit)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        string[] pieces = [.. Enumerable.Range(0, 400).Select(i => $"{i} {new string('ü', i * 7)} "), new string('y', 3 * MiB), "end"];
        bench.Primary.Reply(SimulatedResponse.Text(pieces));

        (await bench.AskAsync()).IsWhole(string.Concat(pieces), bench.Qualified("primary"));
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task Running_out_of_memory_before_the_response_is_a_503(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, configure: r => r.AddStreamGuard<ExhaustingGuard>());
        bench.Primary.Reply(SimulatedResponse.Text("out of memory"));
        var result = await bench.AskAsync(stream);
        result.IsRefused(503, "short of memory");
        Assert.NotNull(result.Response.Headers.RetryAfter);

        bench.Primary.Reply(SimulatedResponse.Text("enough"));
        (await bench.AskAsync(stream)).IsWhole("enough", bench.Qualified("primary"));
        Assert.Empty(bench.Attempts("backup"));
    }

    /// <summary>The length that a caller claims costs it nothing.</summary>
    [Fact]
    public async Task Memory_grows_with_what_came_rather_than_with_the_claimed_length()
    {
        await using var gateway = await StartAsync(budget: 4 * MiB);
        List<Socket> callers = [];
        try
        {
            for (var i = 0; i < 40; i++)
            {
                var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                callers.Add(caller);
                await caller.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
                await caller.SendAsync(Encoding.ASCII.GetBytes(
                    $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestGateway.Key}\r\nContent-Length: {30 * MiB}\r\n\r\n{{"));
            }

            await Task.Delay(200, CancellationToken.None);
            using var served = await SendAsync(gateway, ProtocolCase.Chat, 3 * MiB, isChunked: false);
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }
    }

    private static Action<IRouterMaestroBuilder> Budget(int bytes) => router => router.Services.Configure<RouterMaestroOptions>(
        o => o.MemoryShare = (double)bytes / GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    private static async Task<TestGateway> StartAsync(int budget)
    {
        var gateway = await TestGateway.StartAsync(configure: Budget(budget));
        gateway.Upstream.Reply(SimulatedResponse.Text("ok"));
        return gateway;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, ProtocolCase protocol, int bytes, bool isChunked)
    {
        using var request = protocol.Ask(
            $$"""{"model":"{{protocol.Name}}/m","max_tokens":9,"{{protocol.Conversation}}":[{"role":"user","content":"{{new string('x', bytes)}}"}]}"""
                .Replace("\"max_tokens\":9,", protocol == ProtocolCase.Messages ? "\"max_tokens\":9," : "", StringComparison.Ordinal));
        request.Headers.TransferEncodingChunked = isChunked;
        return await gateway.Client.SendAsync(request);
    }

    private static async Task IsShortageAsync(HttpResponseMessage response, ProtocolCase protocol)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("short of memory", body, StringComparison.Ordinal);
        Assert.Equal(protocol == ProtocolCase.Messages, body.StartsWith("{\"type\":\"error\"", StringComparison.Ordinal));
    }

    /// <summary>Stands for any allocation that fails while a response is read.</summary>
    private sealed class ExhaustingGuard : IStreamGuard
    {
        public string Name => "exhausting";

        public bool AppliesTo(CandidateCall call) => true;

        public IStreamInspector Inspect(CandidateCall call) => new Inspector();

        private sealed class Inspector : IStreamInspector
        {
            // the runtime throws OutOfMemoryException for an array longer than Array.MaxLength, whatever memory there is
            public StreamVerdict Inspect(in ChatEventSpan span) =>
                span.Text.IndexOf("out of"u8) < 0 || new byte[int.MaxValue].Length == 0 ? StreamVerdict.Pass : StreamVerdict.Fail("unreachable");
        }
    }
}
