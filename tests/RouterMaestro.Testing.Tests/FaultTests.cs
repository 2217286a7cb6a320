using System.Net;
using System.Net.Sockets;
using System.Text;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>Failures before any content, as they show on the wire.</summary>
public class FaultTests : SimulatorTest
{
    [Theory]
    [InlineData("chat", 400, "invalid_request_error")]
    [InlineData("chat", 401, "invalid_request_error")]
    [InlineData("chat", 429, "requests")]
    [InlineData("chat", 500, "server_error")]
    [InlineData("chat", 503, "server_error")]
    [InlineData("responses", 400, "invalid_request_error")]
    [InlineData("responses", 429, "requests")]
    [InlineData("responses", 503, "server_error")]
    [InlineData("messages", 400, "invalid_request_error")]
    [InlineData("messages", 401, "authentication_error")]
    [InlineData("messages", 403, "permission_error")]
    [InlineData("messages", 413, "request_too_large")]
    [InlineData("messages", 429, "rate_limit_error")]
    [InlineData("messages", 500, "api_error")]
    [InlineData("messages", 529, "overloaded_error")]
    public async Task A_status_has_the_protocols_body(string protocol, int status, string type)
    {
        Upstream.Reply(SimulatedFault.Status(status));
        foreach (var stream in new[] { false, true })
        {
            using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream));
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
            var error = ObservedResponse.FromBody(WireClient.Protocol(protocol), await response.Content.ReadAsByteArrayAsync());
            Assert.Equal(type, error.ErrorType);
            Assert.NotEqual("", error.ErrorMessage);
        }
    }

    [Fact]
    public async Task Everything_of_an_error_can_be_told()
    {
        Upstream.Reply(SimulatedFault.Status(429, "Slow down.", TimeSpan.FromSeconds(1.5)).WithType("odd").WithCode("c", "p").WithHeader("x-should-retry", "false"));
        using var response = await Client.SendAsync("chat", WireClient.Request("chat"));
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("retry-after")));
        Assert.Equal("1500", Assert.Single(response.Headers.GetValues("retry-after-ms")));
        Assert.Equal("false", Assert.Single(response.Headers.GetValues("x-should-retry")));
        Assert.Equal("""{"error":{"message":"Slow down.","type":"odd","param":"p","code":"c"}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Whole_seconds_are_told_in_seconds_alone()
    {
        Upstream.Reply(SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(2)));
        using var response = await Client.SendAsync("messages", WireClient.Request("messages"));
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("retry-after")));
        Assert.False(response.Headers.Contains("retry-after-ms"));
    }

    [Theory]
    [InlineData("chat", "context_length_exceeded", "maximum context length is 100 tokens")]
    [InlineData("responses", "context_length_exceeded", "exceeds the context window")]
    [InlineData("messages", "prompt is too long: 120 tokens > 100 maximum", "prompt is too long")]
    public async Task A_prompt_too_long_is_refused_in_the_providers_words(string protocol, string first, string second)
    {
        Upstream.Reply(SimulatedFault.ContextLength(limit: 100, asked: 120));
        using var response = await Client.SendAsync(protocol, WireClient.Request(protocol));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains(first, body, StringComparison.Ordinal);
        Assert.Contains(second, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_and_quota_have_their_codes()
    {
        Upstream.Enqueue(SimulatedFault.ContentPolicy(), SimulatedFault.InsufficientQuota(), SimulatedFault.InsufficientQuota());
        using var policy = await Client.SendAsync("chat", WireClient.Request("chat"));
        Assert.Equal(HttpStatusCode.BadRequest, policy.StatusCode);
        Assert.Contains("\"code\":\"content_policy_violation\"", await policy.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var quota = await Client.SendAsync("chat", WireClient.Request("chat"));
        Assert.Equal(HttpStatusCode.TooManyRequests, quota.StatusCode);
        Assert.Contains("\"type\":\"insufficient_quota\"", await quota.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var bill = await Client.SendAsync("messages", WireClient.Request("messages"));
        Assert.Equal(HttpStatusCode.PaymentRequired, bill.StatusCode);
        Assert.Contains("\"type\":\"billing_error\"", await bill.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_reset_comes_before_any_byte(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedFault.Reset());
        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => Client.SendAsync(protocol, WireClient.Request(protocol, stream)));
        Assert.Null(thrown.StatusCode);
        Assert.Null(Upstream.Requests[0].ClientLeftAt);
    }

    [Fact]
    public async Task A_reset_is_one_of_the_transport()
    {
        Upstream.Reply(SimulatedFault.Reset());
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Upstream.Address.Port);
        var body = WireClient.Request("chat");
        await socket.SendAsync(Encoding.UTF8.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        var thrown = await Assert.ThrowsAsync<SocketException>(async () => await socket.ReceiveAsync(new byte[100]));
        Assert.Equal(SocketError.ConnectionReset, thrown.SocketErrorCode);
    }

    [Fact]
    public async Task A_server_that_hangs_up_ends_the_connection_properly()
    {
        Upstream.Reply(SimulatedFault.HangUp());
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Upstream.Address.Port);
        var body = WireClient.Request("chat");
        await socket.SendAsync(Encoding.UTF8.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        Assert.Equal(0, await socket.ReceiveAsync(new byte[100]));
        await Upstream.Requests[0].WaitForEndAsync(Soon());
        Assert.Null(Upstream.Requests[0].ClientLeftAt);
    }

    [Theory]
    [InlineData("chat", "must not be from the assistant")]
    [InlineData("responses", "must not be from the assistant")]
    [InlineData("messages", "does not support assistant message prefill")]
    public async Task A_prefill_can_be_told_and_refused(string protocol, string said)
    {
        const string Prefill = """{"role":"user","content":"Hi"},{"role":"assistant","content":"Hel"}""";
        Upstream.When(r => r.Content.LastRole == "assistant").Reply(SimulatedFault.AssistantPrefill());
        Assert.Null((await Client.AskAsync(protocol)).ErrorMessage);
        using var refused = await Client.SendAsync(protocol, WireClient.Request(protocol, messages: Prefill));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(said, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task The_body_of_an_error_can_break_off(string protocol, bool stream)
    {
        Upstream.Enqueue(SimulatedFault.Status(500).CutInBody(), SimulatedFault.Status(503).StallInBody());
        using var cut = await Client.SendAsync(protocol, WireClient.Request(protocol, stream));
        Assert.Equal(HttpStatusCode.InternalServerError, cut.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cut.Content.ReadAsByteArrayAsync());

        using var stalled = await Client.SendAsync(protocol, WireClient.Request(protocol, stream));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, stalled.StatusCode);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stalled.Content.ReadAsByteArrayAsync(patience.Token));
        await Upstream.Requests[1].WaitForClientToLeaveAsync(Soon());
    }

    [Fact]
    public async Task A_time_to_come_back_can_be_a_date()
    {
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        Upstream.Reply(SimulatedFault.Status(429).WithRetryAfter(noon));
        using var response = await Client.SendAsync("chat", WireClient.Request("chat"));
        Assert.Equal(noon, response.Headers.RetryAfter?.Date);
        Assert.Equal("Thu, 01 Jan 2026 12:00:00 GMT", Assert.Single(response.Headers.GetValues("retry-after")));
    }

    [Fact]
    public async Task Silence_lasts_until_the_client_leaves()
    {
        Upstream.Reply(SimulatedFault.Silence());
        using var patience = new CancellationTokenSource();
        var call = Client.SendAsync("chat", WireClient.Request("chat"), patience.Token);
        var request = await Upstream.WaitForRequestAsync(1, Soon());
        Assert.False(call.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await request.WaitForClientToLeaveAsync(Soon());
        await request.WaitForEndAsync(Soon());
    }

    [Theory]
    [InlineData(true, "text/event-stream")]
    [InlineData(false, "application/json")]
    public async Task A_head_may_be_all_that_comes(bool stream, string contentType)
    {
        Upstream.Reply(SimulatedFault.HeadersOnly());
        using var response = await Client.SendAsync("messages", WireClient.Request("messages", stream));
        Assert.Equal((HttpStatusCode.OK, contentType), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response.Content.ReadAsByteArrayAsync(patience.Token));
        await Upstream.Requests[0].WaitForClientToLeaveAsync(Soon());
    }

    [Fact]
    public async Task A_page_comes_with_any_status()
    {
        Upstream.Enqueue(SimulatedFault.Html(), SimulatedFault.Html(502, "<p>no</p>"));
        using var misleading = await Client.SendAsync("chat", WireClient.Request("chat", stream: true));
        Assert.Equal((HttpStatusCode.OK, "text/html"), (misleading.StatusCode, misleading.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("<html>", await misleading.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var honest = await Client.SendAsync("chat", WireClient.Request("chat"));
        Assert.Equal((HttpStatusCode.BadGateway, "<p>no</p>"), (honest.StatusCode, await honest.Content.ReadAsStringAsync()));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_body_may_be_empty_or_break_off(string protocol, bool stream)
    {
        Upstream.Enqueue(SimulatedFault.Empty(), SimulatedFault.TruncatedJson());
        using var empty = await Client.SendAsync(protocol, WireClient.Request(protocol, stream));
        Assert.Equal(HttpStatusCode.OK, empty.StatusCode);
        Assert.Equal(stream ? "text/event-stream" : "application/json", empty.Content.Headers.ContentType?.MediaType);
        Assert.Equal("", await empty.Content.ReadAsStringAsync());

        using var truncated = await Client.SendAsync(protocol, WireClient.Request(protocol, stream));
        Assert.Equal((HttpStatusCode.OK, "application/json"), (truncated.StatusCode, truncated.Content.Headers.ContentType?.MediaType));
        var body = await truncated.Content.ReadAsByteArrayAsync();
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => ObservedResponse.FromBody(WireClient.Protocol(protocol), body));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_error_may_come_with_200(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedFault.ErrorWithStatus200(SimulatedFault.Status(529, "busy")));
        var answer = await Client.AskAsync(protocol, stream);
        Assert.Equal("busy", answer.ErrorMessage);
        Assert.Empty(answer.Problems);
        Assert.False(answer.IsComplete);
    }

    [Fact]
    public async Task An_error_may_have_any_body()
    {
        Upstream.Reply(SimulatedFault.Status(400).WithBody("text/plain", "bad request: missing header\n"));
        using var response = await Client.SendAsync("chat", WireClient.Request("chat"));
        Assert.Equal(("text/plain", "bad request: missing header\n"), (response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(600)]
    public void Only_errors_have_an_error_status(int status) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedFault.Status(status));
}
