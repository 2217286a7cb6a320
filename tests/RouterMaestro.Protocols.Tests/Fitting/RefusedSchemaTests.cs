using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Anthropic;
using RouterMaestro.Protocols.Tests.OpenAI.Chat;
using RouterMaestro.Protocols.Tests.OpenAI.Responses;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>Structured output of models and servers that take no schema.</summary>
public sealed class RefusedSchemaTests
{
    private const string Schema = """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""";

    private static readonly ChatRequest _request = new("m", [Message.System("Be kind."), Message.User("Who?")])
    {
        OutputFormat = new OutputFormat.JsonSchema(RawJson.Parse(Schema)),
    };

    private readonly LossSink _losses = new();

    [Theory]
    [InlineData("claude-3-5-sonnet-latest")]
    [InlineData("claude-sonnet-4-20250514")]
    [InlineData("claude-opus-4-0")]
    public void An_older_Claude_calls_a_forced_tool_of_the_schema(string model)
    {
        var written = Write(_request, model);

        Assert.Null(written["output_config"]);
        var tool = Assert.Single(written["tools"]!.AsArray())!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Schema), tool["input_schema"]));
        Assert.Equal((string?)tool["name"], (string?)written["tool_choice"]!["name"]);
        Assert.True(_losses.IsEmpty);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5")]
    [InlineData("claude-opus-4-1-20250805")]
    [InlineData("claude-opus-5")]
    public void A_newer_one_is_held_to_the_schema(string model)
    {
        var written = Write(_request, model);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Schema), written["output_config"]!["format"]!["schema"]));
        Assert.Null(written["tools"]);
    }

    [Fact]
    public void An_older_Claude_with_other_tools_is_asked_in_words_and_gets_none_of_them_strict()
    {
        var written = Write(_request with { Tools = [new Tool.Function("f", null, RawJson.Parse(Schema)) { Strict = true }] }, "claude-3-7-sonnet-latest");

        Assert.Contains(JsonNode.Parse(Schema)!.ToJsonString(), (string?)written["system"]!.AsArray()[^1]!["text"], StringComparison.Ordinal);
        Assert.Null(Assert.Single(written["tools"]!.AsArray())!["strict"]);
        Assert.Equal(["response_format", "tools.strict"], _losses.Fields.Order());
    }

    [Theory]
    [InlineData("gpt-3.5-turbo")]
    [InlineData("gpt-4-turbo-2024-04-09")]
    [InlineData("gpt-4o-2024-05-13")]
    public void An_older_model_of_OpenAI_has_JSON_mode_and_is_asked_in_words(string model)
    {
        foreach (var protocol in (WireProtocol[])[WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses])
        {
            var written = Write(_request, Targets.Of(model) with { IsOpenAIItself = true, Facts = ModelFacts.Of(model, "openai") }, protocol);

            Assert.Equal("json_object", (string?)(written["response_format"] ?? written["text"]!["format"])!["type"]);
            var last = (written["messages"] ?? written["input"])!.AsArray()[^1]!;
            Assert.Equal("user", (string?)last["role"]);
            Assert.Contains("Who?", last.ToJsonString(), StringComparison.Ordinal);
            Assert.Contains("JSON schema", last.ToJsonString(), StringComparison.Ordinal);
            Assert.Equal(["response_format"], _losses.Fields);
        }
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("gpt-4o-mini")]
    [InlineData("gpt-4.1")]
    [InlineData("gpt-5")]
    public void A_newer_model_of_OpenAI_is_held_to_the_schema(string model) =>
        Assert.Equal("json_schema", (string?)Write(_request, Targets.Of(model) with { IsOpenAIItself = true, Facts = ModelFacts.Of(model, "openai") }, WireProtocol.OpenAIChat)["response_format"]!["type"]);

    [Fact]
    public void A_server_without_schemas_has_JSON_mode_and_the_caller_s_own_turns()
    {
        var request = _request with { Messages = [Message.System("Be kind."), Message.User("Who?"), Message.Assistant("{")] };
        var written = Write(request, Targets.Of("m") with { Server = new() { TakesJsonSchema = false } }, WireProtocol.OpenAIChat);

        Assert.Equal("json_object", (string?)written["response_format"]!["type"]);
        Assert.Equal(["system", "user", "assistant"], written["messages"]!.AsArray().Select(m => (string?)m!["role"]));
        Assert.StartsWith("Who?", (string?)written["messages"]![1]!["content"], StringComparison.Ordinal);
        Assert.EndsWith(Schema, (string?)written["messages"]![1]!["content"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_is_asked_for_in_words_alone()
    {
        var request = new ChatRequest("m", [Message.System("List.")]) { OutputFormat = new OutputFormat.JsonSchema(RawJson.Parse("""{"type":"array","items":{"type":"string"}}""")) };
        var written = Write(request, Targets.Of("m") with { Server = new() { TakesJsonSchema = false } }, WireProtocol.OpenAIChat);

        Assert.Null(written["response_format"]);
        Assert.Equal("user", (string?)written["messages"]!.AsArray()[^1]!["role"]);
        Assert.Equal(["response_format"], _losses.Fields);
    }

    private JsonNode Write(ChatRequest request, string model) =>
        Write(request, Targets.Of(model) with { Facts = ModelFacts.Of(model, "anthropic") }, WireProtocol.AnthropicMessages);

    private JsonNode Write(ChatRequest request, RequestTarget target, WireProtocol protocol) => JsonNode.Parse(
        protocol == WireProtocol.AnthropicMessages ? Encoding.UTF8.GetString(AnthropicTesting.WriteRequest(request, target, _losses))
        : protocol == WireProtocol.OpenAIChat ? OpenAIChatTesting.WriteRequest(request, target, _losses)
        : ResponsesTesting.WriteRequest(request, target, _losses))!;
}
