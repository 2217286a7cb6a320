using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>
/// Requests with a content-encoding. Claude Code 2.1.332 compresses bodies of 4096 characters and more, but for the host api.anthropic.com alone: with another
/// ANTHROPIC_BASE_URL bodies of 92 KB to 1.6 MB came plain, also with CLAUDE_CODE_GZIP_REQUEST_BODIES=1. A proxy in between may still bring them
/// (agentgateway/agentgateway#2402, #2621).
/// </summary>
public sealed class CompressedRequestTests : IAsyncLifetime
{
    private const int Limit = 64 * 1024;

    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(http: o => o.MaxBodyBytes = Limit);

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("/v1/chat/completions", "chat", "messages")]
    [InlineData("/v1/chat/completions", "messages", "messages")]
    [InlineData("/v1/messages", "messages", "messages")]
    [InlineData("/v1/messages", "chat", "messages")]
    [InlineData("/v1/responses", "chat", "input")]
    [InlineData("/v1/messages/count_tokens", "chat", "messages")]
    public async Task A_body_is_decoded_and_sent_on_plain(string path, string upstream, string conversation)
    {
        foreach (var coding in Codings.All)
        {
            _gateway.Upstream.Reset();
            _gateway.Upstream.Reply(SimulatedResponse.Text("hello"));
            var body = $$"""{"model":"{{upstream}}/simulated-model","max_tokens":50,"{{conversation}}":[{"role":"user","content":"{{new string('x', 20_000)}} grüße"}]}""";
            if (path.EndsWith("responses", StringComparison.Ordinal))
            {
                body = body.Replace("max_tokens", "max_output_tokens", StringComparison.Ordinal);
            }

            using var response = await SendAsync(path, coding, Encoding.UTF8.GetBytes(body));

            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{coding}: {await response.Content.ReadAsStringAsync()}");
            Assert.All(_gateway.Received, request =>
            {
                Assert.False(request.Headers.ContainsKey("content-encoding"));
                Assert.Contains("grüße", Encoding.UTF8.GetString(request.Body.Span), StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public async Task The_input_of_embeddings_is_decoded()
    {
        using var response = await SendAsync("/v1/embeddings", "gzip", """{"model":"chat/e","input":"a"}"""u8.ToArray());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/v1/chat/completions", "zstd", "'zstd'")]
    [InlineData("/v1/messages", "gzip, zstd", "'zstd'")]
    [InlineData("/v1/responses", "compress", "'compress'")]
    [InlineData("/v1/embeddings", "a b", "of an unknown name")]
    [InlineData("/v1/messages/count_tokens", "gzip, gzip, gzip, gzip", "'gzip'")]
    public async Task Another_coding_is_refused_with_those_that_are_read(string path, string coding, string named)
    {
        using var response = await SendAsync(path, coding, "{}"u8.ToArray(), isCoded: true);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal("gzip, br, deflate", string.Join(", ", response.Headers.GetValues("accept-encoding")));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Contains($"content-encoding {named}", (string?)error["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(path.StartsWith("/v1/messages", StringComparison.Ordinal) ? "error" : null, (string?)error["type"]);
        Assert.Equal("invalid_request_error", (string?)error["error"]!["type"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task The_limit_is_that_of_the_decoded_body(string coding)
    {
        var (bomb, _) = Codings.Code(coding, new byte[4 * 1024 * 1024]);
        Assert.True(bomb.Length < Limit);

        using var response = await SendAsync("/v1/messages", coding, bomb, isCoded: true);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request_too_large", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["type"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_body_that_is_not_of_its_coding_is_refused(string coding)
    {
        using var response = await SendAsync("/v1/chat/completions", coding, """{"model":"chat/m"}"""u8.ToArray(), isCoded: true);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("content-encoding", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string coding, byte[] body, bool isCoded = false)
    {
        var content = new ByteArrayContent(isCoded ? body : Codings.Code(coding, body).Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", Codings.FieldOf(coding));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("anthropic-version", "2023-06-01");
        return await _gateway.Client.SendAsync(request);
    }
}
