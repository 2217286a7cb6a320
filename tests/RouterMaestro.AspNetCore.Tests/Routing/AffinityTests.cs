using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>
/// Reasoning signatures and stored state return only to their provider, also in passthrough, where the bytes do not name their
/// provider.
/// </summary>
public sealed class AffinityTests
{
    private const string Sign = "c2VhbGVkK2J5L3RoZStmaXJzdA==";
    private const string Call = """{"city":"Köln"}""";

    /// <summary>Gets the protocols with signatures, whose members have different names, with and without a stream.</summary>
    public static TheoryData<string, bool> Signing => new() { { "messages", false }, { "messages", true }, { "responses", false }, { "responses", true } };

    [Theory]
    [MemberData(nameof(Signing))]
    public async Task A_reasoning_signature_returns_unchanged_to_its_provider(string protocol, bool stream)
    {
        await using var gateway = await TwoProviders.StartAsync(protocol);
        var caller = ProtocolCase.Named(protocol);
        gateway.Upstream.Reply(WithReasoning());
        await TwoProviders.AskAsync(gateway, caller, stream, "first/one", TwoProviders.Weather(caller));

        var (response, answer) = await TwoProviders.AskAsync(gateway, caller, stream, "first/one", Second(caller, Sign));

        Assert.Null(answer.ErrorMessage);
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
        Assert.Contains(Sign, Text(gateway.Received[^1]), StringComparison.Ordinal);
        Assert.Equal(2, gateway.Received.Count);
    }

