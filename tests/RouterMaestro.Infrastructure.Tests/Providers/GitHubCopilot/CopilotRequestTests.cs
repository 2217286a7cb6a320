using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>What is sent to Copilot, what becomes of its refusals, and what of its responses stays with the gateway.</summary>
public sealed class CopilotRequestTests
{
    private const string Image = "\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\"";

    public static TheoryData<string, string, string, string> Conversations
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            (string Caller, string[] Models)[] callers =
            [
                ("chat", ["gpt-4.1", "gpt-5.5", "claude-sonnet-4.6"]), ("responses", ["gpt-4.1", "gpt-5-mini"]), ("messages", ["gpt-4.1", "gpt-5.5", "claude-sonnet-4.6"]),
            ];
            foreach (var (caller, models) in callers)
            {
                foreach (var model in models)
                {
                    data.Add(caller, model, "user", "user");
                    data.Add(caller, model, "tool", "agent");
                }
            }

            data.Add("chat", "gpt-4.1", "assistant", "agent");
            data.Add("responses", "gpt-5-mini", "assistant", "agent");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Conversations))]
    public async Task The_last_message_decides_who_is_billed(string caller, string model, string last, string initiator)
    {
        await using var gateway = await CopilotGateway.StartAsync();

        var (status, body) = await gateway.PostAsync(CopilotCallTests.PathOf(caller), Conversation(caller, "github-copilot/" + model, last));

        Assert.True(status == 200, body);
        Assert.Equal(initiator, Assert.Single(gateway.Copilot.Calls).Headers["X-Initiator"]);
        Assert.False(gateway.Copilot.Calls[0].Headers.ContainsKey("Copilot-Vision-Request"));
    }

    [Theory]
    [InlineData("claude-sonnet-4.6", "/v1/messages")]
    [InlineData("gpt-4.1", "/chat/completions")]
    [InlineData("gpt-5.5", "/responses")]
    public async Task An_image_inside_a_tool_result_is_announced(string model, string path)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        var body = Conversation("messages", "github-copilot/" + model, "tool").Replace("\"content\":\"done\"", $"\"content\":[{{\"type\":{Image}}}}}]", StringComparison.Ordinal);

        var (status, response) = await gateway.PostAsync("v1/messages", body);

        Assert.True(status == 200, response);
        var call = Assert.Single(gateway.Copilot.Calls);
        Assert.EndsWith(path, call.Path, StringComparison.Ordinal);
        Assert.Equal("true", call.Headers["Copilot-Vision-Request"]);
    }

    [Fact]
    public async Task The_version_of_Messages_is_the_one_that_Copilot_knows()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Client.DefaultRequestHeaders.Add("anthropic-version", "2024-10-22");

        var (status, body) = await gateway.PostAsync("v1/messages", Conversation("messages", "github-copilot/claude-sonnet-4.6", "user"));

        Assert.True(status == 200, body);
        Assert.Equal("2023-06-01", gateway.Copilot.Calls[0].Headers["anthropic-version"]);
    }

    [Theory]
    [InlineData("chat", """{"message":"odd words"}""")]
    [InlineData("responses", """{"message":"odd words"}""")]
    [InlineData("messages", """{"message":"odd words"}""")]
    [InlineData("chat", "odd words\n")]
    [InlineData("responses", "odd words\n")]
    [InlineData("messages", "odd words\n")]
    [InlineData("messages", """{"error":{"message":"odd words"}}""")]
    public async Task Odd_errors_come_in_the_envelope_of_the_caller(string caller, string error)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        foreach (var model in new[] { "gpt-4.1", "gpt-5.5", "claude-sonnet-4.6" })
        {
            gateway.Copilot.Reply(SimulatedFault.Status(400).WithBody("text/plain; charset=utf-8", error));

            var (status, body) = await gateway.PostAsync(CopilotCallTests.PathOf(caller), Conversation(caller, "github-copilot/" + model, "user"));

            Assert.Equal(400, status);
            var json = JsonNode.Parse(body)!;
            Assert.Contains("odd words", (string)json["error"]!["message"]!, StringComparison.Ordinal);
            Assert.Equal(caller == "messages" ? "error" : null, (string?)json["type"]);
            Assert.Equal("invalid_request_error", (string)json["error"]!["type"]!);
        }
    }

    [Fact]
    public async Task A_quota_that_is_used_up_moves_the_call_to_the_next_account()
    {
        await using var gateway = await CopilotGateway.StartAsync(second: "work", priorities: """{"fallback":{"strategy":"same-model"}}""");
        await gateway.ListAsync();
        gateway.Copilot.Enqueue(CopilotStep.QuotaExceeded());

        var (status, body) = await gateway.ChatAsync("github-copilot/gpt-4.1");

        Assert.True(status == 200, body);
        Assert.Equal("work", Assert.Single(gateway.Copilot.Ledger.Entries).Account);
    }

    [Fact]
    public async Task A_rate_limit_tells_the_caller_when_to_come_back()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Reply(CopilotStep.RateLimited(TimeSpan.FromMinutes(7)));
        using var content = new StringContent(Conversation("chat", "github-copilot/gpt-4.1", "user"), Encoding.UTF8, "application/json");

        using var response = await gateway.RunAsync(gateway.Client.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), content), step: 0.25);

        Assert.Equal(429, (int)response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(7));
    }

    [Fact]
    public async Task Encrypted_reasoning_that_cannot_be_read_is_left_out_and_the_request_sent_once_more()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.ChecksEncryptedReasoning = true;
        const string Body = """
            {"model":"github-copilot/gpt-5-mini","store":false,"include":["reasoning.encrypted_content"],"input":[{"role":"user","content":"a"},
             {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"b2xk"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}
            """;

        var (status, body) = await gateway.PostAsync("v1/responses", Body);

        Assert.True(status == 200, body);
        Assert.Equal(2, gateway.Copilot.Calls.Count);
        Assert.DoesNotContain("b2xk", Encoding.UTF8.GetString(gateway.Copilot.Calls[^1].Body.Span), StringComparison.Ordinal);

        gateway.Copilot.ChecksEncryptedReasoning = false;
        gateway.Copilot.Reply(CopilotStep.UndecryptableReasoning());
        Assert.Equal(400, (await gateway.PostAsync("v1/responses", Body)).Status);
        Assert.Equal(4, gateway.Copilot.Calls.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Costs_stay_with_the_gateway_and_stop_details_go_to_the_caller(bool stream)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Reply(stream
            ? SimulatedResponse.Raw(200, "text/event-stream", """
                event: message_start
                data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"c","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"refusal","stop_sequence":null,"stop_details":{"category":"x"}},"usage":{"output_tokens":2},"copilot_usage":{"total_nano_aiu":0,"token_details":[]}}

                event: copilot_usage
                data: {"type":"copilot_usage","copilot_usage":{"total_nano_aiu":77,"token_details":[]}}

                event: message_stop
                data: {"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":9}}


                """u8.ToArray())
            : SimulatedResponse.Raw(200, "application/json", """
                {"id":"m","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"hi"}],"stop_reason":"refusal","stop_sequence":null,
                 "stop_details":{"category":"x"},"usage":{"input_tokens":9,"output_tokens":2},"copilot_usage":{"total_nano_aiu":77},"amazon-bedrock-invocationMetrics":{}}
                """u8.ToArray()));

        var (status, body) = await gateway.PostAsync(
            "v1/messages", Conversation("messages", "github-copilot/claude-sonnet-4.6", "user").Replace("\"max_tokens\"", stream ? "\"stream\":true,\"max_tokens\"" : "\"max_tokens\"", StringComparison.Ordinal));

        Assert.True(status == 200, body);
        Assert.Contains("\"stop_details\":{\"category\":\"x\"}", body, StringComparison.Ordinal);
        Assert.DoesNotContain("copilot_usage", body, StringComparison.Ordinal);
        Assert.DoesNotContain("amazon-bedrock", body, StringComparison.Ordinal);
        Assert.Equal(77, Assert.Single((await gateway.OutcomeAsync()).StatedCosts).Amount);
    }

    [Theory]
    [InlineData("cache_read", 9, 5071)]
    [InlineData("cache_unknown", 5080, 0)]
    public async Task The_charged_tokens_decide_over_the_usage_unless_one_is_of_an_unknown_type(string type, int input, int cacheRead)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Reply(SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes($$$"""
            {"id":"m","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","stop_sequence":null,
             "usage":{"input_tokens":5080,"output_tokens":2},"copilot_usage":{"total_nano_aiu":77,"token_details":[
             {"token_type":"input","token_count":9},{"token_type":"{{{type}}}","token_count":5071},{"token_type":"output","token_count":2}]}}
            """)));

        var (status, body) = await gateway.PostAsync("v1/messages", Conversation("messages", "github-copilot/claude-sonnet-4.6", "user"));

        Assert.True(status == 200, body);
        var usage = (await gateway.OutcomeAsync()).Usage!;
        Assert.Equal((input, cacheRead, 2), (usage.Input, usage.CacheRead, usage.Completion));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Split_choices_are_repaired_and_named_unless_that_is_switched_off(bool repair, bool stream)
    {
        await using var gateway = await CopilotGateway.StartAsync(priorities: $$$"""{"passthrough":{"repair":{{{(repair ? "true" : "false")}}}}}""");
        gateway.Copilot.Reply(SimulatedResponse.Text("I look.").WithToolCall("look", "{}").WithQuirks(CopilotQuirks.SplitChoices));
        using var content = new StringContent(CopilotCallTests.Body("chat", "github-copilot/gpt-4.1", stream), Encoding.UTF8, "application/json");

        using var response = await gateway.Client.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), content);

        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(repair, !body.Contains("\"index\":1", StringComparison.Ordinal));
        if (!stream || !repair)
        {
            // the header of a stream names what is known by then
            Assert.Equal(repair, response.Headers.Contains("x-router-maestro-repaired"));
        }

        Assert.Equal(repair ? ["choices"] : [], (await gateway.OutcomeAsync()).Repaired);
    }

    [Fact]
    public async Task Several_choices_that_were_asked_for_stay_apart()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Reply(SimulatedResponse.ToolCall("look", "{}").WithToolCall("look", "{}").WithQuirks(CopilotQuirks.SplitChoices));

        var (_, body) = await gateway.PostAsync(
            "v1/chat/completions", CopilotCallTests.Body("chat", "github-copilot/gpt-4.1", stream: false).Replace("\"tools\"", "\"n\":2,\"tools\"", StringComparison.Ordinal));

        Assert.Equal(2, JsonNode.Parse(body)!["choices"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_namespace_of_a_call_reaches_the_caller_at_its_end()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Reply(SimulatedResponse.ToolCall("crm.find", "{}").WithQuirks(CopilotQuirks.NamespaceOnDone));

        var (status, body) = await gateway.PostAsync("v1/responses", """
            {"model":"github-copilot/gpt-5.5","stream":true,"store":false,"input":"hi","tools":[{"type":"namespace","name":"crm","description":"d",
             "tools":[{"type":"function","name":"find","parameters":{"type":"object","properties":{}}}]}]}
            """);

        Assert.True(status == 200, body);
        Assert.Contains("\"namespace\":\"crm\"", body, StringComparison.Ordinal);
    }

    private static string Conversation(string caller, string model, string last) => (caller, last) switch
    {
        ("chat", "user") => Chat(model, """{"role":"user","content":"hi"}"""),
        ("chat", "assistant") => Chat(model, """{"role":"user","content":"hi"},{"role":"assistant","content":"well"}"""),
        ("chat", _) => Chat(model, """
            {"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"done"}
            """),
        ("responses", "user") => Responses(model, """{"role":"user","content":"hi"}"""),
        ("responses", "assistant") => Responses(model, """{"role":"user","content":"hi"},{"role":"assistant","content":"well"}"""),
        ("responses", _) => Responses(model, """
            {"role":"user","content":"hi"},{"type":"function_call","call_id":"call_1","name":"look","arguments":"{}"},{"type":"function_call_output","call_id":"call_1","output":"done"}
            """),
        (_, "user") => Messages(model, """{"role":"user","content":"hi"}"""),
        _ => Messages(model, """
            {"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"look","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"done"}]}
            """),
    };

    private static string Chat(string model, string messages) => $$$$"""{"model":"{{{{model}}}}","tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object","properties":{} } }}],"messages":[{{{{messages}}}}]}""";

    private static string Responses(string model, string input) => $$$$"""{"model":"{{{{model}}}}","store":false,"tools":[{"type":"function","name":"look","parameters":{"type":"object","properties":{} }}],"input":[{{{{input}}}}]}""";

    private static string Messages(string model, string messages) => $$$$"""{"model":"{{{{model}}}}","max_tokens":100,"tools":[{"name":"look","input_schema":{"type":"object"}}],"messages":[{{{{messages}}}}]}""";
}
