using System.Net;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Hosting;

/// <summary>Paths, methods, keys, and the protocol of paths that several protocols share.</summary>
public sealed class RouteTests(RouteTests.Gateway gateway) : IClassFixture<RouteTests.Gateway>
{
    [Theory]
    [InlineData("/v1/chat/completions", "chat")]
    [InlineData("/api/openai/v1/chat/completions", "chat")]
    [InlineData("/api/openai/beta/v1/chat/completions", "chat")]
    [InlineData("/v1/messages", "messages")]
    [InlineData("/api/anthropic/v1/messages", "messages")]
    [InlineData("/api/anthropic/beta/v1/messages", "messages")]
    public async Task Every_path_of_a_protocol_is_served(string path, string protocol)
    {
        using var request = ProtocolCase.Named(protocol).Ask("chat", stream: false);
        request.RequestUri = new Uri(path, UriKind.Relative);
        using var response = await gateway.Value.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var root = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.True(root.TryGetProperty(protocol == "chat" ? "choices" : "content", out _));
    }

    [Theory]
    [InlineData("/v1/models", null, "object")]
    [InlineData("/v1/models", "2023-06-01", "has_more")]
    [InlineData("/api/openai/v1/models", "2023-06-01", "object")]
    [InlineData("/api/anthropic/v1/models", null, "has_more")]
    public async Task Models_are_listed_in_the_callers_protocol(string path, string? version, string member)
    {
        var root = await GetAsync(path, version);

        Assert.True(root.TryGetProperty(member, out _));
        Assert.Equal(
            ["chat/simulated-model", "messages/simulated-model", "responses/simulated-model", "router-maestro"],
            root.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!));
    }

    [Theory]
    [InlineData("/v1/models/chat/simulated-model")]
    [InlineData("/v1/models/chat%2Fsimulated-model")]
    [InlineData("/api/anthropic/v1/models/chat%2fsimulated-model")]
    public async Task One_model_is_found_with_its_slash_raw_or_encoded(string path) =>
        Assert.Equal("chat/simulated-model", (await GetAsync(path, null)).GetProperty("id").GetString());

    [Fact]
    public async Task The_anthropic_list_comes_in_pages()
    {
        var first = await GetAsync("/v1/models?limit=2", "2023-06-01");
        var second = await GetAsync("/v1/models?limit=2&after_id=" + Uri.EscapeDataString(first.GetProperty("last_id").GetString()!), "2023-06-01");

        Assert.True(first.GetProperty("has_more").GetBoolean());
        Assert.False(second.GetProperty("has_more").GetBoolean());
        Assert.NotEqual(first.GetProperty("first_id").GetString(), second.GetProperty("first_id").GetString());
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", null, 404, false)]
    [InlineData("GET", "/v1/nothing", "2023-06-01", 404, true)]
    [InlineData("POST", "/api/anthropic/v1/nothing", null, 404, true)]
    [InlineData("GET", "/api/openai/v1/nothing", "2023-06-01", 404, false)]
    [InlineData("GET", "/elsewhere", null, 404, false)]
    [InlineData("GET", "/v1/chat/completions", null, 405, false)]
    [InlineData("GET", "/v1/messages", null, 405, true)]
    [InlineData("DELETE", "/v1/models", "2023-06-01", 405, true)]
    public async Task Unknown_paths_are_errors_in_the_callers_protocol(string method, string path, string? version, int status, bool isAnthropic)
    {
        using var request = Request(method, path, version);
        using var response = await gateway.Value.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        var root = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(isAnthropic, root.TryGetProperty("type", out _));
        Assert.NotEmpty(root.GetProperty("error").GetProperty("message").GetString()!);
        Assert.Equal(status == 405, response.Content.Headers.Allow.Count > 0);
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-rm-test-key", 200)]
    [InlineData("Authorization", "bearer   sk-rm-test-key", 200)]
    [InlineData("Authorization", "sk-rm-test-key", 200)]
    [InlineData("x-api-key", "sk-rm-test-key", 200)]
    [InlineData("x-goog-api-key", "sk-rm-test-key", 200)]
    [InlineData("x-api-key", "sk-rm-test-kez", 401)]
    [InlineData("Authorization", "Bearer schlüssel", 401)]
    [InlineData("x-other", "sk-rm-test-key", 401)]
    public async Task One_matching_credential_is_enough(string header, string value, int status)
    {
        foreach (var version in new[] { null, "2023-06-01" })
        {
            using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 }) { BaseAddress = gateway.Value.Address };
            using var request = Request("GET", "/v1/models", version);
            request.Headers.TryAddWithoutValidation(header, value);
            request.Headers.TryAddWithoutValidation(header == "x-api-key" ? "Authorization" : "x-api-key", "Bearer someone-elses");
            using var response = await client.SendAsync(request);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count == 1);
            if (status == 401)
            {
                var root = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
                Assert.Equal(version is not null, root.TryGetProperty("type", out _));
                Assert.Equal("authentication_error", root.GetProperty("error").GetProperty("type").GetString());
            }
        }
    }

    [Fact]
    public async Task Health_and_root_need_no_key()
    {
        using var client = new HttpClient { BaseAddress = gateway.Value.Address };

        Assert.Equal("""{"status":"healthy"}""", await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.Equal("""{"status":"alive"}""", await client.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
        var root = JsonDocument.Parse(await client.GetStringAsync(new Uri("/", UriKind.Relative))).RootElement;
        Assert.Equal("running", root.GetProperty("status").GetString());
        Assert.NotEmpty(root.GetProperty("version").GetString()!);
    }

    private static HttpRequestMessage Request(string method, string path, string? version)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (version is not null)
        {
            request.Headers.Add("anthropic-version", version);
        }

        return request;
    }

    private async Task<JsonElement> GetAsync(string path, string? version)
    {
        using var request = Request("GET", path, version);
        using var response = await gateway.Value.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    public sealed class Gateway : IAsyncLifetime
    {
        public TestGateway Value { get; private set; } = null!;

        public async Task InitializeAsync() => Value = await TestGateway.StartAsync();

        public async Task DisposeAsync() => await Value.DisposeAsync();
    }
}
