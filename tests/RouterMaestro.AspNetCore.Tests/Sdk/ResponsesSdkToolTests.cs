using OpenAI.Responses;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's client requests reasoning and tool calls in Responses and returns the results.</summary>
public sealed class ResponsesSdkToolTests(GatewayFixture fixture) : SdkToolTests(fixture)
{
    private readonly ResponsesClient _client = OpenAISdk.Responses(fixture.Gateway);

    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task Parallel_calls_and_their_results_make_a_loop(string upstream, bool stream)
    {
        Upstream.Enqueue(TwoCalls.InPiecesOf(5).Interleaved());
        List<ResponseItem> items = [ResponseItem.CreateUserMessageItem("Where is it warmer?")];

        var first = await AskAsync(upstream, stream, items);
        Assert.Equal((ResponseStatus.Completed, "Looking."), (first.Status, first.GetOutputText()));
        items.AddRange(first.OutputItems);
        items.AddRange(first.OutputItems.OfType<FunctionCallResponseItem>()
            .Select(c => ResponseItem.CreateFunctionCallOutputItem(c.CallId, "Sun in " + ResponsesSdk.City(c))));
        var last = await AskAsync(upstream, stream, items);

        Assert.Equal("model=simulated-model tools=get_weather results=Sun in Köln | Sun in Paris text=Where is it warmer?", last.GetOutputText());
        Assert.Equal(["Sun in Köln", "Sun in Paris"], Received[1].Content.ToolResults);
    }

    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task A_custom_tool_is_called_with_free_text_and_gets_its_result(string upstream, bool stream)
    {
        Upstream.Enqueue(SimulatedResponse.Empty.WithCustomToolCall("apply_patch", "*** Begin \"Patch\"\n+ä\n"));
        List<ResponseItem> items = [ResponseItem.CreateUserMessageItem("Mend it.")];

        var first = await AskAsync(upstream, stream, items, ResponseTool.CreateCustomTool("apply_patch"));
        var call = Assert.IsType<CustomToolCallItem>(Assert.Single(first.OutputItems));
        Assert.Equal(("apply_patch", "*** Begin \"Patch\"\n+ä\n"), (call.ToolName, call.Input));
        items.AddRange([call, ResponseItem.CreateCustomToolCallOutputItem(call.CallId, [ResponseContentPart.CreateInputTextPart("Done!")])]);
        var last = await AskAsync(upstream, stream, items, ResponseTool.CreateCustomTool("apply_patch"));

        Assert.Equal("model=simulated-model tools=apply_patch results=Done! text=Mend it.", last.GetOutputText());
    }

    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task Encrypted_reasoning_arrives_and_returns_to_its_provider(string upstream, bool stream)
    {
        Upstream.Enqueue(SimulatedResponse.Empty.WithReasoning("I must look.", "c2VhbGVk").WithToolCall("get_weather", """{"city":"Rome"}"""));
        List<ResponseItem> items = [ResponseItem.CreateUserMessageItem("Is it warm?")];

        var first = await AskAsync(upstream, stream, items);
        Assert.Equal("I must look.", Assert.IsType<ReasoningResponseItem>(first.OutputItems[0]).GetSummaryText());
        items.AddRange(first.OutputItems);
        items.Add(ResponseItem.CreateFunctionCallOutputItem(Assert.IsType<FunctionCallResponseItem>(first.OutputItems[1]).CallId, "18 °C"));
        await AskAsync(upstream, stream, items);

        var sent = Received[1].Json!.Value.GetRawText();
        Assert.Equal(["18 °C"], Received[1].Content.ToolResults);
        Assert.DoesNotContain("rm1:", sent, StringComparison.Ordinal);
        Assert.Equal(upstream != "chat", sent.Contains("c2VhbGVk", StringComparison.Ordinal));
    }

    protected override async Task<string> ArgumentsAsync(string upstream, bool stream)
    {
        var response = await AskAsync(upstream, stream, [ResponseItem.CreateUserMessageItem("hi")]);
        return Assert.IsType<FunctionCallResponseItem>(Assert.Single(response.OutputItems)).FunctionArguments.ToString();
    }

    protected override Task DemandAsync(string upstream, string tool)
    {
        var ask = ResponsesSdk.Ask(upstream);
        ask.Tools.Add(ResponsesSdk.Weather);
        ask.ToolChoice = ResponseToolChoice.CreateFunctionChoice(tool);
        return _client.CreateResponseAsync(ask);
    }

    private Task<ResponseResult> AskAsync(string upstream, bool stream, IEnumerable<ResponseItem> items, ResponseTool? tool = null)
    {
        var ask = ResponsesSdk.Ask(upstream, [.. items]);
        ask.Tools.Add(tool ?? ResponsesSdk.Weather);
        ask.MaxOutputTokenCount = 4000;
        ask.StoredOutputEnabled = false;
        ask.IncludedProperties.Add(IncludedResponseProperty.ReasoningEncryptedContent);
        ask.ReasoningOptions = new ResponseReasoningOptions
        {
            ReasoningEffortLevel = ResponseReasoningEffortLevel.Low,
            ReasoningSummaryVerbosity = ResponseReasoningSummaryVerbosity.Auto,
        };
        return ResponsesSdk.AskAsync(_client, stream, ask);
    }
}
