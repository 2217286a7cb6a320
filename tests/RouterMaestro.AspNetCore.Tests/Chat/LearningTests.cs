using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>What the gateway learns from requests that a provider refuses.</summary>
public sealed class LearningTests
{
    private const string NoTemperature = "Unsupported parameter: 'temperature' is not supported with this model.";
    private const string OnlyResponses = "This model is only supported in v1/responses and not in v1/chat/completions.";

    [Theory]
    [InlineData("messages", "chat", false)]
    [InlineData("messages", "chat", true)]
    [InlineData("responses", "chat", true)]
    [InlineData("chat", "messages", false)]
    [InlineData("chat", "messages", true)]
    [InlineData("responses", "messages", false)]
    public async Task A_parameter_that_the_model_refuses_is_left_out_and_remembered_for_a_day(string caller, string upstream, bool stream)
    {
        var clock = new ShiftedClock();
        await using var gateway = await TestGateway.StartAsync(clock: clock);
        gateway.Upstream.Enqueue(SimulatedFault.Status(400, NoTemperature), SimulatedResponse.Text("one"), SimulatedResponse.Text("two"), SimulatedResponse.Text("three"));

        Assert.Equal(("one", "2", "temperature"), await AskAsync(gateway, caller, upstream, stream));
        Assert.Equal(("two", "1", "temperature"), await AskAsync(gateway, caller, upstream, stream));

        clock.Shift = TimeSpan.FromHours(24);
        Assert.Equal(("three", "1", ""), await AskAsync(gateway, caller, upstream, stream));
        Assert.Equal([true, false, false, true], gateway.Received.Select(r => r.Json!.Value.TryGetProperty("temperature", out _)));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("responses")]
    public async Task The_refusal_of_what_a_caller_wrote_itself_passes_untouched(string protocol)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Enqueue(SimulatedFault.Status(400, NoTemperature));
        var caller = ProtocolCase.Named(protocol);

        var (response, answer, _) = await caller.SendAsync(gateway.Client, caller.Ask(protocol, stream: false, """,  "temperature":0.5,"max_tokens":9"""));