    [Theory]
    [MemberData(nameof(Signing))]
    public async Task A_reasoning_signature_never_reaches_another_provider_of_the_same_protocol(string protocol, bool stream)
    {
        await using var gateway = await TwoProviders.StartAsync(protocol);
        var caller = ProtocolCase.Named(protocol);
        gateway.Upstream.Reply(WithReasoning());
        await TwoProviders.AskAsync(gateway, caller, stream, "first/one", TwoProviders.Weather(caller));
        gateway.Upstream.Reset();
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedFault.Status(503));
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedResponse.Text("It is warm."));

        // Betalgo.Ranul.OpenAI 9.2.6 (System.Text.Json's default encoder) escapes '+', PHP's json_encode '/'
        foreach (var signature in new[] { Sign, Sign.Replace("+", "\\u002B", StringComparison.Ordinal), Sign.Replace("/", "\\/", StringComparison.Ordinal) })
        {
            var (response, answer) = await TwoProviders.AskAsync(gateway, caller, stream, "router-maestro", Second(caller, signature));

            Assert.Equal((HttpStatusCode.OK, "It is warm."), (response.StatusCode, answer.Text));
            Assert.Equal("second/two", answer.Model);
            Assert.Equal(Dropped(caller), Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
            var received = gateway.Received[^1];
            Assert.Equal("two", received.Model);
            Assert.DoesNotContain("c2VhbGVk", Text(received), StringComparison.Ordinal);
            Assert.DoesNotContain("Let me think.", Text(received), StringComparison.Ordinal);
            Assert.Contains("get_weather", Text(received), StringComparison.Ordinal);
            Assert.Contains("18 °C", received.Json!.Value.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Signing))]
    public async Task A_reasoning_signature_is_dropped_for_a_provider_that_is_asked_first(string protocol, bool stream)
    {
        await using var gateway = await TwoProviders.StartAsync(protocol);
        var caller = ProtocolCase.Named(protocol);
        gateway.Upstream.Reply(WithReasoning());
        await TwoProviders.AskAsync(gateway, caller, stream, "first/one", TwoProviders.Weather(caller));

        var (response, answer) = await TwoProviders.AskAsync(gateway, caller, stream, "second/two", Second(caller, Sign));

        Assert.Null(answer.ErrorMessage);
        Assert.Equal(Dropped(caller), Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
        Assert.DoesNotContain(Sign, Text(gateway.Received[^1]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Signing))]
    public async Task A_reasoning_signature_of_unknown_origin_reaches_only_the_first_candidate(string protocol, bool stream)
    {
        await using var gateway = await TwoProviders.StartAsync(protocol);
        var caller = ProtocolCase.Named(protocol);
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedFault.Status(503));
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedResponse.Text("It is warm."));

        var (_, answer) = await TwoProviders.AskAsync(gateway, caller, stream, "router-maestro", Second(caller, Sign));

        Assert.Equal("It is warm.", answer.Text);
        Assert.All(gateway.Received.Where(r => r.Model == "one"), r => Assert.Contains(Sign, Text(r), StringComparison.Ordinal));
        Assert.DoesNotContain(Sign, Text(Assert.Single(gateway.Received, r => r.Model == "two")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("responses")]
    public async Task The_explanation_drops_a_signature_of_unknown_origin_where_the_call_does(string protocol)
    {
        await using var gateway = await TwoProviders.StartAsync(protocol);
        var caller = ProtocolCase.Named(protocol);
        var body = $$"""{"model":"router-maestro","{{caller.Conversation}}":[{{Second(caller, Sign)}}]{{caller.Tools()}}{{caller.Reasoning()}}}""";

        using var response = await gateway.Client.PostAsync($"/api/admin/route/explain?protocol={protocol}", new StringContent(body));
        var candidates = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["candidates"]!.AsArray();

        Assert.Equal(["first/one", "second/two"], candidates.Select(c => (string?)c!["model"]));
        Assert.Equal([true, false], candidates.Select(c => (bool)c!["passthrough"]!));
        Assert.Equal([null, "foreign_reasoning"], candidates.Select(c => (string?)c!["translated_because"]));
        Assert.Equal(["", Dropped(caller)], candidates.Select(c => string.Join(", ", c!["dropped"]!.AsArray().Select(d => (string?)d))));
    }

    [Fact]
    public async Task Redacted_reasoning_reaches_only_its_provider()
    {
        await using var gateway = await TwoProviders.StartAsync("messages");
        gateway.Upstream.Reply(SimulatedResponse.Text("Looking.").WithRedactedReasoning(Sign));
        await TwoProviders.AskAsync(gateway, ProtocolCase.Messages, stream: true, "first/one", TwoProviders.Weather(ProtocolCase.Messages));
        var back = Second(ProtocolCase.Messages, "x").Replace(
            """{"type":"thinking","thinking":"Let me think.","signature":"x"}""", $$"""{"type":"redacted_thinking","data":"{{Sign}}"}""", StringComparison.Ordinal);

        var (response, answer) = await TwoProviders.AskAsync(gateway, ProtocolCase.Messages, stream: false, "second/two", back);

        Assert.Null(answer.ErrorMessage);
        Assert.Equal("messages.redacted_thinking, thinking", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
        Assert.DoesNotContain(Sign, Text(gateway.Received[^1]), StringComparison.Ordinal);
        Assert.Contains("get_weather", Text(gateway.Received[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_of_a_providers_own_tool_reach_only_that_provider()
    {
        await using var gateway = await TwoProviders.StartAsync("messages");
        const string found = $$$"""
            {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"weather"}},
            {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","url":"https://example.com","title":"W","encrypted_content":"{{{Sign}}}"}]},
            {"type":"text","text":"It is warm."}
            """;
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes($$$"""
            {"id":"msg_1","type":"message","role":"assistant","model":"one","content":[{{{found}}}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}
            """)));
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedResponse.Text("fine"));
        await TwoProviders.AskAsync(gateway, ProtocolCase.Messages, stream: false, "first/one", TwoProviders.Weather(ProtocolCase.Messages));
        var back = TwoProviders.Weather(ProtocolCase.Messages) + $$$""",{"role":"assistant","content":[{{{found}}}]},{"role":"user","content":"And tomorrow?"}""";

        await TwoProviders.AskAsync(gateway, ProtocolCase.Messages, stream: false, "first/one", back);
        var (response, answer) = await TwoProviders.AskAsync(gateway, ProtocolCase.Messages, stream: false, "second/two", back);

        Assert.Equal("fine", answer.Text);
        Assert.Contains(Sign, Text(gateway.Received[1]), StringComparison.Ordinal);
        Assert.Contains("messages.web_search_tool_result", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")), StringComparison.Ordinal);
        Assert.DoesNotContain(Sign, Text(gateway.Received[2]), StringComparison.Ordinal);
        Assert.Contains("It is warm.", Text(gateway.Received[2]), StringComparison.Ordinal);
        Assert.Contains("And tomorrow?", Text(gateway.Received[2]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signed_reasoning_details_of_Chat_reach_only_their_provider()
    {
        await using var gateway = await TwoProviders.StartAsync("chat");
        var details = $$"""[{"type":"reasoning.text","text":"Let me think.","signature":"{{Sign}}","index":0}]""";
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes($$$"""
            {"id":"c","object":"chat.completion","created":1,"model":"one","choices":[{"index":0,"finish_reason":"stop","message":
            {"role":"assistant","content":"Hello.","reasoning_details":{{{details}}}}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
            """)));
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedResponse.Text("fine"));
        await TwoProviders.AskAsync(gateway, ProtocolCase.Chat, stream: false, "first/one", TwoProviders.Weather(ProtocolCase.Chat));
        var back = $$"""{"role":"user","content":"hi"},{"role":"assistant","content":"Hello.","reasoning_details":{{details}}},{"role":"user","content":"How are you?"}""";

        await TwoProviders.AskAsync(gateway, ProtocolCase.Chat, stream: false, "first/one", back);
        var (response, answer) = await TwoProviders.AskAsync(gateway, ProtocolCase.Chat, stream: false, "second/two", back);

        Assert.Equal("fine", answer.Text);
        Assert.Contains(Sign, Text(gateway.Received[1]), StringComparison.Ordinal);
        Assert.Equal("messages.reasoning_details", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
        Assert.DoesNotContain(Sign, Text(gateway.Received[2]), StringComparison.Ordinal);
        Assert.Contains("How are you?", Text(gateway.Received[2]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reasoning_signature_sent_to_a_caller_of_another_protocol_returns_only_to_its_provider()
    {
        await using var gateway = await TwoProviders.StartAsync("messages");
        var caller = ProtocolCase.Responses;
        gateway.Upstream.Reply(WithReasoning());
        var (_, shown) = await TwoProviders.AskAsync(gateway, caller, stream: false, "first/one", TwoProviders.Weather(caller));
        var signature = Assert.Single(shown.Signatures);
        Assert.EndsWith(Sign, signature, StringComparison.Ordinal);

        await TwoProviders.AskAsync(gateway, caller, stream: false, "first/one", Second(caller, signature));
        var (response, _) = await TwoProviders.AskAsync(gateway, caller, stream: false, "second/two", Second(caller, signature));

        Assert.Contains(Sign, Text(gateway.Received[1]), StringComparison.Ordinal);
        Assert.DoesNotContain(Sign, Text(gateway.Received[2]), StringComparison.Ordinal);
        Assert.Contains("messages.thinking", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_not_counted_at_a_provider_that_would_see_the_signature_of_another()
    {
        await using var gateway = await TwoProviders.StartAsync("messages");
        gateway.Upstream.Reply(WithReasoning());
        await TwoProviders.AskAsync(gateway, ProtocolCase.Messages, stream: false, "first/one", TwoProviders.Weather(ProtocolCase.Messages));

        var counted = new List<string>();
        foreach (var model in new[] { "first/one", "second/two" })
        {
            var body = $$"""{"model":"{{model}}","messages":[{{Second(ProtocolCase.Messages, Sign)}}]}""";
            using var response = await gateway.Client.PostAsync("/v1/messages/count_tokens", new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            counted.Add(Assert.Single(response.Headers.GetValues("x-router-maestro-count")));
        }

        Assert.Equal(["provider", "estimate"], counted);
        Assert.DoesNotContain(gateway.Upstream.Requests, r => r.Model == "two");
    }

    private static SimulatedResponse WithReasoning() => SimulatedResponse.Text("Looking.").WithReasoning("Let me think.", Sign).WithToolCall("get_weather", Call, "call_1");

    private static string Second(ProtocolCase caller, string signature) => TwoProviders.Weather(caller) + (caller == ProtocolCase.Responses
        ? $$"""
            ,{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Let me think."}],"encrypted_content":"{{signature}}"},
            {"type":"function_call","call_id":"call_1","name":"get_weather","arguments":{{JsonValue.Create(Call).ToJsonString()}}},
            {"type":"function_call_output","call_id":"call_1","output":"18 °C"}
            """
        : $$"""
            ,{"role":"assistant","content":[{"type":"thinking","thinking":"Let me think.","signature":"{{signature}}"},
            {"type":"tool_use","id":"call_1","name":"get_weather","input":{{Call}}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"18 °C"}]}
            """);

    // Anthropic refuses a round of tools that does not begin with its thinking block while thinking is enabled
    private static string Dropped(ProtocolCase caller) => caller == ProtocolCase.Messages ? "messages.thinking, thinking" : "messages.thinking";

    private static string Text(ReceivedRequest request) => Encoding.UTF8.GetString(request.Body.Span);
}
