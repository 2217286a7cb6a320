using System.Text.Json;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Tests.Models.Facts;

/// <summary>What the product knows of families of models, and how ids name them.</summary>
public sealed class ModelFactsTests
{
    [Theory]
    [InlineData("claude-opus-4-7")]
    [InlineData("claude-opus-4.8")]
    [InlineData("claude-sonnet-5")]
    [InlineData("claude-haiku-5-5")]
    [InlineData("claude-fable-5")]
    [InlineData("anthropic/claude-opus-4.7")]
    [InlineData("us.anthropic.claude-opus-4-7-v1:0")]
    [InlineData("claude-opus-4-7@20260401")]
    [InlineData("Claude-Opus-5")]
    [InlineData("claude-4.7-opus")]
    [InlineData("claude-4-7-opus-20260416")]
    [InlineData("claude-5-sonnet")]
    [InlineData("claude-opus-4_7")]
    public void Claude_from_4_7_on_takes_no_sampling_and_no_begun_answer(string id)
    {
        var facts = ModelFacts.Of(id);
        Assert.Equal(Acceptance.DefaultOnly, facts.Temperature);
        Assert.Equal(Acceptance.Refused, facts.TopK);
        Assert.Equal(Acceptance.Refused, facts.Prefill);
        Assert.Equal(ThinkingForms.Adaptive, facts.Thinking);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("claude-sonnet-4-20250514")]
    [InlineData("claude-opus-4-1-20250805")]
    [InlineData("claude-3-7-sonnet-20250219")]
    [InlineData("claude-3-5-sonnet-latest")]
    [InlineData("claude-4-sonnet")]
    [InlineData("claude-4.5-haiku")]
    public void Earlier_ones_take_both(string id)
    {
        var facts = ModelFacts.Of(id);
        Assert.Null(facts.Temperature);
        Assert.Null(facts.Prefill);
        Assert.Equal(ThinkingForms.Budget, facts.Thinking);
    }

    [Theory]
    [InlineData("gpt-4.1", null)]
    [InlineData("gpt-4-0613", null)]
    [InlineData("gpt-35-turbo", null)]
    [InlineData("gpt-oss-120b", null)]
    [InlineData("gpt-5", Acceptance.DefaultOnly)]
    [InlineData("gpt-5-2025-08-07", Acceptance.DefaultOnly)]
    [InlineData("gpt-5-mini", Acceptance.DefaultOnly)]
    [InlineData("gpt-5-chat-latest", Acceptance.Taken)]
    [InlineData("gpt-5.1", Acceptance.WithoutReasoning)]
    [InlineData("gpt-5.1-codex", Acceptance.DefaultOnly)]
    [InlineData("ft:gpt-5-mini:org:name:id", Acceptance.DefaultOnly)]
    [InlineData("o3", Acceptance.DefaultOnly)]
    [InlineData("o4-mini-2025-04-16", Acceptance.DefaultOnly)]
    [InlineData("openai-large", null)]
    public void Temperature_of_OpenAI_s_models(string id, Acceptance? expected) => Assert.Equal(expected, ModelFacts.Of(id).Temperature);

    [Theory]
    [InlineData("gpt-5.1-codex", "responses")]
    [InlineData("gpt-5-pro", "responses")]
    [InlineData("o3-pro", "responses")]
    [InlineData("o4-mini-deep-research", "responses")]
    [InlineData("gpt-5.6", "chat")]
    public void Some_models_are_served_in_one_protocol_by_OpenAI_alone(string id, string expected)
    {
        EquatableArray<WireProtocol> all = [WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses];
        Assert.Equal(expected, ModelFacts.Of(id, "openai").Restrict(all, hasTools: false)[0].Name);
        Assert.Equal(all, ModelFacts.Of(id).Restrict(all, hasTools: false));
        Assert.Equal("responses", ModelFacts.Of(id, "openai").Restrict(all, hasTools: true)[0].Name);
    }

    [Fact]
    public void A_provider_without_the_protocol_keeps_its_own()
    {
        EquatableArray<WireProtocol> chat = [WireProtocol.OpenAIChat];
        Assert.Equal(chat, ModelFacts.Of("o3-pro", "openai").Restrict(chat, hasTools: true));
    }

    [Fact]
    public void Each_line_has_a_source_a_date_and_a_fact()
    {
        foreach (var line in ModelFactTable.Default.Lines)
        {
            Assert.NotEmpty(line.Families);
            Assert.True(line.Source.Length > 10, line.ToString());
            Assert.InRange(line.Date, new DateOnly(2026, 1, 1), new DateOnly(2030, 1, 1));
            Assert.NotEqual(ModelFacts.Unknown, line.Facts);
        }
    }

    [Theory]
    [InlineData("temperature", "\"sometimes\"")]
    [InlineData("endpoints", "[\"smoke\"]")]
    [InlineData("endpoints", "[]")]
    [InlineData("efforts", "\"high\"")]
    [InlineData("thinking", "[\"loud\"]")]
    [InlineData("max_tokens", "\"limit\"")]
    public void What_is_not_valid_is_no_fact(string name, string value)
    {
        using var json = JsonDocument.Parse(value);
        Assert.Null(ModelFactReader.Read(name, json.RootElement, ModelFacts.Unknown));
        Assert.NotEmpty(ModelFactReader.Expected(name));
    }

    [Theory]
    [InlineData("-4-7", 4, 7)]
    [InlineData("-4-20250514", 4, 0)]
    [InlineData("-4.20-0309", 4, 20)]
    [InlineData("5.1", 5, 1)]
    [InlineData("-4-32k", 4, 0)]
    [InlineData("3", 3, 0)]
    public void A_version_is_read(string text, int major, int minor) => Assert.Equal(new ModelVersion(major, minor), ModelVersion.Read(text, out _));

    [Theory]
    [InlineData("-35-turbo")]
    [InlineData("-oss")]
    [InlineData("")]
    public void What_is_no_version_is_none(string text) => Assert.Null(ModelVersion.Read(text, out _));
}
