using System.Diagnostics;
using System.Net;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Keepalives while a provider is silent, and cancellation when the caller disconnects.</summary>
public sealed class LivenessTests
{
    private static readonly RoutingSettings _impatient = new()
    {
        Keepalive = new KeepaliveSettings(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(150)),
    };

    public static TheoryData<string, string> Matrix => ProtocolCase.Matrix();

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task A_silent_provider_is_covered_by_keepalives(string caller, string upstream) => RealTime.HoldsAsync(async () =>
    {
        await using var gateway = await TestGateway.StartAsync(_impatient);
        gateway.Upstream.Reply(SimulatedResponse.Text("at last ", "done").DelayFirstPiece(TimeSpan.FromSeconds(1)).DelayPieces(TimeSpan.FromMilliseconds(500)));
        var protocol = ProtocolCase.Named(caller);

        var (response, answer, transcript) = await protocol.SendAsync(gateway.Client, protocol.Ask(upstream, stream: true));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(answer.Problems);
        Assert.Equal("at last done", answer.Text);
        Assert.True(answer.IsComplete);
        RealTime.InRange(Keepalives(caller, transcript!), 4, 40);
        Assert.False(response.Headers.Contains("x-router-maestro-model"));
    });

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task A_caller_that_disconnects_cancels_the_upstream_call(string caller, string upstream) => RealTime.HoldsAsync(async () =>
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text(Enumerable.Repeat("word ", 200).ToArray()).DelayPieces(TimeSpan.FromMilliseconds(50)));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var leaving = new CancellationTokenSource();
        using var request = ProtocolCase.Named(caller).Ask(upstream, stream: true);
        var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        await (await response.Content.ReadAsStreamAsync(patience.Token)).ReadExactlyAsync(new byte[10], patience.Token);

        var left = Stopwatch.GetTimestamp();
        response.Dispose();
        await Assert.Single(gateway.Received).WaitForClientToLeaveAsync(patience.Token);

        RealTime.InRange(Stopwatch.GetElapsedTime(left).TotalMilliseconds, 0, 250);
    });

    [Fact]
    public Task A_caller_that_disconnects_before_the_first_byte_cancels_the_upstream_call() => RealTime.HoldsAsync(async () =>
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedFault.Silence());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var stream in new[] { false, true })
        {
            gateway.Upstream.Reset();
            gateway.Upstream.Reply(SimulatedFault.Silence());
            using var leaving = new CancellationTokenSource();
            using var request = ProtocolCase.Messages.Ask("chat", stream);
            var pending = gateway.Client.SendAsync(request, leaving.Token);
            await RealTime.UntilAsync(() => gateway.Received.Count == 1);

            var left = Stopwatch.GetTimestamp();
            await leaving.CancelAsync();
            await Assert.Single(gateway.Received).WaitForClientToLeaveAsync(patience.Token);
            var took = Stopwatch.GetElapsedTime(left);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
            RealTime.InRange(took.TotalMilliseconds, 0, 250);
        }
    });

    private static int Keepalives(string caller, SseTranscript transcript) =>
        caller == "messages" ? transcript.Events.Count(e => e.Name == "ping") : transcript.Comments.Count;
}
