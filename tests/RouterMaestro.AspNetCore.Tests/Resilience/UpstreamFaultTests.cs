using System.Net;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>The errors that callers receive if the only provider fails.</summary>
public sealed class UpstreamFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan _limit = TimeSpan.FromMilliseconds(400);
    private TestGateway _gateway = null!;

    public static TheoryData<string, string> Matrix => ProtocolCase.Matrix();

    /// <summary>Gets the protocols whose streams send the finish reason before the terminal.</summary>
    public static TheoryData<string, string> EndingTwice => ProtocolCase.Matrix(ProtocolCase.All, [ProtocolCase.Chat, ProtocolCase.Messages]);

    public static TheoryData<string, string, bool> StreamMatrix => ProtocolCase.StreamMatrix();

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(new RoutingSettings
    {
        Limits = new TimeLimits { ResponseHeaders = _limit, FirstContent = _limit, Idle = _limit, Unstreamed = _limit * 3 },
    });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task A_status_comes_back_with_its_message_and_headers(string caller, string upstream, bool stream)
    {
        foreach (var status in new[] { 400, 404, 429, 500, 503, 529 })
        {
            _gateway.Upstream.Enqueue(SimulatedFault.Status(status, "the provider's own words", TimeSpan.FromSeconds(7)));

            var (response, answer) = await AskAsync(caller, upstream, stream);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Contains("the provider's own words", answer.ErrorMessage, StringComparison.Ordinal);
            Assert.Equal("7", Assert.Single(response.Headers.GetValues("retry-after")));
        }
    }

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task A_refused_credential_is_reported_as_the_gateways_own(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Enqueue(SimulatedFault.Status(401, $"Incorrect API key provided: {TestGateway.UpstreamKey}"));

        var (response, answer) = await AskAsync(caller, upstream, stream);

        Assert.Equal(HttpStatusCode.FailedDependency, response.StatusCode);
        Assert.StartsWith($"{upstream} refused the gateway's own key (HTTP 401): ", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(TestGateway.UpstreamKey, await BodyAsync(response), StringComparison.Ordinal);
        Assert.DoesNotContain(_gateway.Logs.All, line => line.Contains(TestGateway.UpstreamKey, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task An_invalid_response_is_a_502(string caller, string upstream, bool stream)
    {
        SimulatedStep[] nonsense =
            [SimulatedFault.Html(), SimulatedFault.TruncatedJson(), SimulatedFault.Empty(), SimulatedFault.Reset()];
        foreach (var step in nonsense)
        {
            _gateway.Upstream.Reply(step);

            var (response, answer) = await AskAsync(caller, upstream, stream);

            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.False(string.IsNullOrEmpty(answer.ErrorMessage));
        }
    }

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task An_error_behind_a_200_is_an_error(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Enqueue(SimulatedFault.ErrorWithStatus200(SimulatedFault.Status(529, "much too busy")));

        var (response, answer) = await AskAsync(caller, upstream, stream);

        Assert.InRange((int)response.StatusCode, 500, 599);
        Assert.Contains("much too busy", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task Silence_ends_in_a_504(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Enqueue(SimulatedFault.Silence());

        var (response, _) = await AskAsync(caller, upstream, stream);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_stream_without_content_ends_in_a_504(string caller, string upstream)
    {
        _gateway.Upstream.Enqueue(SimulatedFault.HeadersOnly());

        var (response, _) = await AskAsync(caller, upstream, stream: true);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_broken_stream_ends_in_one_error_and_never_as_a_success(string caller, string upstream)
    {
        // a reset discards unread bytes, so the chunks get time to arrive
        var whole = SimulatedResponse.Text("one ", "two ", "three ", "four ").DelayPieces(TimeSpan.FromMilliseconds(50));
        SimulatedStep[] broken = [whole.ResetAfter(2), whole.CloseAfter(2), whole.StallAfter(2), whole.MalformedAfter(2), whole.ErrorAfter(2)];
        foreach (var step in broken)
        {
            _gateway.Upstream.Enqueue(step);
            var protocol = ProtocolCase.Named(caller);

            var (response, answer, transcript) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream: true));

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(answer.IsComplete);
            Assert.StartsWith("one ", answer.Text, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(answer.ErrorMessage));
            Assert.Equal(caller == "chat", transcript!.IsBroken);
            Assert.Empty(answer.Problems);
        }
    }

    [Theory]
    [MemberData(nameof(EndingTwice))]
    public async Task A_stream_with_a_finish_reason_and_no_terminal_is_a_success(string caller, string upstream)
    {
        _gateway.Upstream.Enqueue(SimulatedResponse.Text("all of it").WithoutTerminal());

        var (response, answer) = await AskAsync(caller, upstream, stream: true);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("all of it", answer.Text);
        Assert.Null(answer.ErrorMessage);
        Assert.Equal(ProtocolCase.Named(caller).Whole, answer.StopReason);
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response) => await response.Content.ReadAsStringAsync();

    private async Task<(HttpResponseMessage Response, ObservedResponse Observed)> AskAsync(string caller, string upstream, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);
        var (response, answer, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream));
        return (response, answer);
    }
}
