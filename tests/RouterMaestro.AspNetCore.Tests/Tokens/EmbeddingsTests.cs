using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Tokens;

/// <summary>Embeddings over HTTP.</summary>
public sealed class EmbeddingsTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    private IReadOnlyList<ReceivedRequest> Received => [.. _gateway.Upstream.Requests.Where(r => r.Operation == SimulatedOperation.Embed)];

    public async Task InitializeAsync() => _gateway = await StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("/v1/embeddings")]
    [InlineData("/api/openai/v1/embeddings")]
    [InlineData("/api/openai/beta/v1/embeddings")]
    public async Task Request_and_response_pass_except_for_the_model(string path)
    {
        const string answer = """{ "data":[{"embedding":[0.25, -1]}],  "model" : "text-embed-v9", "of_tomorrow":[1 ] }""";
        _gateway.Upstream.When(SimulatedOperation.Embed).Reply(SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(answer)).WithHeader("x-ratelimit-remaining-requests", "7"));

        using var response = await AskAsync("""{ "of_tomorrow" : {"a":1}, "input":[ "x","y" ],"model":"chat/m" , "dimensions":2}""", path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(answer.Replace("\"text-embed-v9\"", "\"chat/m\"", StringComparison.Ordinal), await response.Content.ReadAsStringAsync());
        var received = Assert.Single(Received);
        Assert.Equal("""{ "of_tomorrow" : {"a":1}, "input":[ "x","y" ],"model":"m" , "dimensions":2}""", Encoding.UTF8.GetString(received.Body.Span));
        Assert.Equal("/v1/embeddings", received.Path);
        Assert.Equal($"Bearer {TestGateway.UpstreamKey}", received.Headers["authorization"]);
        Assert.Equal("chat/m", Header(response, "x-router-maestro-model"));
        Assert.Equal("1", Header(response, "x-router-maestro-attempts"));
        Assert.Equal("7", Header(response, "x-ratelimit-remaining-requests"));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Base64_is_returned_if_requested_even_if_the_provider_returns_numbers(bool knowsBase64)
    {
        float[][] vectors = [[0.1f, -2.5f, float.MaxValue], [1e-30f, 0, 3]];
        var answer = SimulatedVectors.Of(vectors);
        _gateway.Upstream.When(SimulatedOperation.Embed).Reply(knowsBase64 ? answer : answer.NumbersOnly());

        using var response = await AskAsync("""{"model":"chat/m","input":["a","b"],"encoding_format":"base64"}""");

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("chat/m", (string?)body["model"]);
        Assert.Equal(8, (int?)body["usage"]!["prompt_tokens"]);
        Assert.All(vectors.Zip(body["data"]!.AsArray()), pair => Assert.Equal(pair.First, Decode((string)pair.Second!["embedding"]!)));
    }

    [Theory]
    [InlineData("""{"input":"a"}""", "model")]
    [InlineData("""{"model":"chat/m"}""", "input")]
    [InlineData("""{"model":"chat/m","input":[]}""", "input")]
    [InlineData("""{"model":"chat/m","input":"a","dimensions":"many"}""", "dimensions")]
    [InlineData("{", null)]
    public async Task A_bad_request_is_refused_before_a_provider_is_asked(string body, string? param)
    {
        using var response = await AskAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal("invalid_request_error", (string?)error["type"]);
        Assert.Equal(param, (string?)error["param"]);
        Assert.Empty(Received);
    }

    [Fact]
    public async Task A_model_that_speaks_Messages_alone_is_refused_plainly()
    {
        using var response = await AskAsync("""{"model":"messages/simulated-model","input":"a"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal("No model supports embeddings, which the request needs; looked at: messages/simulated-model.", (string?)error["message"]);
        Assert.Empty(Received);
    }

    [Fact]
    public async Task A_provider_of_Responses_alone_is_asked_too()
    {
        using var response = await AskAsync("""{"model":"responses/n","input":"a"}""");

        Assert.Equal("responses/n", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["model"]);
    }

    [Fact]
    public async Task Only_the_same_model_at_another_provider_is_a_fallback()
    {
        _gateway.Upstream.When(SimulatedOperation.Embed).Enqueue(SimulatedFault.Status(429, "slow down", TimeSpan.FromMinutes(3)));

        using var first = await AskAsync("""{"model":"chat/m","input":"a"}""");
        using var second = await AskAsync("""{"model":"chat/m","input":"a"}""");

        Assert.Equal(("responses/m", "2"), (Header(first, "x-router-maestro-model"), Header(first, "x-router-maestro-attempts")));
        Assert.Equal(("responses/m", "1"), (Header(second, "x-router-maestro-model"), Header(second, "x-router-maestro-attempts")));
        Assert.Equal(["m", "m", "m"], Received.Select(r => r.Model));
    }

    [Fact]
    public async Task An_error_of_the_provider_has_OpenAIs_form()
    {
        _gateway.Upstream.When(SimulatedOperation.Embed).Reply(SimulatedFault.Status(400, "input is too long"));

        using var response = await AskAsync("""{"model":"chat/m","input":"a"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("Your input exceeds the context window of this model. input is too long", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["message"]);
        Assert.Equal("chat/m", Header(response, "x-router-maestro-model"));
        Assert.Single(Received);
    }

    [Theory]
    [InlineData("<html>busy</html>", 502)]
    [InlineData("{}", 502)]
    [InlineData("", 502)]
    public async Task An_invalid_response_is_a_failure_of_the_provider(string answer, int status)
    {
        _gateway.Upstream.When(SimulatedOperation.Embed).Reply(SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(answer)));

        using var response = await AskAsync("""{"model":"chat/alone","input":"a"}""");

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_key_and_the_limit_of_bodies_hold_here_too()
    {
        await using var gateway = await TestGateway.StartAsync(http: o => o.MaxBodyBytes = 1024 * 1024);
        using var stranger = new HttpClient { BaseAddress = gateway.Address };

        using var unknown = await stranger.PostAsync("/v1/embeddings", new StringContent("""{"model":"chat/m","input":"a"}"""));
        using var large = await gateway.Client.PostAsync("/v1/embeddings", new StringContent($$"""{"model":"chat/m","input":"{{new string('a', 1024 * 1024)}}"}"""));
        using var wrong = await gateway.Client.GetAsync("/v1/embeddings");

        Assert.Equal((401, 413, 405), ((int)unknown.StatusCode, (int)large.StatusCode, (int)wrong.StatusCode));
        Assert.Equal("POST", wrong.Content.Headers.Allow.Single());
    }

    [Fact]
    public async Task Embedding_models_are_listed_found_and_explained_but_get_no_other_calls()
    {
        await using var gateway = await TestGateway.StartAsync(simulator: new() { Models = ["text-embedding-x", "simulated-model"] });

        var list = JsonNode.Parse(await gateway.Client.GetStringAsync("/v1/models"))!["data"]!.AsArray().Select(m => (string?)m!["id"]);
        var one = JsonNode.Parse(await gateway.Client.GetStringAsync("/v1/models/chat/text-embedding-x"))!;
        using var chat = await gateway.Client.SendAsync(ProtocolCase.Chat.Ask("""{"model":"router-maestro","messages":[{"role":"user","content":"hi"}]}"""));
        using var vectors = await gateway.Client.PostAsync("/v1/embeddings", new StringContent("""{"model":"text-embedding-x","input":"a"}"""));
        using var explained = await gateway.Client.PostAsync(
            "/api/admin/route/explain?operation=embeddings", new StringContent("""{"model":"text-embedding-x","input":"a"}"""));

        Assert.Contains("chat/text-embedding-x", list);
        Assert.Equal("chat/text-embedding-x", (string?)one["id"]);
        Assert.Equal("chat/simulated-model", Header(chat, "x-router-maestro-model"));
        Assert.Equal("chat/text-embedding-x", Header(vectors, "x-router-maestro-model"));
        var route = JsonNode.Parse(await explained.Content.ReadAsStringAsync())!;
        Assert.Equal("embeddings", (string?)route["request"]!["operation"]);
        Assert.Equal(["chat/text-embedding-x", "responses/text-embedding-x"], route["candidates"]!.AsArray().Select(c => (string?)c!["model"]));
        Assert.True((bool)route["candidates"]![0]!["passthrough"]!);
    }

    [Theory]
    [InlineData("""{"model":"text-embedding-x","input":"a"}""")]
    [InlineData("""{"model":"text-embedding-x"}""")]
    public async Task An_unknown_operation_is_not_explained_as_another(string body)
    {
        await using var gateway = await TestGateway.StartAsync();

        using var explained = await gateway.Client.PostAsync("/api/admin/route/explain?operation=zz", new StringContent(body));

        Assert.Equal(400, (int)explained.StatusCode);
        Assert.Contains("'operation' is 'chat', which is the default, or 'embeddings'.", await explained.Content.ReadAsStringAsync());
    }

    private static float[] Decode(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i)))];
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    // two providers have the model, and another model stands between them
    private static Task<TestGateway> StartAsync() =>
        TestGateway.StartAsync(new RoutingSettings { Priorities = ["chat/m", "chat/other", "responses/m"], MaxRetries = 5 }, withResponses: true);

    private Task<HttpResponseMessage> AskAsync(string json, string path = "/v1/embeddings") =>
        _gateway.Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
}
