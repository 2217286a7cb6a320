using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Responses;

/// <summary>
/// A stored response or thread is continued at its provider or refused with the codes previous_response_not_found,
/// thread_not_found or thread_unsupported_request, never at another provider.
/// </summary>
public sealed class ConversationStateTests
{
    private const string Thread = ""","thread":{"type":"continue","previous_message_id":"msg_1"},"max_tokens":50""";
    private const string User = """{"role":"user","content":"hi"}""";
    private const string Previous = ""","previous_response_id":"resp_1" """;

    public static TheoryData<string, string, bool> OfResponses
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var (member, value) in new[]
            {
                ("previous_response_id", "\"resp_1\""), ("conversation", "{\"id\":\"conv_1\"}"), ("prompt", "{\"id\":\"pmpt_1\"}"), ("background", "true"),
            })
            {
                data.Add(member, value, false);
                data.Add(member, value, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(OfResponses))]
    public async Task A_provider_of_Responses_receives_state_members_unchanged(string field, string value, bool stream)
    {
        // automatic reasoning does not change a request that only Responses can express
        await using var gateway = await TestGateway.StartAsync(new RoutingSettings { Reasoning = new ReasoningBudgetSettings { AutoEnable = true } });
        gateway.Upstream.Reply(SimulatedResponse.Text("kept"));
        var body = $$"""{"model":"responses/simulated-model", "stream":{{(stream ? "true" : "false")}},"input":"hi","store":true,"{{field}}":{{value}} }""";

        var (response, answer, _) = await ProtocolCase.Responses.SendAsync(gateway.Client, ProtocolCase.Responses.Ask(body));

        Assert.Equal((HttpStatusCode.OK, "kept"), (response.StatusCode, answer.Text));
        Assert.Equal(
            body.Replace("responses/", "", StringComparison.Ordinal), Encoding.UTF8.GetString(Assert.Single(gateway.Received).Body.Span));
    }

    [Theory]
    [MemberData(nameof(OfResponses))]
    public async Task Providers_of_other_protocols_are_not_asked(string field, string value, bool stream)
    {
        await using var gateway = await TestGateway.StartAsync(new RoutingSettings { Priorities = ["chat/one", "messages/two"] });
        foreach (var model in new[] { "chat/one", "messages/two", "router-maestro" })
        {
            var body = $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"input":"hi","{{field}}":{{value}}}""";

            var (response, answer, _) = await ProtocolCase.Responses.SendAsync(gateway.Client, ProtocolCase.Responses.Ask(body));

            // a provider that the caller names has no response of that id; where the gateway chooses, no provider can have one
            var isUnknown = field == "previous_response_id" && model != "router-maestro";
            Assert.Equal(isUnknown ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains(isUnknown ? "'resp_1' not found" : $"'{field}'", answer.ErrorMessage, StringComparison.Ordinal);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            Assert.Equal(field, document.RootElement.GetProperty("error").GetProperty("param").GetString());
        }

        Assert.Empty(gateway.Received);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    public async Task A_response_that_no_provider_stores_says_so(string upstream)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("ok"));

        using var response = await gateway.Client.SendAsync(ProtocolCase.Responses.Ask(upstream, stream: false, ",\"store\":true"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("store", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.False(document.RootElement.GetProperty("store").GetBoolean());
    }

    [Theory]
    [InlineData("chat", """{"type":"create"}""", """{"error_code":"thread_unsupported_request","unsupported":["thread"]}""")]
    [InlineData("responses", """{"type":"create"}""", """{"error_code":"thread_unsupported_request","unsupported":["thread"]}""")]
    [InlineData("chat", """{"type":"continue","previous_message_id":"msg_1"}""", """{"error_code":"thread_not_found"}""")]
    [InlineData("responses", """{"type":"continue","previous_message_id":"msg_1"}""", """{"error_code":"thread_not_found"}""")]
    public async Task A_thread_is_refused_with_the_codes_that_let_Anthropics_clients_continue(string upstream, string thread, string details)
    {
        await using var gateway = await TestGateway.StartAsync();
        foreach (var stream in new[] { false, true })
        {
            using var response = await gateway.Client.SendAsync(ProtocolCase.Messages.Ask(upstream, stream, $",\"max_tokens\":50,\"thread\":{thread}"));

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            var error = document.RootElement.GetProperty("error");
            Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
            Assert.Equal(details, error.GetProperty("details").GetRawText());
        }

        Assert.Empty(gateway.Received);
    }

    [Theory]
    [InlineData("responses", Previous, false)]
    [InlineData("responses", Previous, true)]
    [InlineData("messages", Thread, false)]
    [InlineData("messages", Thread, true)]
    public async Task When_its_provider_fails_no_other_provider_is_asked(string protocol, string stored, bool stream)
    {
        await using var gateway = await StartAsync($"{protocol}/one", "other-responses/two", "other-messages/three", "chat/four");
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedFault.Status(503, "down for now"));
        gateway.Upstream.Reply(SimulatedResponse.Text("from another provider"));
        var caller = ProtocolCase.Named(protocol);

        var (response, answer, _) = await caller.SendAsync(gateway.Client, caller.AskAll(protocol, stream, User, stored, "one"));
        var (_, free, _) = await caller.SendAsync(gateway.Client, caller.AskAll(protocol, stream, User, caller.MaxTokens(50), "one"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("down for now", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Null(free.ErrorMessage);
        Assert.Equal("from another provider", free.Text);
    }

    [Theory]
    [InlineData("responses", Previous)]
    [InlineData("messages", Thread)]
    public async Task A_stored_conversation_skips_candidates_of_other_protocols(string protocol, string stored)
    {
        await using var gateway = await StartAsync("chat/one", $"{protocol}/two", $"{protocol}/three", $"other-{protocol}/four");
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedFault.Status(503));
        gateway.Upstream.Reply(SimulatedResponse.Text("gone on with"));
        var caller = ProtocolCase.Named(protocol);

        var (response, answer, _) = await caller.SendAsync(
            gateway.Client, caller.Ask($$"""{"model":"router-maestro","{{caller.Conversation}}":[{{User}}]{{stored}}}"""));

        // another model of the same provider can continue the stored conversation
        Assert.Equal((HttpStatusCode.OK, "gone on with", $"{protocol}/three"), (response.StatusCode, answer.Text, answer.Model));
        Assert.Equal(["two", "two", "three"], gateway.Received.Select(r => r.Model));
    }

    private static Task<TestGateway> StartAsync(params string[] priorities) => TestGateway.StartAsync(
        new RoutingSettings { Priorities = [.. priorities] },
        configureWith: (router, upstream) => router
            .AddOpenAICompatible("other-responses", upstream.BaseUrl.ToString(), o => o.Protocols.Add(WireProtocol.OpenAIResponses))
            .AddAnthropicCompatible("other-messages", upstream.Address.ToString()));
}
