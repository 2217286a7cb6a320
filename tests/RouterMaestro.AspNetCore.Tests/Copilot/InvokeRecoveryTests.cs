using RouterMaestro.AspNetCore.Tests.Resilience;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Copilot;

/// <summary>Tool calls that a Claude model of Copilot wrote as text become tool calls of translated responses.</summary>
public sealed class InvokeRecoveryTests
{
    private const string Block = "<invoke name=\"look_up\"><parameter name=\"city\">Bonn</parameter><parameter name=\"days\">3</parameter></invoke>";
    private const string Text = "I look it up.\n\n" + Block;

    // Messages callers are translated if the model has no Messages endpoint
    private static readonly CopilotModel[] _models =
    [
        new CopilotModel("claude-sonnet-4.6") { Vendor = "Anthropic" },
        new CopilotModel("gpt-4o"),
    ];

    public static TheoryData<string, bool> Callers => new() { { "messages", true }, { "messages", false }, { "responses", true }, { "responses", false } };

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_complete_block_becomes_a_call_behind_the_text(string caller, bool stream)
    {
        await using var bench = await CopilotBench.StartAsync(models: _models);
        bench.Copilot.Reply(SimulatedResponse.Text(Text).InPiecesOf(5).WithUsage(8, 5));

        var result = await AskAsync(bench, caller, stream);

        IsCall(result, caller, "look_up", """{"city":"Bonn","days":"3"}""");
        Assert.Equal(Text, result.Observed.Text);
        Assert.Equal((8, 5), (result.Observed.Usage!.Input, result.Observed.Usage.Output));
    }

    // such a model serves callers of Chat translated too
    [Theory]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("responses", true)]
    [InlineData("responses", false)]
    public async Task A_block_of_a_model_that_has_Messages_alone_becomes_a_call(string caller, bool stream)
    {
        await using var bench = await CopilotBench.StartAsync(models: [new CopilotModel("claude-sonnet-4.6") { Vendor = "Anthropic", Endpoints = [CopilotModel.Messages] }]);
        bench.Copilot.Reply(SimulatedResponse.Text(Text).InPiecesOf(5).WithUsage(8, 5));

        var result = await AskAsync(bench, caller, stream);

        IsCall(result, caller, "look_up", """{"city":"Bonn","days":"3"}""");
        Assert.Equal(Text, result.Observed.Text);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Several_blocks_become_several_calls(string caller, bool stream)
    {
        await using var bench = await CopilotBench.StartAsync(models: _models);
        bench.Copilot.Reply(SimulatedResponse.Text(Block + "\n" + Block.Replace("Bonn", "Köln", StringComparison.Ordinal)).WithUsage(8, 5));

        var result = await AskAsync(bench, caller, stream);

        Assert.Equal(["Bonn", "Köln"], result.Observed.ToolCalls.Select(call => System.Text.Json.Nodes.JsonNode.Parse(call.Arguments)!["city"]!.GetValue<string>()));
        Assert.Equal(2, result.Observed.ToolCalls.Select(call => call.Id).Distinct().Count());
        Assert.Empty(result.Observed.Problems);
    }

    [Theory]
    [InlineData("`" + Block + "`")]
    [InlineData("```xml\n" + Block + "\n```")]
    [InlineData("<invoke name=\"delete\"></invoke>")]
    [InlineData("<invoke name=\"look_up\"><parameter name=\"city\">Bonn</parameter>")]
    public async Task Code_other_tools_and_beginnings_stay_text(string text)
    {
        await using var bench = await CopilotBench.StartAsync(models: _models);
        foreach (var stream in new[] { true, false })
        {
            bench.Copilot.Reply(SimulatedResponse.Text(text).WithUsage(8, 5));
            (await AskAsync(bench, "messages", stream)).IsWhole(text, CopilotBench.Claude);
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_response_with_a_real_call_stays_as_it_is(string caller, bool stream)
    {
        await using var bench = await CopilotBench.StartAsync(models: _models);
        bench.Copilot.Reply(SimulatedResponse.Text(Text).WithToolCall("look_up", """{"city":"Ulm"}""").WithUsage(8, 5));

        IsCall(await AskAsync(bench, caller, stream), caller, "look_up", """{"city":"Ulm"}""");
    }

    [Theory]
    [InlineData("github-copilot/gpt-4o")]
    [InlineData("chat/claude-sonnet-4.6")]
    public async Task Other_models_and_other_providers_are_left_alone(string model)
    {
        await using var bench = await CopilotBench.StartAsync(models: _models);
        bench.Copilot.Reply(SimulatedResponse.Text(Text).WithUsage(8, 5));
        bench.Gateway.Upstream.Reply(SimulatedResponse.Text(Text).WithUsage(8, 5));

        (await AskAsync(bench, "messages", stream: true, model)).IsWhole(Text, model);
    }

    [Fact]
    public async Task It_can_be_turned_off_and_leaves_passthrough_as_it_is()
    {
        await using var off = await CopilotBench.StartAsync(s => s with { Guards = s.Guards with { InvokeRecovery = false } }, _models);
        off.Copilot.Reply(SimulatedResponse.Text(Text).WithUsage(8, 5));
        (await AskAsync(off, "messages", stream: true)).IsWhole(Text, CopilotBench.Claude);

        await using var bench = await CopilotBench.StartAsync();
        bench.Copilot.Reply(SimulatedResponse.Text(Text).WithUsage(8, 5));
        (await AskAsync(bench, "messages", stream: true)).IsWhole(Text, CopilotBench.Claude);
        (await AskAsync(bench, "chat", stream: true)).IsWhole(Text, CopilotBench.Claude);
    }

    private static Task<FaultResult> AskAsync(CopilotBench bench, string caller, bool stream, string model = CopilotBench.Claude)
    {
        const string Schema = """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"string"}}}""";
        var tools = caller switch
        {
            "messages" => $$""","tools":[{"name":"look_up","input_schema":{{Schema}}}]""",
            "chat" => $$""","tools":[{"type":"function","function":{"name":"look_up","parameters":{{Schema}} } }]""",
            _ => $$""","tools":[{"type":"function","name":"look_up","parameters":{{Schema}}}]""",
        };
        return bench.AskAsync(caller, stream, model, tools);
    }

    private static void IsCall(FaultResult result, string caller, string name, string arguments)
    {
        Assert.Null(result.Observed.ErrorMessage);
        Assert.Empty(result.Observed.Problems);
        var call = Assert.Single(result.Observed.ToolCalls);
        Assert.Equal((name, arguments), (call.Name, call.Arguments));
        Assert.Equal(ProtocolCase.Named(caller).Calling, result.Observed.StopReason);
        Assert.Equal(CopilotBench.Claude, result.Observed.Model);
    }
}
