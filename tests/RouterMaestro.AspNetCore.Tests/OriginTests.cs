using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests;

/// <summary>
/// What a provider sealed or keeps goes back to that provider alone, also where the bytes of its dialect pass untouched and say nothing
/// about whose they are.
/// </summary>
public sealed class OriginTests
{
    private const string Seal = "c2VhbGVkK2J5L3RoZStmaXJzdA==";
    private const string Call = """{"city":"Köln"}""";

    /// <summary>What a caller sends back of an answer: the dialects name the seal's member differently.</summary>
    public static TheoryData<string, bool> Sealing => new() { { "messages", false }, { "messages", true }, { "responses", false }, { "responses", true } };

    [Theory]
    [MemberData(nameof(Sealing))]
    public async Task A_seal_goes_back_untouched_to_its_maker(string dialect, bool stream)
    {
        await using var gateway = await StartAsync(dialect);
        var caller = Dialect.Named(dialect);
        gateway.Upstream.Reply(Thoughtful());
        await AskAsync(gateway, caller, stream, "first/one", First(caller));

        var (response, answer) = await AskAsync(gateway, caller, stream, "first/one", Second(caller, Seal));

        Assert.Null(answer.ErrorMessage);
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
        Assert.Contains(Seal, Text(gateway.Asked[^1]), StringComparison.Ordinal);
        Assert.Equal(2, gateway.Asked.Count);
    }

