using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Usage;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Application.Tests.Usage;

public sealed class UsageRecordsTests
{
    private static readonly ModelRef _first = new("one", "a");
    private static readonly ModelRef _second = new("two", "b");

    private static readonly CallOutcome _outcome = new("req_1", new("alias") { Stream = true, HasTools = true, WantsSchema = true, Size = 8000 }, CallEnd.Completed)
    {
        Caller = WireProtocol.AnthropicMessages,
        Provider = WireProtocol.OpenAIChat,
        Status = 200,
        Model = _second,
        Attempts = 2,
        Usage = new TokenUsage(1, 2, 3, 4, 5),
        FailedCalls = [new(_first, FailureKind.Overloaded, 529, TimeSpan.FromSeconds(1))],
        Plan = new RoutePlan([new(_first, "first"), new(_second, "second")]) { Skipped = [new(new("three", "c"), SkipReason.Capability, "it cannot call tools")] },
        UserAgent = "claude-cli/2.1.330 (external, cli)",
    };

    [Fact]
    public void Record_says_what_the_outcome_says()
    {
        var record = UsageRecords.Of(_outcome, UsageCost.None, 7);

        Assert.Equal(("messages", "alias", _second, 200, 2, 7ul), (record.Protocol, record.RequestedModel, record.Model, record.Status, record.Attempts, record.Session));
        Assert.True(record is { IsFallback: true, IsPartial: false, IsStream: true, EstimatedInput: 1000, Client: "claude-code" });
        Assert.Equal(UsageNeeds.Tools | UsageNeeds.Schema, record.Needs);
        Assert.Equal("one/a (first) > two/b (second); skipped: three/c (it cannot call tools)", record.Plan);
    }

    [Fact]
    public void Refusal_has_the_status_and_kind_of_its_error()
    {
        var error = RouterError.From(new UpstreamFailure(FailureKind.RateLimited, "slow down") { Status = 429 });
        var record = UsageRecords.Of(_outcome with { End = CallEnd.Refused, Provider = null, Status = 429, Error = error, Usage = null }, UsageCost.None, null);

        Assert.Equal((429, FailureKind.RateLimited), (record.Status, record.Failure));
        Assert.True(record is { IsFallback: false, Usage: null, Session: null });
    }

    [Theory]
    [InlineData(CallEnd.Completed, false)]
    [InlineData(CallEnd.Refused, false)]
    [InlineData(CallEnd.Failed, true)]
    [InlineData(CallEnd.Abandoned, true)]
    public void Responses_that_broke_are_partial(CallEnd end, bool isPartial) =>
        Assert.Equal(isPartial, UsageRecords.Of(_outcome with { End = end }, UsageCost.None, null).IsPartial);

    [Fact]
    public void Figures_that_no_request_can_have_are_left_out()
    {
        var sane = UsageRecords.Of(_outcome, new(5, 6, CostSource.Stated), null);
        var tokens = UsageRecords.Of(_outcome with { Usage = new(1, 0, long.MaxValue, 0, 0) }, new(null, 5, CostSource.Table), null);
        var cost = UsageRecords.Of(_outcome with { StatedCosts = [new(_second, "usd", 5_000_000_000)] }, new(5_000_000_000_000_000_000, null, CostSource.Stated), null);

        Assert.Equal((5, CostSource.Stated, _outcome.Usage), (sane.Cost.Counted!.Value, sane.Cost.Source, sane.Usage));
        Assert.Equal((CostSource.Unknown, null), (tokens.Cost.Source, tokens.Usage));
        Assert.Equal((CostSource.Unknown, 0), (cost.Cost.Source, cost.StatedCosts.Count));
    }

    [Theory]
    [InlineData("one/a", SkipReason.CircuitOpen, true)]
    [InlineData("One/A", SkipReason.ProbeInFlight, true)]
    [InlineData("alias", SkipReason.CircuitOpen, false)]
    [InlineData("one/a", SkipReason.Capability, false)]
    public void A_named_model_whose_circuit_is_open_falls_back(string named, SkipReason reason, bool isFallback)
    {
        var plan = new RoutePlan([new(_second, "second")]) { Skipped = [new(_first, reason, "skipped")] };
        var record = UsageRecords.Of(_outcome with { Facts = new(named), FailedCalls = [], Plan = plan }, UsageCost.None, null);

        Assert.Equal(isFallback, record.IsFallback);
    }

    [Fact]
    public void A_count_uses_no_tokens() =>
        Assert.Null(UsageRecords.Of(_outcome with { IsCount = true }, UsageCost.None, null).Usage);

    [Theory]
    [InlineData("claude-cli/2.1.330 (external, cli)", "claude-code")]
    [InlineData("codex_cli_rs/0.169.0 (Debian 12.0.0; x86_64) xterm", "codex")]
    [InlineData("GeminiCLI/0.9.0 (linux; x64)", "gemini-cli")]
    [InlineData("OpenAI/Python 2.8.1", "openai-python")]
    [InlineData("AsyncOpenAI/Python 2.8.1", "openai-python")]
    [InlineData("OpenAI/JS 6.9.1", "openai-node")]
    [InlineData("Anthropic/Python 0.75.0", "anthropic-python")]
    [InlineData("Anthropic/JS 0.71.0", "anthropic-typescript")]
    [InlineData("opencode/1.0.110 ai-sdk/provider-utils/3.0.9", "opencode")]
    [InlineData("GitHubCopilotChat/0.35.0", "copilot")]
    [InlineData("Cursor/1.7", "cursor")]
    [InlineData("Cline/3.38", "cline")]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("something else", "other")]
    public void Client_is_named_coarsely(string userAgent, string name) => Assert.Equal(name, ClientNames.Of(userAgent));
}
