using System.Diagnostics;
using System.Text;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>
/// Responses that are compressed although the gateway asked for none: a proxy before the provider does that (router-for-me/CLIProxyAPI#1895, #1763,
/// agentgateway/agentgateway#1580). RFC 9110, 8.4: content-encoding says how the body is coded, whatever was asked.
/// </summary>
public sealed class CompressedResponseTests : IAsyncLifetime
{
    private const string Secretive = "CANARY";

    private TestGateway _gateway = null!;

    public static TheoryData<string, string> Matrix => ProtocolCase.Matrix();

    public static TheoryData<string, string, bool> StreamMatrix => ProtocolCase.StreamMatrix();

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task A_response_is_decoded(string caller, string upstream, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);
        foreach (var coding in Codings.All)
        {
            _gateway.Upstream.Reply(stream ? Coded(coding, "text/event-stream", string.Concat(RawStreams.Frames(upstream))) : Coded(coding, "application/json", Whole(upstream)));

            var (response, observed, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream));

            Assert.True(response.IsSuccessStatusCode, $"{coding}: {observed.ErrorMessage}");
            Assert.Equal(("one two ", protocol.Whole), (observed.Text, observed.StopReason));
            Assert.Empty(response.Content.Headers.ContentEncoding);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task What_was_flushed_arrives_before_the_rest_is_sent(string coding)
    {
        var frames = RawStreams.Frames("chat");
        var texts = RawStreams.FramesOfTexts("chat");
        var pieces = new[] { string.Concat(frames.Take(texts)), string.Concat(frames.Skip(texts)) };
        var (body, sizes) = Codings.Code(coding, [.. pieces.Select(Encoding.UTF8.GetBytes)]);
        foreach (var caller in ProtocolCase.All)
        {
            _gateway.Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", body, sizes).WithHeader("content-encoding", coding).DelayChunks(TimeSpan.FromSeconds(2)));
            using var request = caller.Ask("chat", stream: true);
            var started = Stopwatch.GetTimestamp();

            using var response = await _gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await response.Content.ReadAsStreamAsync();
            var seen = new StringBuilder();
            var buffer = new byte[4096];
            while (!seen.ToString().Contains("two ", StringComparison.Ordinal))
            {
                var count = await stream.ReadAsync(buffer);
                Assert.NotEqual(0, count);
                seen.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1.8), $"{caller.Name} waited {Stopwatch.GetElapsedTime(started)}");
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_error_is_decoded(string caller, string upstream)
    {
        var protocol = ProtocolCase.Named(caller);
        const string error = """{"type":"error","error":{"type":"invalid_request_error","message":"too hot"}}""";
        foreach (var (coding, stream) in Codings.All.Zip([true, false, true, false, true, false, true, false, true]))
        {
            _gateway.Upstream.Reply(Coded(coding, "application/json", error, 400));

            var (response, observed, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream));

            Assert.Equal((400, "too hot"), ((int)response.StatusCode, observed.ErrorMessage));
        }
    }

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task An_unknown_coding_is_named_and_its_bytes_are_not_quoted(string caller, string upstream, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);
        foreach (var (coding, named) in new[] { ("zstd", "'zstd'"), ("gzip, dcz", "'dcz'"), ("gzip, gzip, gzip, gzip", "'gzip'"), ("a b", "of an unknown name") })
        {
            _gateway.Upstream.Reply(SimulatedResponse.Raw(200, stream ? "text/event-stream" : "application/json", Encoding.UTF8.GetBytes(Secretive)).WithHeader("content-encoding", coding));

            var (response, observed, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream));

            Assert.Equal(502, (int)response.StatusCode);
            Assert.Contains($"content-encoding {named}", observed.ErrorMessage, StringComparison.Ordinal);
            Assert.DoesNotContain(Secretive, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(401, 424)]
    [InlineData(429, 429)]
    [InlineData(500, 500)]
    public async Task An_error_of_an_unknown_coding_keeps_its_status(int status, int seen)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Raw(status, "application/json", Encoding.UTF8.GetBytes(Secretive)).WithHeader("content-encoding", "zstd"));

        var (response, observed, _) = await ProtocolCase.Messages.SendAsync(_gateway.Client, ProtocolCase.Messages.Ask("chat", stream: false));

        Assert.Equal(seen, (int)response.StatusCode);
        Assert.Contains("content-encoding 'zstd'", observed.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(Secretive, observed.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(StreamMatrix))]
    public async Task What_is_not_of_its_coding_is_a_failure_without_the_bytes(string caller, string upstream, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);
        foreach (var coding in new[] { "gzip", "br", "deflate" })
        {
            _gateway.Upstream.Reply(SimulatedResponse.Raw(200, stream ? "text/event-stream" : "application/json", Encoding.UTF8.GetBytes($"{Secretive} is plain text")).WithHeader("content-encoding", coding));

            var (response, observed, _) = await protocol.SendAsync(_gateway.Client, protocol.Ask(upstream, stream));

            Assert.Equal(502, (int)response.StatusCode);
            Assert.Contains("content-encoding", observed.ErrorMessage, StringComparison.Ordinal);
            Assert.DoesNotContain(Secretive, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_small_body_that_decodes_to_a_giant_is_refused_at_the_limit_of_what_it_decodes_to(bool stream)
    {
        var piece = new byte[1024 * 1024];
        piece.AsSpan().Fill((byte)' ');
        var (bomb, _) = Codings.Code("gzip", [.. Enumerable.Repeat(piece, 80)]);
        Assert.True(bomb.Length < 1024 * 1024);
        _gateway.Upstream.Reply(SimulatedResponse.Raw(200, "application/json", bomb).WithHeader("content-encoding", "gzip"));

        var (response, observed, _) = await ProtocolCase.Chat.SendAsync(_gateway.Client, ProtocolCase.Chat.Ask("chat", stream));

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Contains("too large", observed.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_models_is_decoded()
    {
        await using var gateway = await TestGateway.StartAsync(configureWith: (_, upstream) => upstream.When(SimulatedOperation.Models)
            .Reply(Coded("br", "application/json", """{"data":[{"id":"packed-model"}]}""")));

        var list = await gateway.Client.GetStringAsync("/v1/models");

        Assert.Contains("packed-model", list, StringComparison.Ordinal);
    }

    private static SimulatedRawResponse Coded(string coding, string type, string body, int status = 200) =>
        SimulatedResponse.Raw(status, type, Codings.Code(coding, Encoding.UTF8.GetBytes(body)).Body, 7).WithHeader("content-encoding", Codings.FieldOf(coding));

    private static string Whole(string protocol) => protocol switch
    {
        "chat" => """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"one two "},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}""",
        "messages" => """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"one two "}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":2}}""",
        _ => """{"id":"r","object":"response","created_at":1,"status":"completed","error":null,"model":"m","output":[{"id":"m","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"text":"one two "}]}],"usage":{"input_tokens":5,"output_tokens":2,"total_tokens":7}}""",
    };
}
