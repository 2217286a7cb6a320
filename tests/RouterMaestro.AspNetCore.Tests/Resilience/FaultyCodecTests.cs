using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Every path that writes to a caller, with a codec that throws: nothing hangs, the caller gets an error, and the log has the exception.</summary>
public sealed class FaultyCodecTests
{
    private const string Apology = "The gateway failed";

    private static readonly RoutingSettings _keepalives = new()
    {
        Keepalive = new KeepaliveSettings(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100)),
    };

    private readonly CodecFaults _faults = new();

    /// <summary>Gets the translated pairs, with bytes of a frame that come before the exception: fewer and more than are sent at once.</summary>
    public static TheoryData<string, string, int> Translated
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var caller in ProtocolCase.All)
            {
                foreach (var upstream in ProtocolCase.All.Where(p => p != caller))
                {
                    data.Add(caller.Name, upstream.Name, 0);
                    data.Add(caller.Name, upstream.Name, 500);
                    data.Add(caller.Name, upstream.Name, 100_000);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Callers => [.. ProtocolCase.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Translated))]
    public async Task An_encoder_that_throws_at_once_is_an_error_with_its_status(string caller, string upstream, int bytes)
    {
        (_faults.EventsBefore, _faults.BytesBefore) = (0, bytes);
        await using var gateway = await TestGateway.StartAsync(configure: _faults.Add);
        gateway.Upstream.Reply(SimulatedResponse.Text("one ", "two"));

        var (response, observed, _) = await AskAsync(gateway, caller, upstream);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(Apology, observed.ErrorMessage, StringComparison.Ordinal);

        await IsLoggedAsync(gateway, "outcome=failed");
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public async Task An_encoder_that_throws_in_the_middle_ends_the_stream_with_an_error(string caller, string upstream, int bytes)
    {
        (_faults.EventsBefore, _faults.BytesBefore) = (4, bytes);
        await using var gateway = await StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("one ", "two ", "three ", "four ", "five").DelayPieces(TimeSpan.FromMilliseconds(50)));

        var (response, observed, transcript) = await AskAsync(gateway, caller, upstream);

        Assert.Equal((HttpStatusCode.OK, false, null), (response.StatusCode, observed.IsComplete, observed.StopReason));
        Assert.StartsWith("one ", observed.Text, StringComparison.Ordinal);
        Assert.Contains(Apology, observed.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(transcript!.Events, e => e.Data.Contains('\0', StringComparison.Ordinal));

        await IsLoggedAsync(gateway, "outcome=failed");
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_whole_response_that_throws_is_an_error(string caller)
    {
        _faults.Whole = true;
        await using var gateway = await StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("one"));

        var (response, observed, _) = await AskAsync(gateway, caller, ProtocolCase.All.First(p => p.Name != caller).Name, stream: false);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(Apology, observed.ErrorMessage, StringComparison.Ordinal);
        await IsLoggedAsync(gateway, "outcome=failed");
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task An_error_that_throws_is_a_plain_one(string caller)
    {
        _faults.Errors = true;
        await using var gateway = await StartAsync();
        gateway.Upstream.Reply(SimulatedFault.Status(429));
        using var request = ProtocolCase.Named(caller).Ask(caller, stream: true);

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains(Apology, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await IsLoggedAsync(gateway);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task An_error_that_throws_after_keepalives_ends_the_connection(string caller)
    {
        _faults.Errors = true;
        await using var gateway = await StartAsync();
        gateway.Upstream.Reply(SimulatedFault.Status(400).DelayHeaders(TimeSpan.FromSeconds(1)));

        var (response, observed, transcript) = await AskAsync(gateway, caller, caller);

        Assert.Equal((HttpStatusCode.OK, false), (response.StatusCode, observed.IsComplete));
        Assert.True(transcript!.IsBroken);
        await IsLoggedAsync(gateway);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task An_exception_before_the_response_ends_a_stream_that_keepalives_opened(string caller)
    {
        _faults.Requests = true;
        await using var gateway = await StartAsync();

        var (response, observed, _) = await AskAsync(gateway, caller, ProtocolCase.All.First(p => p.Name != caller).Name);

        Assert.Equal((HttpStatusCode.OK, false), (response.StatusCode, observed.IsComplete));
        Assert.Contains(Apology, observed.ErrorMessage, StringComparison.Ordinal);
        await IsLoggedAsync(gateway);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_lack_of_memory_before_the_response_ends_a_stream_that_keepalives_opened(string caller)
    {
        await using var gateway = await TestGateway.StartAsync(_keepalives, builder => builder.AddStreamGuard<Exhausted>());
        gateway.Upstream.Reply(SimulatedResponse.Text("one").DelayHeaders(TimeSpan.FromSeconds(1)));

        var (response, observed, _) = await AskAsync(gateway, caller, caller);

        Assert.Equal((HttpStatusCode.OK, false), (response.StatusCode, observed.IsComplete));
        Assert.Contains("short of memory", observed.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_call_that_hangs_after_its_caller_left_is_logged() => RealTime.HoldsAsync(async () =>
    {
        using var hang = _faults.Hang = new ManualResetEventSlim();
        await using var gateway = await TestGateway.StartAsync(configure: _faults.Add, clock: new FastClock(30));
        gateway.Upstream.Reply(SimulatedResponse.Text("one"));
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        using var request = ProtocolCase.Chat.Ask("messages", stream: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token));
        await LogHasAsync(gateway, "hangs: its caller left 30 seconds ago");
        hang.Set();
    });

    private Task<TestGateway> StartAsync() => TestGateway.StartAsync(_keepalives, _faults.Add);

    private static Task<(HttpResponseMessage Response, ObservedResponse Observed, SseTranscript? Transcript)> AskAsync(
        TestGateway gateway, string caller, string upstream, bool stream = true)
    {
        var protocol = ProtocolCase.Named(caller);
        return protocol.SendAsync(gateway.Client, protocol.Ask(upstream, stream));
    }

    private static async Task IsLoggedAsync(TestGateway gateway, string? outcome = null)
    {
        await LogHasAsync(gateway, CodecFaults.Words);
        if (outcome is not null)
        {
            await LogHasAsync(gateway, outcome);
        }
    }

    private static async Task LogHasAsync(TestGateway gateway, string words)
    {
        for (var tries = 0; tries < 100 && !gateway.Logs.All.Any(line => line.Contains(words, StringComparison.Ordinal)); tries++)
        {
            await Task.Delay(50);
        }

        Assert.Contains(gateway.Logs.All, line => line.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>Throws what no guard is forgiven.</summary>
    private sealed class Exhausted : IStreamGuard
    {
        public string Name => "exhausted";

        public bool AppliesTo(CandidateCall call) => true;

        public IStreamInspector Inspect(CandidateCall call) => throw new InsufficientMemoryException(CodecFaults.Words);
    }
}
