using System.Text;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>Responses of Chat without a choice although tokens were spent (wire facts 5.7).</summary>
public sealed class CopilotEmptyResponseTests
{
    private const int Cap = 500;
    private const string Claude = "claude-sonnet-4.6";

    // without Messages, so that callers of Messages are translated to Chat
    private static readonly CopilotModel[] _models =
    [
        new(Claude) { Vendor = "Anthropic", ReasoningEfforts = ["low", "medium", "high"], MaxOutputTokens = 900 },
        new("claude-plain-3") { Vendor = "Anthropic" },
        new("gpt-4.1"),
        new("gemini-3-pro") { ReasoningEfforts = ["low", "medium", "high"] },
    ];

    public static TheoryData<string, bool> Callers
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var caller in new[] { "chat", "responses", "messages" })
            {
                data.Add(caller, false);
                data.Add(caller, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_Claude_model_that_reasoned_up_to_its_limit_ended_for_length(string caller, bool stream)
    {
        await using var gateway = await StartAsync();
        gateway.Copilot.Reply(Empty(Cap, stream));

        var (status, body) = await gateway.PostAsync(CopilotCallTests.PathOf(caller), Body(caller, Claude, stream));

        Assert.True(status == 200, body);
        var observed = CopilotCallTests.Observe(caller, body, stream);
        Assert.Empty(observed.Problems);
        Assert.True(observed.IsComplete, body);
        Assert.Equal("", observed.Text);
        Assert.Equal(caller switch { "chat" => "length", "messages" => "max_tokens", _ => "max_output_tokens" }, observed.StopReason);
        Assert.Equal((9, Cap), (observed.Usage!.Input, observed.Usage.Output));
        Assert.DoesNotContain("copilot_usage", body, StringComparison.Ordinal);
        Assert.Equal(77, Assert.Single((await gateway.OutcomeAsync()).StatedCosts).Amount);
        Assert.Single(gateway.Copilot.Calls);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_response_that_is_empty_before_its_limit_is_a_502(string caller, bool stream)
    {
        await using var gateway = await StartAsync();
        gateway.Copilot.Reply(Empty(Cap - 1, stream));

        var (status, body) = await gateway.RunAsync(gateway.PostAsync(CopilotCallTests.PathOf(caller), Body(caller, Claude, stream)));

        Assert.True(status == 502, body);
    }

    [Theory]
    [InlineData("gpt-4.1")]
    [InlineData("gemini-3-pro")]
    [InlineData("claude-plain-3")]
    public async Task Models_that_are_no_Claude_or_do_not_reason_get_no_such_excuse(string model)
    {
        await using var gateway = await StartAsync();
        foreach (var stream in new[] { false, true })
        {
            gateway.Copilot.Reply(Empty(Cap, stream));

            var (status, body) = await gateway.RunAsync(gateway.PostAsync("v1/chat/completions", Body("chat", model, stream)));

            Assert.True(status == 502, body);
        }
    }

    [Theory]
    [InlineData("messages", "\"max_tokens\":800,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":300},", 300, 200)]
    [InlineData("messages", "\"max_tokens\":800,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":300},", 299, 502)]
    [InlineData("chat", "", 900, 200)]
    [InlineData("chat", "", 899, 502)]
    public async Task The_budget_and_the_limit_of_the_model_count_too(string caller, string members, int spent, int expected)
    {
        await using var gateway = await StartAsync();
        gateway.Copilot.Reply(Empty(spent, stream: false));

        var (status, body) = await gateway.RunAsync(gateway.PostAsync(
            CopilotCallTests.PathOf(caller), $$"""{"model":"github-copilot/{{Claude}}",{{members}}"messages":[{"role":"user","content":"hi"}]}"""));

        Assert.True(status == expected, body);
    }

    [Theory]
    [InlineData("\"choices\":null", 200)]
    [InlineData("\"choices\":[]", 200)]
    [InlineData("\"error\":{\"message\":\"no\"},\"choices\":[]", 502)]
    public async Task Null_is_no_choice_and_an_error_stays_one(string choices, int expected)
    {
        await using var gateway = await StartAsync();
        gateway.Copilot.Reply(SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes($$$"""{"id":"c","object":"chat.completion",{{{choices}}},"usage":{"prompt_tokens":9,"completion_tokens":500,"total_tokens":509}}""")));

        foreach (var caller in new[] { "chat", "responses" })
        {
            var (status, body) = await gateway.RunAsync(gateway.PostAsync(CopilotCallTests.PathOf(caller), Body(caller, Claude, stream: false)));

            Assert.True(status == expected, body);
        }
    }

    [Fact]
    public async Task A_stream_that_is_cut_before_its_usage_is_a_502()
    {
        await using var gateway = await StartAsync();
        gateway.Copilot.Reply(SimulatedResponse.Raw(200, "text/event-stream", "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[]}\n\n"u8.ToArray()));

        foreach (var caller in new[] { "chat", "responses" })
        {
            var (status, body) = await gateway.RunAsync(gateway.PostAsync(CopilotCallTests.PathOf(caller), Body(caller, Claude, stream: true)));

            Assert.True(status == 502, body);
        }
    }

    private static async Task<CopilotGateway> StartAsync()
    {
        var gateway = await CopilotGateway.StartAsync(prepare: copilot => copilot.Models = _models);
        await gateway.ListAsync();
        return gateway;
    }

    private static SimulatedStep Empty(int spent, bool stream)
    {
        var members = $$"""
            "id":"c","created":1764000000,"model":"c","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":{{spent}},"total_tokens":{{spent + 9}}},"copilot_usage":{"total_nano_aiu":77}
            """;
        return stream
            ? SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes($"data: {{\"object\":\"chat.completion.chunk\",{members}}}\n\ndata: [DONE]\n\n"))
            : SimulatedResponse.Raw(200, "application/json", Encoding.UTF8.GetBytes($"{{\"object\":\"chat.completion\",{members}}}"));
    }

    private static string Body(string caller, string model, bool stream)
    {
        var members = $"\"model\":\"github-copilot/{model}\",\"stream\":{(stream ? "true" : "false")}";
        return caller switch
        {
            "chat" => $$$"""{{{{members}}},"max_tokens":{{{Cap}}}{{{(stream ? ",\"stream_options\":{\"include_usage\":true}" : "")}}},"messages":[{"role":"user","content":"hi"}]}""",
            "responses" => $$$"""{{{{members}}},"store":false,"max_output_tokens":{{{Cap}}},"input":[{"role":"user","content":"hi"}]}""",
            _ => $$$"""{{{{members}}},"max_tokens":{{{Cap}}},"messages":[{"role":"user","content":"hi"}]}""",
        };
    }
}
