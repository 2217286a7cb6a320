using System.Net;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Admin;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Responses;

/// <summary>Who names a provider and continues what the gateway does not know is served by that provider or by none.</summary>
public sealed class NamedProviderTests
{
    private const string Unknown = ""","previous_response_id":"resp_of_before" """;

    [Theory]
    [InlineData("chat/one", false)]
    [InlineData("chat/one", true)]
    [InlineData("messages/two", false)]
    [InlineData("named", false)]
    public async Task An_unknown_response_is_not_continued_at_another_provider(string model, bool stream)
    {
        await using var gateway = await StartAsync();

        using var response = await gateway.Client.SendAsync(Request(model, stream, Unknown));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal(("previous_response_not_found", "previous_response_id"), ((string?)error["code"], (string?)error["param"]));
        Assert.StartsWith("Previous response with id 'resp_of_before' not found: ", (string)error["message"]!, StringComparison.Ordinal);
        Assert.Empty(gateway.Received);
    }

    [Fact]
    public async Task A_count_and_the_explanation_say_the_same()
    {
        await using var gateway = await StartAsync();

        using var counted = await gateway.Client.PostAsync(
            "/v1/responses/input_tokens", new StringContent($$"""{"model":"chat/one","input":"hi"{{Unknown}}}"""));
        var (_, route) = await gateway.Client.AdminAsync("POST", "route/explain?protocol=responses", $$"""{"model":"chat/one","input":"hi"{{Unknown}}}""");

        Assert.Equal(HttpStatusCode.NotFound, counted.StatusCode);
        Assert.Equal(404, (int?)route["error"]!["status"]);
        Assert.Empty(route["candidates"]!.AsArray());
    }

    [Theory]
    [InlineData("responses/three")]
    [InlineData("three")]
    [InlineData("router-maestro")]
    public async Task A_provider_of_the_protocol_is_asked_for_it(string model)
    {
        await using var gateway = await StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("kept"));

        using var response = await gateway.Client.SendAsync(Request(model, stream: false, Unknown));

        Assert.Equal((HttpStatusCode.OK, "three"), (response.StatusCode, Assert.Single(gateway.Received).Model));
    }

    [Theory]
    [InlineData(""","conversation":{"id":"conv_1"}""", "conversation")]
    [InlineData(""","prompt":{"id":"pmpt_1"}""", "prompt")]
    public async Task Other_state_is_refused_by_its_name(string state, string param)
    {
        await using var gateway = await StartAsync();

        using var response = await gateway.Client.SendAsync(Request("chat/one", stream: false, state));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(param, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["param"]);
        Assert.Empty(gateway.Received);
    }

    [Fact]
    public async Task An_unknown_thread_is_not_continued_at_another_provider()
    {
        await using var gateway = await StartAsync();

        using var response = await gateway.Client.SendAsync(ProtocolCase.Messages.Ask(
            """{"model":"chat/one","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"thread":{"type":"continue","previous_message_id":"msg_1"}}"""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("thread_not_found", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["details"]!["error_code"]);
        Assert.Empty(gateway.Received);
    }

    [Fact]
    public async Task While_the_circuit_of_the_named_provider_is_open_the_response_is_a_503()
    {
        await using var gateway = await TwoProviders.StartAsync("responses");
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedFault.Status(503, "down"));
        gateway.Upstream.Reply(SimulatedResponse.Text("from another provider"));
        for (var i = 0; i < 6; i++)
        {
            await TwoProviders.AskAsync(gateway, ProtocolCase.Responses, stream: false, "first/one", TwoProviders.Weather(ProtocolCase.Responses));
        }

        var asked = gateway.Received.Count;
        var (response, answer) = await TwoProviders.AskAsync(
            gateway, ProtocolCase.Responses, stream: false, "first/one", TwoProviders.Weather(ProtocolCase.Responses), Unknown);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("Only 'first' can continue", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(asked, gateway.Received.Count);
    }

    private static Task<TestGateway> StartAsync() => TestGateway.StartAsync(
        new RoutingSettings { Priorities = ["chat/one", "messages/two", "responses/three"], Aliases = [new("named", "chat/one")] },
        simulator: new() { Models = ["one", "two", "three"] });

    private static HttpRequestMessage Request(string model, bool stream, string state) =>
        ProtocolCase.Responses.Ask($$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"input":"hi"{{state}}}""");
}
