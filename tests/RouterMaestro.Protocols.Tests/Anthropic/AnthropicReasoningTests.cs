using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public sealed class AnthropicReasoningTests
{
    private const string New = "some-alias";
    private const string Old = "claude-sonnet-4-5-20250929";
    private static readonly Message _hi = new(Role.User, [new TextPart("Hi")]);
    private readonly LossSink _losses = new();

    [Theory]
    [InlineData(New, ReasoningMode.Unspecified, null, null, "- -")]
    [InlineData(New, ReasoningMode.Disabled, null, Effort.High, "disabled -")]
    [InlineData(New, ReasoningMode.Unspecified, null, Effort.None, "disabled -")]
    [InlineData(New, ReasoningMode.Unspecified, null, Effort.Minimal, "adaptive low")]
    [InlineData(New, ReasoningMode.Unspecified, null, Effort.ExtraHigh, "adaptive xhigh")]
    [InlineData(New, ReasoningMode.Adaptive, 5000, Effort.Max, "adaptive max")]
    [InlineData(New, ReasoningMode.Enabled, 5000, Effort.High, "enabled 5000 high")]
    [InlineData(New, ReasoningMode.Enabled, null, Effort.High, "adaptive high")]
    [InlineData(New, ReasoningMode.Enabled, null, null, "adaptive -")]
    [InlineData(New, ReasoningMode.Enabled, 10, null, "enabled 1024 -")]
    [InlineData(New, ReasoningMode.Enabled, 99_000, null, "enabled 32768 -")]
    [InlineData(Old, ReasoningMode.Unspecified, null, Effort.Minimal, "- -")]
    [InlineData(Old, ReasoningMode.Enabled, null, Effort.Minimal, "- -")]
    [InlineData(Old, ReasoningMode.Unspecified, null, Effort.Low, "enabled 1024 -")]
    [InlineData(Old, ReasoningMode.Unspecified, null, Effort.Medium, "enabled 4096 -")]
    [InlineData(Old, ReasoningMode.Unspecified, null, Effort.ExtraHigh, "enabled 16384 -")]
    [InlineData(Old, ReasoningMode.Unspecified, null, Effort.Max, "enabled 32768 -")]
    [InlineData(Old, ReasoningMode.Adaptive, null, Effort.High, "enabled 8192 -")]
    [InlineData(Old, ReasoningMode.Enabled, 5000, Effort.High, "enabled 5000 -")]
    [InlineData(Old, ReasoningMode.Adaptive, null, null, "enabled 16000 -")]
    public void Reasoning_settings_become_what_the_model_accepts(string model, ReasoningMode mode, int? budget, Effort? effort, string expected)
    {
        Assert.Equal(expected, Plan(model, 64_000, new ReasoningSettings(mode, budget, effort), [_hi]));
        Assert.True(_losses.IsEmpty);
    }

    [Theory]
    [InlineData("claude-3-7-sonnet-20250219", true)]
    [InlineData("claude-sonnet-4", true)]
    [InlineData("claude-opus-4-20250514", true)]
    [InlineData("claude-opus-4@20250514", true)]
    [InlineData("claude-opus-4.1", true)]
    [InlineData("claude-haiku-4-5", true)]
    [InlineData("claude-sonnet-4-6", false)]
    [InlineData("claude-opus-4-10", false)]
    [InlineData("claude-opus-5", false)]
    [InlineData("some-alias", false)]
    public void Models_from_before_adaptive_thinking_are_known_by_name(string model, bool needsBudget) =>
        Assert.StartsWith(needsBudget ? "enabled" : "adaptive", Plan(model, 64_000, new(ReasoningMode.Adaptive), [_hi]), StringComparison.Ordinal);

    [Theory]
    [InlineData("claude-opus-4-6", "adaptive high", "effort")]
    [InlineData("claude-sonnet-4.6", "adaptive high", "effort")]
    [InlineData("claude-opus-4-7", "adaptive xhigh", "")]
    public void An_effort_that_the_model_lacks_becomes_a_lower_one(string model, string expected, string lost)
    {
        Assert.Equal(expected, Plan(model, 64_000, new(ReasoningMode.Unspecified, null, Effort.ExtraHigh), [_hi]));
        Assert.Equal(lost, string.Join(' ', _losses.Fields));
    }

    [Theory]
    [InlineData("claude-opus-5", 40_000, null, "adaptive max")]
    [InlineData("claude-haiku-5-5-20260901", 9000, null, "adaptive high")]
    [InlineData("claude-opus-4-7", 1024, Effort.Max, "adaptive max")]
    public void A_budget_that_the_model_refuses_becomes_an_effort(string model, int budget, Effort? effort, string expected)
    {
        Assert.Equal(expected, Plan(model, 64_000, new(ReasoningMode.Enabled, budget, effort), [_hi]));
        Assert.Equal(["thinking.budget_tokens"], _losses.Fields);
    }

    [Theory]
    [InlineData("claude-3-5-sonnet-20241022")]
    [InlineData("claude-opus-4-6")]
    [InlineData("claude-opus-4-20250514")]
    public void A_budget_that_the_model_takes_stays(string model) =>
        Assert.Equal("enabled 2000 -", Plan(model, 64_000, new(ReasoningMode.Enabled, 2000), [_hi]));

    [Theory]
    [InlineData(3000, "enabled 2400 -", false)]
    [InlineData(3001, "enabled 2400 -", false)]
    [InlineData(1280, "enabled 1024 -", false)]
    [InlineData(1279, "- -", true)]
    [InlineData(1024, "- -", true)]
    public void The_budget_leaves_a_fifth_for_the_answer(int maxTokens, string expected, bool isLoss)
    {
        Assert.Equal(expected, Plan(New, maxTokens, new(ReasoningMode.Enabled, 16_000), [_hi]));
        Assert.Equal(isLoss ? ["thinking"] : [], _losses.Fields);
    }

    [Fact]
    public void A_tool_loop_that_began_without_reasoning_continues_without_it()
    {
        Message[] withoutReasoning = [_hi, new(Role.Assistant, [new ReasoningPart("unsigned"), Call()]), new(Role.User, [new ToolResultPart("a", [])])];
        Message[] withReasoning = [_hi, new(Role.Assistant, [new ReasoningPart("") { Signature = "s" }, Call()]), withoutReasoning[2]];
        Message[] over = [.. withoutReasoning, new(Role.Assistant, [new TextPart("Done.")]), _hi];

        Assert.Equal("enabled 2000 -", Plan(New, 9000, new(ReasoningMode.Enabled, 2000), withReasoning));
        Assert.Equal("enabled 2000 -", Plan(New, 9000, new(ReasoningMode.Enabled, 2000), over));
        Assert.Equal("adaptive -", Plan(New, 9000, new(ReasoningMode.Adaptive), withoutReasoning));
        Assert.DoesNotContain("thinking", _losses.Fields);
        Assert.Equal("- -", Plan(New, 9000, new(ReasoningMode.Enabled, 2000), withoutReasoning));
        Assert.Contains("thinking", _losses.Fields);
    }

    [Fact]
    public void A_forced_tool_rules_thinking_out()
    {
        Assert.Equal("- high", Plan(New, 9000, new(ReasoningMode.Adaptive, Effort: Effort.High), [_hi], new ToolChoice.Required()));
        Assert.Equal(["thinking"], _losses.Fields);
    }

    [Theory]
    [InlineData(1.0, null, null, "1 - -", "")]
    [InlineData(0.5, null, 4, "- - -", "temperature top_k")]
    [InlineData(null, 0.97, null, "- 0.97 -", "")]
    [InlineData(null, 0.5, null, "- - -", "top_p")]
    public void Thinking_leaves_little_to_draw(double? temperature, double? topP, int? topK, string expected, string lost)
    {
        var written = Write(New, new ChatRequest("m", [_hi])
        {
            Reasoning = new(ReasoningMode.Adaptive),
            Sampling = new() { Temperature = temperature, TopP = topP, TopK = topK },
        });

        Assert.Equal(expected, $"{Text(written["temperature"])} {Text(written["top_p"])} {Text(written["top_k"])}");
        Assert.Equal(lost, string.Join(' ', _losses.Fields));
    }

    private static ToolCallPart Call() => new("a", "f", RawJson.EmptyObject);

    private static string Text(JsonNode? node) => node?.ToString() ?? "-";

    private string Plan(string model, int maxTokens, ReasoningSettings reasoning, Message[] messages, ToolChoice? choice = null)
    {
        var written = Write(model, new ChatRequest("m", messages.ToEquatableArray())
        {
            Reasoning = reasoning,
            ToolChoice = choice,
            Tools = [new Tool.Function("f", null, null)],
            Sampling = new() { MaxTokens = maxTokens },
        });
        var budget = written["thinking"]?["budget_tokens"] is { } tokens ? $" {tokens}" : "";
        return $"{Text(written["thinking"]?["type"])}{budget} {Text(written["output_config"]?["effort"])}";
    }

    private JsonNode Write(string model, ChatRequest request) =>
        JsonNode.Parse(AnthropicTesting.WriteRequest(request, AnthropicTesting.Target(model: model), _losses))!;
}
