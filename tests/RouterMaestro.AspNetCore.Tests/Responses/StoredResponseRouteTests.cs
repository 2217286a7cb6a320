using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Responses;

/// <summary>A stored response can be retrieved, cancelled, deleted and polled at its provider.</summary>
public sealed class StoredResponseRouteTests
{
    private const string Roots = "/v1 /api/openai/v1 /api/openai/beta/v1";
    private const string Waiting = """{ "id":"resp_b", "object":"response","status":"queued", "model":"two","output":[],"error":null }""";

    private const string Done = """
        { "id":"resp_b","object":"response","status":"completed","model":"two",
          "output":[{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"done","annotations":[]}]}]}
        """;

    public static TheoryData<string, string, string, string> Routes
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var root in Roots.Split(' '))
            {
                data.Add(root, "GET", "?include[]=reasoning.encrypted_content", Done);
                data.Add(root, "POST", "/cancel", Done.Replace("completed", "cancelled", StringComparison.Ordinal));
                data.Add(root, "DELETE", "", """{"id":"resp_b","object":"response.deleted","deleted":true}""");
                data.Add(root, "GET", "/input_items?limit=2", """{"object":"list","data":[{"type":"message","id":"msg_0","role":"user","content":[]}],"has_more":false}""");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_stored_response_is_requested_from_its_provider(string root, string method, string rest, string said)
    {
        await using var gateway = await TwoProviders.StartAsync("responses");
        gateway.Upstream.Reply(Stored(Waiting));
        await TwoProviders.AskAsync(gateway, ProtocolCase.Responses, stream: false, "second/two", TwoProviders.Weather(ProtocolCase.Responses), ",\"background\":true");
        gateway.Upstream.When(SimulatedOperation.StoredResponse).Reply(Stored(said));

        using var request = new HttpRequestMessage(new HttpMethod(method), $"{root}/responses/resp_b{rest}") { Headers = { { "OpenAI-Project", "p" } } };
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(said.Replace("\"two\"", "\"second/two\"", StringComparison.Ordinal), await response.Content.ReadAsStringAsync());
        Assert.Equal("second", Assert.Single(response.Headers.GetValues("x-router-maestro-provider")));
        var received = Assert.Single(gateway.Upstream.Requests, r => r.Operation == SimulatedOperation.StoredResponse);
        Assert.Equal((method, $"/v1/responses/resp_b{rest}"), (received.Method, received.Path + received.Query));
        Assert.Equal("p", received.Headers["OpenAI-Project"]);
        Assert.Equal(0, received.Body.Length);
    }

    [Fact]
    public async Task A_background_response_can_be_polled()
    {
        await using var gateway = await TwoProviders.StartAsync("responses");
        gateway.Upstream.Reply(Stored(Waiting));
        gateway.Upstream.When(SimulatedOperation.StoredResponse).Enqueue(
            Stored(Waiting),
            Stored(Done));
        var (_, begun) = await TwoProviders.AskAsync(
            gateway, ProtocolCase.Responses, stream: false, "second/two", TwoProviders.Weather(ProtocolCase.Responses), ",\"background\":true");

        List<string> seen = [];
        for (var i = 0; i < 10 && !seen.Contains("completed"); i++)
        {
            seen.Add((string)JsonNode.Parse(await gateway.Client.GetStringAsync($"/v1/responses/{begun.Id}"))!["status"]!);
        }

        Assert.Equal(["queued", "completed"], seen);
    }

    [Fact]
    public async Task A_stream_resumes_where_the_caller_left()
    {
        await using var gateway = await TwoProviders.StartAsync("responses");
        const string rest = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":7,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"done\"}\n\n"
            + "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":8,\"response\":{\"id\":\"resp_b\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"two\",\"output\":[]}}\n\n";
        gateway.Upstream.Reply(Stored(Waiting));
        await TwoProviders.AskAsync(gateway, ProtocolCase.Responses, stream: false, "second/two", TwoProviders.Weather(ProtocolCase.Responses), ",\"background\":true");
        gateway.Upstream.When(SimulatedOperation.StoredResponse).Reply(SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(rest)));

        using var response = await gateway.Client.GetAsync("/v1/responses/resp_b?stream=true&starting_after=6");

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(rest.Replace("\"two\"", "\"second/two\"", StringComparison.Ordinal), await response.Content.ReadAsStringAsync());
        Assert.Equal("?stream=true&starting_after=6", Assert.Single(gateway.Upstream.Requests, r => r.Operation == SimulatedOperation.StoredResponse).Query);
    }

    [Fact]
    public async Task A_response_of_unknown_origin_is_searched_for_once()
    {
        await using var gateway = await TwoProviders.StartAsync("responses");
        gateway.Upstream.When(SimulatedOperation.StoredResponse).Enqueue(
            SimulatedFault.Status(404), Stored(Done), Stored(Done), Stored(Done));

        for (var i = 0; i < 2; i++)
        {
            using var response = await gateway.Client.GetAsync("/v1/responses/resp_b");

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.EndsWith("/two", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["model"]!, StringComparison.Ordinal);
        }

        // one provider without the response, the one with it, and then the two retrievals
        Assert.Equal(4, gateway.Upstream.Requests.Count(r => r.Operation == SimulatedOperation.StoredResponse));
    }

    [Fact]
    public async Task With_one_provider_a_response_of_unknown_origin_is_searched_for_once()
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        upstream.When(SimulatedOperation.StoredResponse).Reply(Stored(Done));
        var nowhere = Path.Combine(AppContext.BaseDirectory, "no-settings");
        await using var gateway = GatewayHost.Create(new GatewayOptions
        {
            Port = 0,
            ApiKey = TestGateway.Key,
            Variable = _ => null,
            Paths = new ConfigPaths(nowhere, nowhere),
            Configure = router => router.AddOpenAICompatible("only", upstream.BaseUrl.ToString(), o => o.Protocols.Add(WireProtocol.OpenAIResponses)),
        });
        await gateway.StartAsync();
        using var client = new HttpClient { BaseAddress = gateway.Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {TestGateway.Key}" } } };

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("only/two", (string)JsonNode.Parse(await client.GetStringAsync("/v1/responses/resp_b"))!["model"]!);
        }

        Assert.Equal(4, upstream.Requests.Count(r => r.Operation == SimulatedOperation.StoredResponse));
    }

    [Fact]
    public async Task A_response_that_no_provider_stores_is_not_found()
    {
        await using var gateway = await TwoProviders.StartAsync("responses");

        foreach (var (method, rest) in new[] { ("GET", ""), ("GET", "?stream=true"), ("DELETE", ""), ("POST", "/cancel"), ("GET", "/input_items") })
        {
            using var response = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/v1/responses/resp_x" + rest));

            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
            Assert.Equal("Response with id 'resp_x' not found.", (string)error["message"]!);
            Assert.Equal("invalid_request_error", (string)error["type"]!);
        }

        // a deletion is never sent to a provider that does not have the response
        Assert.All(gateway.Upstream.Requests.Where(r => r.Operation == SimulatedOperation.StoredResponse), r => Assert.Equal("GET", r.Method));
    }

    [Fact]
    public async Task The_providers_refusal_reaches_the_caller()
    {
        await using var gateway = await TwoProviders.StartAsync("responses");
        gateway.Upstream.Reply(SimulatedResponse.Text("no background"));
        var (_, begun) = await TwoProviders.AskAsync(gateway, ProtocolCase.Responses, stream: false, "second/two", TwoProviders.Weather(ProtocolCase.Responses));
        gateway.Upstream.When(SimulatedOperation.StoredResponse).Reply(SimulatedFault.Status(400, "Only background responses can be cancelled."));

        using var response = await gateway.Client.PostAsync($"/v1/responses/{begun.Id}/cancel", content: null);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("Only background responses can be cancelled.", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["message"]!);
    }

    [Theory]
    [InlineData("GET", "/v1/responses/..%2F..%2Fmodels", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/responses/resp_%3Fx", HttpStatusCode.BadRequest)]
    [InlineData("PUT", "/v1/responses/resp_1", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v1/responses/resp_1/cancel", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v1/responses/input_tokens", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v1/responses", HttpStatusCode.MethodNotAllowed)]
    public async Task Invalid_calls_for_stored_responses_are_refused_without_asking_a_provider(string method, string path, HttpStatusCode expected)
    {
        await using var gateway = await TwoProviders.StartAsync("responses");

        using var response = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(expected, response.StatusCode);
        Assert.NotNull(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["message"]);
        Assert.DoesNotContain(gateway.Upstream.Requests, r => r.Operation == SimulatedOperation.StoredResponse);
    }

    [Fact]
    public async Task A_stored_response_requires_the_gateway_key()
    {
        await using var gateway = await TwoProviders.StartAsync("responses");
        using var stranger = new HttpClient { BaseAddress = gateway.Address };

        using var response = await stranger.GetAsync("/v1/responses/resp_b");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain(gateway.Upstream.Requests, r => r.Operation == SimulatedOperation.StoredResponse);
    }

    private static SimulatedRawResponse Stored(string document) => SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes(document));
}
