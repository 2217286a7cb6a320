using System.Net;
using System.Text;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Tokens;

/// <summary>Counting tokens: the number of the provider if it returns one, otherwise an estimate.</summary>
public sealed class CountTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public static TheoryData<string, string> Paths => new()
    {
        { "/v1/messages/count_tokens", "messages" },
        { "/api/anthropic/v1/messages/count_tokens", "messages" },
        { "/api/anthropic/beta/v1/messages/count_tokens", "messages" },
        { "/v1/responses/input_tokens", "responses" },
        { "/api/openai/v1/responses/input_tokens", "responses" },
        { "/api/openai/beta/v1/responses/input_tokens", "responses" },
    };

    /// <summary>Gets bodies that are refused, and the invalid field.</summary>
    public static TheoryData<string, string, string?> BadBodies => new()
    {
        { "messages", "", null },
        { "messages", "{", null },
        { "messages", """{"messages":[{"role":"user","content":"hi"}]}""", "model" },
        { "messages", """{"model":"chat/m"}""", "messages" },
        { "messages", """{"model":"chat/m","messages":[]}""", "messages" },
        { "messages", """{"model":"chat/m","messages":[{"role":"wizard","content":"hi"}]}""", "messages.0.role" },
        { "responses", "[]", null },
        { "responses", """{"input":"hi"}""", "model" },
        { "responses", """{"model":"chat/m"}""", "input" },
        { "responses", """{"model":"chat/m","input":[{"role":"wizard","content":"hi"}]}""", "input.0.role" },
    };

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(withResponses: true);

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task The_count_of_the_provider_passes_unchanged(string path, string protocol)
    {
        const string Counted = """{"input_tokens" : 42, "context_management":{"original_input_tokens":50}}""";
        _gateway.Upstream.When(SimulatedOperation.CountTokens).Reply(
            Raw(200, Counted).WithHeader("x-ratelimit-remaining-requests", "9").WithHeader(protocol == "messages" ? "request-id" : "x-request-id", "theirs"));
        var body = Body(protocol, $"{protocol}/simulated-model", extra: ""","unknown": [1.0, "ü"]""");
        using var request = Ask(path + "?beta=true", body);
        request.Headers.TryAddWithoutValidation(protocol == "messages" ? "anthropic-beta" : "openai-organization", "token-counting-2024-11-01");

        using var response = await _gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Counted, await response.Content.ReadAsStringAsync());
        Assert.Equal(("provider", protocol, $"{protocol}/simulated-model", "theirs"), (
            Header(response, "x-router-maestro-count"),
            Header(response, "x-router-maestro-provider"),
            Header(response, "x-router-maestro-model"),
            Header(response, "x-router-maestro-upstream-request-id")));
        Assert.NotEmpty(Header(response, "x-router-maestro-request-id"));
        Assert.Contains(response.Headers, h => h.Key.Contains("ratelimit", StringComparison.Ordinal));
        Assert.False(response.Headers.Contains("x-router-maestro-attempts"));
        var asked = Assert.Single(Questions);
        Assert.Equal((protocol == "messages" ? "/v1/messages/count_tokens" : "/v1/responses/input_tokens", "?beta=true"), (asked.Path, asked.Query));
        Assert.Equal("token-counting-2024-11-01", asked.Headers[protocol == "messages" ? "anthropic-beta" : "openai-organization"]);
        Assert.Equal(body.Replace($"{protocol}/simulated-model", "simulated-model", StringComparison.Ordinal), Encoding.UTF8.GetString(asked.Body.Span));
        Assert.Empty(_gateway.Received);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_provider_that_cannot_count_is_not_asked(string path, string protocol)
    {
        // "hi" is one token, the message's frame four, the start of every prompt three
        using var response = await _gateway.Client.SendAsync(Ask(path, Body(protocol, "chat/gpt-4o")));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            protocol == "messages" ? """{"input_tokens":8}""" : """{"object":"response.input_tokens","input_tokens":8}""",
            await response.Content.ReadAsStringAsync());
        Assert.Equal(("estimate", "chat/gpt-4o"), (Header(response, "x-router-maestro-count"), Header(response, "x-router-maestro-model")));
        Assert.Empty(Questions);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(529)]
    public async Task A_provider_that_fails_at_counting_is_not_asked_to_count_for_a_while_but_serves_calls(int status)
    {
        _gateway.Upstream.When(SimulatedOperation.CountTokens).Reply(SimulatedFault.Status(status));
        foreach (var protocol in new[] { "messages", "responses" })
        {
            for (var i = 0; i < 3; i++)
            {
                using var response = await _gateway.Client.SendAsync(Ask(PathOf(protocol), Body(protocol, $"{protocol}/simulated-model")));

                Assert.Equal((HttpStatusCode.OK, "estimate"), (response.StatusCode, Header(response, "x-router-maestro-count")));
                Assert.InRange(await TokensOf(response), 5, 20);
            }
        }

        Assert.Equal(2, Questions.Count);
        var (answer, _, _) = await ProtocolCase.Messages.SendAsync(_gateway.Client, ProtocolCase.Messages.Ask("messages", stream: false, ""","max_tokens":5"""));
        Assert.Equal((HttpStatusCode.OK, "1"), (answer.StatusCode, Header(answer, "x-router-maestro-attempts")));
        using var health = await _gateway.Client.GetAsync(new Uri("/api/admin/health", UriKind.Relative));
        Assert.DoesNotContain("\"open\"", await health.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task An_error_that_the_provider_finds_in_the_request_is_returned(int status)
    {
        _gateway.Upstream.When(SimulatedOperation.CountTokens).Reply(SimulatedFault.Status(status, "tools: something is wrong with them"));
        foreach (var protocol in new[] { "messages", "responses" })
        {
            using var response = await _gateway.Client.SendAsync(Ask(PathOf(protocol), Body(protocol, $"{protocol}/simulated-model")));

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Contains("something is wrong", ErrorOf(await response.Content.ReadAsStringAsync()).Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, Questions.Count);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"input_tokens":"many"}""")]
    [InlineData("""{"input_tokens":-1}""")]
    [InlineData("""{"input_tokens":1.5}""")]
    public async Task A_count_without_a_number_is_estimated(string answer)
    {
        _gateway.Upstream.When(SimulatedOperation.CountTokens).Reply(Raw(200, answer));

        using var response = await _gateway.Client.SendAsync(Ask(PathOf("messages"), Body("messages", "messages/claude-sonnet-4-5")));

        Assert.Equal((HttpStatusCode.OK, "estimate"), (response.StatusCode, Header(response, "x-router-maestro-count")));
        Assert.InRange(await TokensOf(response), 5, 20);
    }

    [Theory]
    [InlineData("/v1/messages/count_tokens")]
    [InlineData("/v1/responses/input_tokens")]
    public async Task An_unknown_model_is_an_error_in_the_callers_protocol(string path)
    {
        var protocol = path.Contains("messages", StringComparison.Ordinal) ? "messages" : "responses";

        using var response = await _gateway.Client.SendAsync(Ask(path, Body(protocol, "nobody/has-this")));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var error = ErrorOf(await response.Content.ReadAsStringAsync());
        Assert.Equal(protocol == "messages" ? "not_found_error" : "invalid_request_error", error.Type);
        Assert.Contains("nobody/has-this", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_refused(string protocol, string body, string? param)
    {
        using var response = await _gateway.Client.SendAsync(Ask(PathOf(protocol), body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = ErrorOf(await response.Content.ReadAsStringAsync());
        Assert.Equal("invalid_request_error", error.Type);
        Assert.Contains(param ?? "", error.Message + error.Param, StringComparison.Ordinal);
        Assert.Empty(Questions);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Wrong_methods_wrong_keys_and_too_many_hops_are_refused(string path, string protocol)
    {
        using var get = await _gateway.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        Assert.Equal(["POST"], get.Content.Headers.Allow);

        using var stranger = Ask(path, Body(protocol, "chat/gpt-4o"));
        stranger.Headers.Authorization = new("Bearer", "wrong");
        using var refused = await _gateway.Client.SendAsync(stranger);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var circling = Ask(path, Body(protocol, "chat/gpt-4o"));
        circling.Headers.Add("x-router-maestro-hops", "4");
        using var stopped = await _gateway.Client.SendAsync(circling);
        Assert.Equal(508, (int)stopped.StatusCode);
    }

    [Fact]
    public async Task Signatures_of_another_provider_are_not_sent_for_counting()
    {
        const string Body = """
            {"model":"messages/claude-sonnet-4-5","messages":[{"role":"user","content":"hi"},
             {"role":"assistant","content":[{"type":"thinking","thinking":"Well.","signature":"rm1:responses:signature"},{"type":"text","text":"Hello"}]},
             {"role":"user","content":"and?"}]}
            """;

        using var response = await _gateway.Client.SendAsync(Ask(PathOf("messages"), Body));

        Assert.Equal((HttpStatusCode.OK, "estimate"), (response.StatusCode, Header(response, "x-router-maestro-count")));
        Assert.Empty(Questions);
    }

    [Fact]
    public async Task Stored_conversations_are_not_estimated()
    {
        _gateway.Upstream.When(SimulatedOperation.CountTokens).Reply(SimulatedFault.Status(503, "not now"));
        const string Members = """ "input":"and?","previous_response_id":"resp_1" """;

        using var failed = await _gateway.Client.SendAsync(Ask(PathOf("responses"), $$"""{"model":"responses/simulated-model",{{Members}}}"""));
        using var elsewhere = await _gateway.Client.SendAsync(Ask(PathOf("responses"), $$"""{"model":"chat/simulated-model",{{Members}}}"""));

        Assert.Equal((503, 404), ((int)failed.StatusCode, (int)elsewhere.StatusCode));
        Assert.Equal("previous_response_id", ErrorOf(await elsewhere.Content.ReadAsStringAsync()).Param);
    }

    [Fact]
    public async Task Many_concurrent_counts_all_succeed()
    {
        var counts = await Task.WhenAll(Enumerable.Range(1, 25).Select(async i =>
        {
            using var response = await _gateway.Client.SendAsync(
                Ask(PathOf("messages") + "?beta=true", Body("messages", "chat/gpt-4o", text: string.Concat(Enumerable.Repeat("word ", i * 20)))));
            return await TokensOf(response);
        }));

        Assert.Equal(counts.Order(), counts);
        Assert.Equal(25, counts.Distinct().Count());
    }

    private IReadOnlyList<ReceivedRequest> Questions => [.. _gateway.Upstream.Requests.Where(r => r.Operation == SimulatedOperation.CountTokens)];

    private static string PathOf(string protocol) => protocol == "messages" ? "/v1/messages/count_tokens" : "/v1/responses/input_tokens";

    private static string Body(string protocol, string model, string extra = "", string text = "hi") => protocol == "messages"
        ? $$"""{ "model": "{{model}}", "messages":[{"role":"user","content":"{{text}}"}]{{extra}}}"""
        : $$"""{ "model": "{{model}}", "input":"{{text}}"{{extra}}}""";

    private static HttpRequestMessage Ask(string path, string body) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static SimulatedRawResponse Raw(int status, string body) => SimulatedResponse.Raw(status, "application/json", Encoding.UTF8.GetBytes(body));

    private static async Task<int> TokensOf(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.GetProperty("input_tokens").GetInt32();
    }

    private static (string? Type, string Message, string? Param) ErrorOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        var error = document.RootElement.GetProperty("error");
        var param = error.TryGetProperty("param", out var named) ? named.GetString() : null;
        return (error.GetProperty("type").GetString(), error.GetProperty("message").GetString()!, param);
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
}