        Assert.Equal((HttpStatusCode.BadRequest, NoTemperature), (response.StatusCode, answer.ErrorMessage));
        Assert.Single(gateway.Received);
    }

    [Fact]
    public async Task A_refusal_of_one_value_is_not_remembered()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Enqueue(SimulatedFault.Status(400, "'temperature' must be 0.6 for this model.").WithCode("invalid_value", "temperature"), SimulatedResponse.Text("one"), SimulatedResponse.Text("two"));

        Assert.Equal(("one", "2", "temperature"), await AskAsync(gateway, "messages", "chat", stream: false));
        Assert.Equal(("two", "1", ""), await AskAsync(gateway, "messages", "chat", stream: false));
    }

    [Fact]
    public async Task Nothing_is_learned_from_an_attempt_that_did_not_help()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Enqueue(SimulatedFault.Status(400, NoTemperature), SimulatedFault.Status(400, "Unknown parameter: 'top_p'."), SimulatedResponse.Text("two"));
        var caller = ProtocolCase.Messages;

        var (response, answer, _) = await caller.SendAsync(gateway.Client, caller.Ask("chat", stream: false, ""","temperature":0.5,"top_p":0.4,"max_tokens":9"""));

        Assert.Equal((HttpStatusCode.BadRequest, "Unknown parameter: 'top_p'."), (response.StatusCode, answer.ErrorMessage));
        Assert.Equal(2, gateway.Received.Count);
        Assert.Equal(("two", "1", ""), await AskAsync(gateway, "messages", "chat", stream: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_does_not_know_the_options_of_streams_is_not_asked_for_usage(bool inMessages)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Enqueue(SimulatedFault.Status(400, "Unknown parameter: 'stream_options'."), SimulatedResponse.Text("one"), SimulatedResponse.Text("two"));
        var caller = inMessages ? "messages" : "responses";

        Assert.Equal(("one", "2", ""), await AskAsync(gateway, caller, "chat", stream: true));
        Assert.Equal(("two", "1", ""), await AskAsync(gateway, caller, "chat", stream: true));
        Assert.Equal([true, false, false], gateway.Received.Select(r => r.Json!.Value.TryGetProperty("stream_options", out _)));
    }

    [Theory]
    [InlineData(""" "messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}] """, "This model does not support assistant message prefill. The conversation must end with a user message.", "messages.prefill")]
    [InlineData(""" "messages":[{"role":"user","content":"q"}],"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}}} """,
        "output_config: Extra inputs are not permitted", "")]
    public async Task What_has_another_form_is_written_in_it(string members, string refusal, string dropped)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Enqueue(SimulatedFault.Status(400, refusal), SimulatedResponse.Text("one"), SimulatedResponse.Text("two"));

        foreach (var attempts in new[] { "2", "1" })
        {
            var (response, answer, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, ProtocolCase.Chat.Ask($$"""{"model":"messages/my-opus",{{members}}}"""));

            Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
            Assert.Equal((attempts, dropped), (Header(response, "x-router-maestro-attempts"), Header(response, "x-router-maestro-dropped")));
        }

        Assert.Equal(JsonNode.Parse(gateway.Received[1].Body.Span)!.ToJsonString(), JsonNode.Parse(gateway.Received[2].Body.Span)!.ToJsonString());
    }

    [Fact]
    public async Task The_place_of_a_validation_error_names_the_member()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Enqueue(
            SimulatedFault.Status(422).WithBody("application/json", """{"detail":[{"type":"extra_forbidden","loc":["body","temperature"],"msg":"Extra inputs are not permitted"}]}"""), SimulatedResponse.Text("one"));

        Assert.Equal(("one", "2", "temperature"), await AskAsync(gateway, "messages", "chat", stream: false));
    }

    [Fact]
    public async Task A_server_of_strings_gets_strings()
    {
        await using var gateway = await TestGateway.StartAsync(configureWith: (router, upstream) =>
            router.AddOpenAICompatible("lab", upstream.BaseUrl.ToString(), o => o.Options = RawJson.Parse("""{"content":"parts"}""")));
        gateway.Upstream.Enqueue(SimulatedFault.Status(422, "messages[0]: invalid type: sequence, expected a string at line 1 column 40"), SimulatedResponse.Text("one"), SimulatedResponse.Text("two"));
        const string Body = """{"model":"lab/m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}""";

        for (var call = 0; call < 2; call++)
        {
            var (response, answer, _) = await ProtocolCase.Messages.SendAsync(gateway.Client, ProtocolCase.Messages.Ask(Body));
            Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
        }

        var contents = gateway.Received.Select(r => JsonNode.Parse(r.Body.Span)!["messages"]![0]!["content"]!).ToList();
        Assert.IsType<JsonArray>(contents[0]);
        Assert.Equal(["a\n\nb", "a\n\nb"], contents.Skip(1).Select(content => (string?)content));
    }

    [Theory]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("messages", true)]
    public async Task A_model_that_is_served_on_another_path_is_asked_there(string caller, bool stream)
    {
        await using var gateway = await TestGateway.StartAsync(configureWith: (router, upstream) => router.AddOpenAICompatible("both", upstream.BaseUrl.ToString(), o =>
        {
            o.Protocols.Add(Domain.Protocols.WireProtocol.OpenAIChat);
            o.Protocols.Add(Domain.Protocols.WireProtocol.OpenAIResponses);
        }));
        gateway.Upstream.Enqueue(SimulatedFault.Status(404, OnlyResponses), SimulatedResponse.Text("one"), SimulatedResponse.Text("two"));

        Assert.Equal(("one", "2", ""), await AskAsync(gateway, caller, "both", stream));
        Assert.Equal(("two", "1", ""), await AskAsync(gateway, caller, "both", stream));
        Assert.Equal(["/v1/chat/completions", "/v1/responses", "/v1/responses"], gateway.Received.Select(r => r.Path));
    }

    private static async Task<(string? Text, string? Attempts, string Dropped)> AskAsync(TestGateway gateway, string protocol, string upstream, bool stream)
    {
        var caller = ProtocolCase.Named(protocol);
        var limit = caller == ProtocolCase.Responses ? "max_output_tokens" : "max_tokens";
        var (response, answer, _) = await caller.SendAsync(gateway.Client, caller.Ask(upstream, stream, $""","temperature":0.5,"{limit}":900"""));
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
        return (answer.Text, Header(response, "x-router-maestro-attempts"), Header(response, "x-router-maestro-dropped"));
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    // the time of day moves while timers go on as they are
    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
