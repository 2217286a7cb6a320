using System.Net;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Hosting;

/// <summary>The header fields that are forwarded, and those that never are.</summary>
public sealed class HeaderTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public static TheoryData<string, string> Matrix => ProtocolCase.Matrix();

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Only_header_fields_of_the_protocol_are_forwarded_to_the_provider(string caller, string upstream)
    {
        var protocol = ProtocolCase.Named(caller);
        using var request = protocol.Ask(upstream, stream: false);
        request.RequestUri = new Uri(protocol.Path + "?beta=true", UriKind.Relative);
        foreach (var (name, value) in new[]
        {
            ("anthropic-beta", "one,two"), ("openai-organization", "org"), ("idempotency-key", "once"), ("cookie", "a=b"), ("x-api-key", TestGateway.Key),
            ("x-goog-api-key", "other"), ("x-stainless-lang", "net"), ("x-forwarded-for", "1.2.3.4"),
        })
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var received = Assert.Single(_gateway.Received);
        var isSame = caller == upstream;
        Assert.Equal(isSame ? "?beta=true" : "", received.Query);
        Assert.Equal(isSame && caller == "messages", received.Headers.ContainsKey("anthropic-beta"));
        Assert.Equal(isSame && caller != "messages", received.Headers.ContainsKey("openai-organization"));
        Assert.Equal(isSame, received.Headers.ContainsKey("idempotency-key"));
        Assert.DoesNotContain(received.Headers, h => h.Value.Contains(TestGateway.Key, StringComparison.Ordinal));
        Assert.DoesNotContain("cookie", received.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("x-forwarded-for", received.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("identity", received.Headers["accept-encoding"]);
        Assert.Equal(upstream == "messages" ? TestGateway.UpstreamKey : $"Bearer {TestGateway.UpstreamKey}", received.Headers[upstream == "messages" ? "x-api-key" : "authorization"]);
    }

    [Theory]
    [InlineData("2026-10-21", "2026-10-21")]
    [InlineData(null, "2023-06-01")]
    public async Task The_version_is_forwarded_as_sent(string? sent, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages")
        {
            Content = new StringContent("""{"model":"messages/m","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}"""),
        };
        if (sent is not null)
        {
            request.Headers.Add("anthropic-version", sent);
        }

        using var response = await _gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, Assert.Single(_gateway.Received).Headers["anthropic-version"]);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Only_rate_limits_and_ids_are_forwarded_to_the_caller(string caller, string upstream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("ok")
            .WithHeader("x-ratelimit-remaining-requests", "9").WithHeader("openai-processing-ms", "12").WithHeader("set-cookie", "a=b")
            .WithHeader("x-secret", "s").WithHeader(upstream == "messages" ? "request-id" : "x-request-id", "theirs"));
        var protocol = ProtocolCase.Named(caller);
        using var request = protocol.Ask(upstream, stream: false);
        request.Headers.Add("x-request-id", "mine-1");

        using var response = await _gateway.Client.SendAsync(request);

        Assert.Equal("9", Header(response, caller == "messages" ? "anthropic-ratelimit-requests-remaining" : "x-ratelimit-remaining-requests"));
        Assert.Equal("12", Header(response, "openai-processing-ms"));
        Assert.Equal("mine-1", Header(response, "x-request-id"));
        Assert.Equal("mine-1", Header(response, "x-router-maestro-request-id"));
        Assert.Equal(caller == "messages", response.Headers.Contains("request-id"));
        Assert.Equal("theirs", Header(response, "x-router-maestro-upstream-request-id"));
        Assert.False(response.Headers.Contains("set-cookie") || response.Headers.Contains("x-secret"));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task An_error_within_a_Messages_stream_names_the_request(string upstream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("one ", "two ", "three").CutAfter(2));
        using var request = ProtocolCase.Messages.Ask(upstream, stream: true, ",\"max_tokens\":50");
        request.Headers.Add("x-request-id", "mine-7");

        using var response = await _gateway.Client.SendAsync(request);

        var transcript = await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync(), CancellationToken.None);
        var error = JsonNode.Parse(transcript.Events[^1].Data)!;
        Assert.Equal(("error", "mine-7"), ((string)error["type"]!, (string)error["request_id"]!));
    }

    [Fact]
    public async Task A_strange_request_id_is_replaced()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.TryAddWithoutValidation("x-request-id", "../../etc passwd");

        using var response = await _gateway.Client.SendAsync(request);

        Assert.Matches("^[0-9a-f]{32}$", Header(response, "x-request-id"));
    }

    [Theory]
    [InlineData("3", 200)]
    [InlineData("4", 508)]
    [InlineData("nonsense", 200)]
    public async Task A_request_with_too_many_hops_is_stopped(string hops, int status)
    {
        foreach (var protocol in ProtocolCase.All)
        {
            using var request = protocol.Ask("chat", stream: false);
            request.Headers.Add("x-router-maestro-hops", hops);

            using var response = await _gateway.Client.SendAsync(request);

            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