    [Theory]
    [MemberData(nameof(Sealing))]
    public async Task A_seal_never_reaches_another_provider_of_the_same_dialect(string dialect, bool stream)
    {
        await using var gateway = await StartAsync(dialect);
        var caller = Dialect.Named(dialect);
        gateway.Upstream.Reply(Thoughtful());
        await AskAsync(gateway, caller, stream, "first/one", First(caller));
        gateway.Upstream.Reset();
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedFault.Status(503));
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedAnswer.Text("It is warm."));

        // some clients write JSON in which a plus sign is escaped
        foreach (var seal in new[] { Seal, Seal.Replace("+", "\\u002B", StringComparison.Ordinal), Seal.Replace("/", "\\/", StringComparison.Ordinal) })
        {
            var (response, answer) = await AskAsync(gateway, caller, stream, "router-maestro", Second(caller, seal));

            Assert.Equal((HttpStatusCode.OK, "It is warm."), (response.StatusCode, answer.Text));
            Assert.Equal("second/two", answer.Model);
            Assert.Equal(Dropped(caller), Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
            var received = gateway.Asked[^1];
            Assert.Equal("two", received.Model);
            Assert.DoesNotContain("c2VhbGVk", Text(received), StringComparison.Ordinal);
            Assert.DoesNotContain("Let me think.", Text(received), StringComparison.Ordinal);
            Assert.Contains("get_weather", Text(received), StringComparison.Ordinal);
            Assert.Contains("18 °C", received.Json!.Value.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Sealing))]
    public async Task It_does_not_reach_one_that_is_asked_first_either(string dialect, bool stream)
    {
        await using var gateway = await StartAsync(dialect);
        var caller = Dialect.Named(dialect);
        gateway.Upstream.Reply(Thoughtful());
        await AskAsync(gateway, caller, stream, "first/one", First(caller));

        var (response, answer) = await AskAsync(gateway, caller, stream, "second/two", Second(caller, Seal));

        Assert.Null(answer.ErrorMessage);
        Assert.Equal(Dropped(caller), Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
        Assert.DoesNotContain(Seal, Text(gateway.Asked[^1]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sealing))]
    public async Task A_seal_of_unknown_origin_goes_to_whom_would_be_asked_first_and_to_nobody_else(string dialect, bool stream)
    {
        await using var gateway = await StartAsync(dialect);
        var caller = Dialect.Named(dialect);
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedFault.Status(503));
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedAnswer.Text("It is warm."));

        var (_, answer) = await AskAsync(gateway, caller, stream, "router-maestro", Second(caller, Seal));

        Assert.Equal("It is warm.", answer.Text);
        Assert.All(gateway.Asked.Where(r => r.Model == "one"), r => Assert.Contains(Seal, Text(r), StringComparison.Ordinal));
        Assert.DoesNotContain(Seal, Text(Assert.Single(gateway.Asked, r => r.Model == "two")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redacted_thinking_stays_with_its_maker_too()
    {
        await using var gateway = await StartAsync("messages");
        gateway.Upstream.Reply(SimulatedAnswer.Text("Looking.").WithRedactedReasoning(Seal));
        await AskAsync(gateway, Dialect.Messages, stream: true, "first/one", First(Dialect.Messages));
        var back = Second(Dialect.Messages, "x").Replace(
            """{"type":"thinking","thinking":"Let me think.","signature":"x"}""", $$"""{"type":"redacted_thinking","data":"{{Seal}}"}""", StringComparison.Ordinal);

        var (response, answer) = await AskAsync(gateway, Dialect.Messages, stream: false, "second/two", back);

        Assert.Null(answer.ErrorMessage);
        Assert.Equal("messages.redacted_thinking, thinking", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
        Assert.DoesNotContain(Seal, Text(gateway.Asked[^1]), StringComparison.Ordinal);
        Assert.Contains("get_weather", Text(gateway.Asked[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sealed_details_of_Chat_stay_with_their_maker_too()
    {
        await using var gateway = await StartAsync("chat");
        var details = $$"""[{"type":"reasoning.text","text":"Let me think.","signature":"{{Seal}}","index":0}]""";
        gateway.Upstream.When(r => r.Model == "one").Reply(SimulatedAnswer.Raw(200, "application/json", Encoding.UTF8.GetBytes($$$"""
            {"id":"c","object":"chat.completion","created":1,"model":"one","choices":[{"index":0,"finish_reason":"stop","message":
            {"role":"assistant","content":"Hello.","reasoning_details":{{{details}}}}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
            """)));
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedAnswer.Text("fine"));
        await AskAsync(gateway, Dialect.Chat, stream: false, "first/one", First(Dialect.Chat));
        var back = $$"""{"role":"user","content":"hi"},{"role":"assistant","content":"Hello.","reasoning_details":{{details}}},{"role":"user","content":"How are you?"}""";

        await AskAsync(gateway, Dialect.Chat, stream: false, "first/one", back);
        var (response, answer) = await AskAsync(gateway, Dialect.Chat, stream: false, "second/two", back);

        Assert.Equal("fine", answer.Text);
        Assert.Contains(Seal, Text(gateway.Asked[1]), StringComparison.Ordinal);
        Assert.Equal("messages.reasoning_details", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
        Assert.DoesNotContain(Seal, Text(gateway.Asked[2]), StringComparison.Ordinal);
        Assert.Contains("How are you?", Text(gateway.Asked[2]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seal_shown_to_a_caller_of_another_dialect_goes_back_to_its_maker_alone()
    {
        await using var gateway = await StartAsync("messages");
        var caller = Dialect.Responses;
        gateway.Upstream.Reply(Thoughtful());
        var (_, shown) = await AskAsync(gateway, caller, stream: false, "first/one", First(caller));
        var seal = Assert.Single(shown.Signatures);
        Assert.EndsWith(Seal, seal, StringComparison.Ordinal);

        await AskAsync(gateway, caller, stream: false, "first/one", Second(caller, seal));
        var (response, _) = await AskAsync(gateway, caller, stream: false, "second/two", Second(caller, seal));

        Assert.Contains(Seal, Text(gateway.Asked[1]), StringComparison.Ordinal);
        Assert.DoesNotContain(Seal, Text(gateway.Asked[2]), StringComparison.Ordinal);
        Assert.Contains("messages.thinking", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_is_gone_on_with_where_it_began(bool stream)
    {
        await using var gateway = await StartAsync("responses");
        gateway.Upstream.Reply(SimulatedAnswer.Text("remembered"));
        var (_, begun) = await AskAsync(gateway, Dialect.Responses, stream, "second/two", First(Dialect.Responses));

        var (response, answer) = await AskAsync(
            gateway, Dialect.Responses, stream, "router-maestro", First(Dialect.Responses), $",\"previous_response_id\":\"{begun.Id}\"");

        Assert.Equal((HttpStatusCode.OK, "second/two"), (response.StatusCode, answer.Model));
        Assert.Equal(["two", "two"], gateway.Asked.Select(r => r.Model));
    }

    [Fact]
    public async Task A_thread_is_gone_on_with_where_it_began()
    {
        await using var gateway = await StartAsync("messages");
        gateway.Upstream.Reply(SimulatedAnswer.Text("remembered"));
        var (_, begun) = await AskAsync(gateway, Dialect.Messages, stream: true, "second/two", First(Dialect.Messages), ""","thread":{"type":"create"}""");

        var (response, answer) = await AskAsync(
            gateway, Dialect.Messages, stream: false, "router-maestro", First(Dialect.Messages), $$$""","thread":{"type":"continue","previous_message_id":"{{{begun.Id}}}"}""");

        Assert.Equal((HttpStatusCode.OK, "second/two"), (response.StatusCode, answer.Model));
        Assert.Equal(["two", "two"], gateway.Asked.Select(r => r.Model));
    }

    [Theory]
    [InlineData("responses", """{"message":"Previous response with id '","type":"invalid_request_error","param":"previous_response_id","code":"previous_response_not_found"}""")]
    [InlineData("messages", """{"type":"invalid_request_error","message":"The thread of message '","details":{"error_code":"thread_not_found"}}""")]
    public async Task Where_the_provider_that_began_it_is_not_to_be_asked_the_client_is_told_so(string dialect, string expected)
    {
        await using var gateway = await StartAsync(dialect, "first/one");
        var caller = Dialect.Named(dialect);
        gateway.Upstream.Reply(SimulatedAnswer.Text("remembered"));
        var (_, begun) = await AskAsync(gateway, caller, stream: false, "second/two", First(caller), dialect == "messages" ? ""","thread":{"type":"create"}""" : "");

        foreach (var stream in new[] { false, true })
        {
            var kept = dialect == "messages"
                ? $$$""","thread":{"type":"continue","previous_message_id":"{{{begun.Id}}}"}"""
                : $",\"previous_response_id\":\"{begun.Id}\"";
            using var response = await gateway.Client.SendAsync(caller.AskAll("first", stream, First(caller), caller.MaxTokens(50) + kept, "one"));

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
            var wanted = JsonNode.Parse(expected)!;
            Assert.StartsWith((string)wanted["message"]! + begun.Id, (string)error["message"]!, StringComparison.Ordinal);
            error["message"] = wanted["message"]!.DeepClone();
            Assert.Equal(wanted.ToJsonString(), error.ToJsonString());
        }

        Assert.Single(gateway.Asked);
    }

    [Fact]
    public async Task While_the_provider_that_began_it_rests_the_client_is_told_to_come_again()
    {
        await using var gateway = await StartAsync("responses");
        gateway.Upstream.Reply(SimulatedAnswer.Text("remembered"));
        var (_, begun) = await AskAsync(gateway, Dialect.Responses, stream: false, "second/two", First(Dialect.Responses));
        gateway.Upstream.Reset();
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedFault.Status(503, "down for now"));
        gateway.Upstream.Reply(SimulatedAnswer.Text("from somebody else"));
        for (var i = 0; i < 6; i++)
        {
            await AskAsync(gateway, Dialect.Responses, stream: false, "second/two", First(Dialect.Responses));
        }

        var asked = gateway.Asked.Count;
        var (response, answer) = await AskAsync(
            gateway, Dialect.Responses, stream: false, "router-maestro", First(Dialect.Responses), $",\"previous_response_id\":\"{begun.Id}\"");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("'second', which alone can go on with", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(asked, gateway.Asked.Count);
    }

    [Fact]
    public async Task Tokens_are_not_counted_at_a_provider_that_would_see_the_seal_of_another()
    {
        await using var gateway = await StartAsync("messages");
        gateway.Upstream.Reply(Thoughtful());
        await AskAsync(gateway, Dialect.Messages, stream: false, "first/one", First(Dialect.Messages));

        var counted = new List<string>();
        foreach (var model in new[] { "first/one", "second/two" })
        {
            var body = $$"""{"model":"{{model}}","messages":[{{Second(Dialect.Messages, Seal)}}]}""";
            using var response = await gateway.Client.PostAsync("/v1/messages/count_tokens", new StringContent(body, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            counted.Add(Assert.Single(response.Headers.GetValues("x-router-maestro-count")));
        }

        Assert.Equal(["provider", "estimate"], counted);
        Assert.DoesNotContain(gateway.Upstream.Requests, r => r.Model == "two");
    }

    private static SimulatedAnswer Thoughtful() => SimulatedAnswer.Text("Looking.").WithReasoning("Let me think.", Seal).WithToolCall("get_weather", Call, "call_1");

    private static string First(Dialect caller) => caller == Dialect.Responses
        ? """{"type":"message","role":"user","content":"Weather?"}"""
        : """{"role":"user","content":"Weather?"}""";

    private static string Second(Dialect caller, string seal) => First(caller) + (caller == Dialect.Responses
        ? $$"""
            ,{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Let me think."}],"encrypted_content":"{{seal}}"},
            {"type":"function_call","call_id":"call_1","name":"get_weather","arguments":{{JsonValue.Create(Call).ToJsonString()}}},
            {"type":"function_call_output","call_id":"call_1","output":"18 °C"}
            """
        : $$"""
            ,{"role":"assistant","content":[{"type":"thinking","thinking":"Let me think.","signature":"{{seal}}"},
            {"type":"tool_use","id":"call_1","name":"get_weather","input":{{Call}}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"18 °C"}]}
            """);

    // a provider of Messages refuses a round of tools that begins without its thinking, where it is to think
    private static string Dropped(Dialect caller) => caller == Dialect.Messages ? "messages.thinking, thinking" : "messages.thinking";

    private static string Text(ReceivedRequest request) => Encoding.UTF8.GetString(request.Body.Span);

    private static async Task<(HttpResponseMessage Response, ObservedAnswer Answer)> AskAsync(
        TestGateway gateway, Dialect caller, bool stream, string model, string messages, string extra = "")
    {
        var more = caller == Dialect.Chat ? extra : caller.Tools() + caller.Reasoning() + extra;
        var body = $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"{{caller.Conversation}}":[{{messages}}]{{more}}}""";
        var (response, answer, _) = await caller.SendAsync(gateway.Client, caller.Ask(body));
        return (response, answer);
    }

    /// <summary>Two providers of one dialect, and one of each.</summary>
    private static Task<TestGateway> StartAsync(string dialect, params string[] priorities) => TestGateway.StartAsync(
        new RoutingSettings { Priorities = priorities.Length == 0 ? ["first/one", "second/two"] : [.. priorities] },
        configureWith: (router, upstream) =>
        {
            foreach (var name in new[] { "first", "second" })
            {
                _ = dialect == "messages"
                    ? router.AddAnthropicCompatible(name, upstream.Address.ToString(), o => o.Models.Add(name == "first" ? "one" : "two"))
                    : router.AddOpenAICompatible(name, upstream.BaseUrl.ToString(), o =>
                    {
                        o.Models.Add(name == "first" ? "one" : "two");
                        if (dialect == "responses")
                        {
                            o.Protocols.Add(WireProtocol.OpenAIResponses);
                        }
                    });
            }
        });
}
