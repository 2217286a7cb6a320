using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Hosting;

/// <summary>The paths and header fields that only particular clients use, and what other paths say.</summary>
public sealed class ClientPathTests(RouteTests.Gateway gateway) : IClassFixture<RouteTests.Gateway>
{
    private HttpClient Client => gateway.Value.Client;

    /// <summary>Claude Code 2.1.330 asks before its first call, without a key.</summary>
    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 404)]
    [InlineData("POST", 404)]
    [InlineData("PUT", 404)]
    [InlineData("DELETE", 404)]
    [InlineData("OPTIONS", 404)]
    public async Task Claude_Code_sees_that_the_gateway_is_there(string method, int status)
    {
        using var client = new HttpClient { BaseAddress = gateway.Value.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/hello");
        using var response = await client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(response.Content.Headers.Allow);
    }

    /// <summary>Copilot CLI 1.0.102 with a provider of the type azure adds /openai/v1 to the base address and sends api-key.</summary>
    [Theory]
    [InlineData("/openai/v1/chat/completions", "chat", "choices")]
    [InlineData("/openai/v1/responses", "responses", "output")]
    public async Task Clients_of_Azure_OpenAI_find_its_paths_and_send_its_key_field(string path, string protocol, string member)
    {
        using var client = new HttpClient { BaseAddress = gateway.Value.Address };
        client.DefaultRequestHeaders.Add("api-key", TestGateway.Key);
        using var request = ProtocolCase.Named(protocol).Ask(protocol, stream: false);
        request.RequestUri = new Uri(path, UriKind.Relative);
        using var response = await client.SendAsync(request);
        using var models = await client.GetAsync(new Uri("/openai/v1/models", UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (response.StatusCode, models.StatusCode));
        Assert.True(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.TryGetProperty(member, out _));
        Assert.DoesNotContain(gateway.Value.Received[^1].Headers, h => h.Key.Equals("api-key", StringComparison.OrdinalIgnoreCase) || h.Value.Contains(TestGateway.Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/api/openai/v1/responses")]
    [InlineData("/api/openai/beta/v1/responses")]
    [InlineData("/openai/v1/responses")]
    public async Task A_WebSocket_is_refused_so_that_clients_go_on_with_HTTP(string path)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {TestGateway.Key}");
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(gateway.Value.Address) { Scheme = "ws", Path = path }.Uri, CancellationToken.None));

        Assert.Equal(HttpStatusCode.UpgradeRequired, socket.HttpStatusCode);
        Assert.Contains("Upgrade", socket.HttpResponseHeaders!.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_refusal_of_a_WebSocket_is_an_error_of_the_protocol()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/responses");
        request.Headers.TryAddWithoutValidation("Connection", "keep-alive, Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        using var response = await Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Contains("does not speak WebSocket", Message(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v1/responses", 405, "takes POST, not GET.")]
    [InlineData("GET", "/openai/v1/responses", 405, "takes POST, not GET.")]
    [InlineData("DELETE", "/v1/models", 405, "takes GET, HEAD, not DELETE.")]
    [InlineData("GET", "/v1/nothing", 404, "These exist: POST /v1/chat/completions, POST /v1/responses, POST /v1/messages, GET /v1/models.")]
    [InlineData("POST", "/nothing", 404, "These exist: POST /v1/chat/completions, POST /v1/responses, POST /v1/messages, GET /v1/models.")]
    [InlineData("POST", "/chat/completions", 404, "Did the client mean POST /v1/chat/completions? Check its base address.")]
    [InlineData("POST", "/v1/v1/chat/completions", 404, "Did the client mean POST /v1/chat/completions? Check its base address.")]
    [InlineData("POST", "/v1/v1/messages", 404, "Did the client mean POST /v1/messages? Check its base address.")]
    [InlineData("GET", "/models/", 404, "Did the client mean GET /v1/models? Check its base address.")]
    [InlineData("POST", "/openai/v1/nothing", 404, "These exist: ")]
    [InlineData("POST", "/v1/completions", 404, "is OpenAI's legacy API")]
    public async Task A_request_that_no_endpoint_serves_learns_which_paths_exist(string method, string path, int status, string words)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(words, Message(await response.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    private static string Message(string body) => JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("message").GetString()!;
}
