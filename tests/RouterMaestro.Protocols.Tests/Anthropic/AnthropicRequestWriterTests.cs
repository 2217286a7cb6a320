using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public sealed class AnthropicRequestWriterTests
{
    private static readonly Message _hi = new(Role.User, [new TextPart("Hi")]);
    private static readonly string _long = new('x', 200);
    private static readonly Tool.Function _tool = new("f", null, RawJson.Parse("""{"type":"object"}"""));
    private readonly LossSink _losses = new();

    [Theory]
    [InlineData(null, null, 4096, false)]
    [InlineData(null, 8000, 8000, false)]
    [InlineData(50, 8000, 50, false)]
    [InlineData(9000, 8000, 8000, true)]
    [InlineData(9000, null, 9000, false)]
    public void Max_tokens_is_always_there_and_within_the_models_limit(int? asked, int? limit, int expected, bool isLoss)
    {
        var written = Write(
            new ChatRequest("m", [_hi]) { Sampling = new() { MaxTokens = asked } },
            AnthropicTesting.Target(new ModelLimits(MaxOutputTokens: limit)));

        Assert.Equal(expected, (int?)written["max_tokens"]);
        Assert.Equal(isLoss ? ["max_tokens"] : [], _losses.Fields);
    }

    [Fact]
    public void Instructions_from_anywhere_become_the_system_prompt_in_order()
    {
        var written = Write(new ChatRequest("m",
        [
            new(Role.System, [new TextPart("One")]),
            _hi,
            new(Role.Developer, [new TextPart("Two") { Cache = new("1h") }, new TextPart(" \n")]),
        ]));

        AssertJson("""[{"type":"text","text":"One"},{"type":"text","text":"Two","cache_control":{"type":"ephemeral","ttl":"1h"}}]""", written["system"]);
        AssertJson("""[{"role":"user","content":"Hi"}]""", written["messages"]);
    }

    [Fact]
    public void A_request_of_instructions_alone_is_said_by_the_user()
    {
        var written = Write(new ChatRequest("m", [new(Role.System, [new TextPart("One")]), new(Role.System, [new TextPart("Two")])]));

        AssertJson("\"One\"", written["system"]);
        AssertJson("""[{"role":"user","content":"Two"}]""", written["messages"]);
    }

    [Fact]
    public void Turns_alternate_and_results_come_first()
    {
        var written = Write(new ChatRequest("m",
        [
            _hi,
            new(Role.Assistant, [new TextPart("I look.")]),
            new(Role.Assistant, [Call("a", "{}"), Call("b", "{}")]),
            new(Role.User, [new ToolResultPart("a", [new TextPart("1")])]),
            new(Role.User, [new TextPart("Also this."), new ImagePart(new MediaSource.Url("https://example.test/x.png"))]),
            new(Role.User, [new ToolResultPart("b", [new TextPart(" ")], IsError: true)]),
            new(Role.Assistant, [new TextPart("")]),
            new(Role.User, [new TextPart("Go.")]),
        ]));

        AssertJson(
            """
            [{"role":"user","content":"Hi"},
             {"role":"assistant","content":[{"type":"text","text":"I look."},{"type":"tool_use","id":"a","name":"f","input":{}},{"type":"tool_use","id":"b","name":"f","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"},{"type":"tool_result","tool_use_id":"b","is_error":true},
               {"type":"text","text":"Also this."},{"type":"image","source":{"type":"url","url":"https://example.test/x.png"}},{"type":"text","text":"Go."}]}]
            """,
            written["messages"]);
        Assert.True(_losses.IsEmpty);
    }

    [Fact]
    public void Ids_of_calls_become_valid_and_stay_paired_and_apart()
    {
        var written = Write(new ChatRequest("m",
        [
            _hi,
            new(Role.Assistant, [Call("call:1", "{}"), Call("call_1", "{}"), Call("call|1", "{}"), Call("", "{}"), Call(_long, "{}")]),
            new(Role.User, [new ToolResultPart("call:1", []), new ToolResultPart("call_1", []), new ToolResultPart("call|1", []), new ToolResultPart("", []), new ToolResultPart(_long, [])]),
        ]));

        var calls = written["messages"]![1]!["content"]!.AsArray().Select(b => (string?)b!["id"]).ToList();
        Assert.All(calls, id => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", id));
        Assert.Equal(5, calls.Distinct().Count());
        Assert.Equal("call_1", calls[1]);
        Assert.Equal(calls, written["messages"]![2]!["content"]!.AsArray().Select(b => (string?)b!["tool_use_id"]));
    }

    [Theory]
    [InlineData("rm1:from:openai/gpt-x")]
    [InlineData("rm1:from:")]
    [InlineData("rm1:")]
    [InlineData("rm1:messages:EqQB")]
    [InlineData("rm1:from")]
    public void Reasoning_with_a_signature_of_the_gateway_is_not_sent_to_the_provider(string signature)
    {
        var written = Write(new ChatRequest("m",
        [
            new(Role.User, [new TextPart("Hi")]),
            new(Role.Assistant, [new ReasoningPart("hm") { Signature = signature }, new TextPart("Yes")]),
            new(Role.User, [new TextPart("Sure?")]),
        ]));

        AssertJson("""{"role":"assistant","content":"Yes"}""", written["messages"]![1]);
        Assert.Equal(["messages.thinking"], _losses.Fields);
    }

    [Fact]
    public void Beside_tools_any_object_is_asked_for_behind_the_callers_instructions_and_reported()
    {
        var written = Write(new ChatRequest("m", [new(Role.System, [new TextPart("Be brief.")]), new(Role.User, [new TextPart("Hi")])])
        {
            OutputFormat = new OutputFormat.JsonObject(),
            Tools = [_tool],
        });

        var system = written["system"]!.AsArray();
        Assert.Equal(2, system.Count);
        Assert.Equal("Be brief.", system[0]!["text"]!.GetValue<string>());
        Assert.Contains("exactly one JSON object and nothing else", system[1]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(written["output_config"]);
        Assert.Equal(["response_format"], _losses.Fields);
    }

    [Fact]
    public void What_the_protocol_cannot_say_is_reported()
    {
        var written = Write(new ChatRequest("m",
        [
            new(Role.User, [new TextPart("Hi") { Extensions = Foreign("logprobs") }, new ImagePart(new MediaSource.Url("u")) { Detail = "high" }]) { Name = "Ann", Extensions = Foreign("weight") },
            new(Role.Assistant, [new ReasoningPart("unsigned"), new RefusalPart("No."), ToolCallPart.FromText("a", "f", "{\"x\":"), new ImagePart(new MediaSource.Url("u"))]),
            new(Role.User, [new ToolResultPart("a", [new RefusalPart("odd")])]),
        ])
        {
            Tools = [_tool with { Extensions = Foreign("x") }, new Tool.BuiltIn("web_search", null) { Extensions = Foreign("y") }],
            OutputFormat = new OutputFormat.JsonObject(),
            Sampling = new() { Temperature = 1.7, TopP = 0.5, Seed = 3, FrequencyPenalty = 1, PresencePenalty = 0, StopSequences = ["\n", "END"] },
            Extensions = Foreign("logit_bias"),
        });

        Assert.Equal(
            [
                "messages.name", "messages.weight", "messages.thinking", "messages.image", "response_format", "messages.logprobs", "messages.image_url.detail", "tool_use.input",
                "messages.text", "tools.web_search", "tools.x", "temperature", "top_p", "stop", "frequency_penalty", "seed", "logit_bias",
            ],
            _losses.Fields);
        Assert.Contains("exactly one JSON object", written["system"]!.ToJsonString(), StringComparison.Ordinal);
        AssertJson("1", written["temperature"]);
        AssertJson("""["END"]""", written["stop_sequences"]);
        AssertJson("""{"role":"assistant","content":[{"type":"text","text":"No."},{"type":"tool_use","id":"a","name":"f","input":{}}]}""", written["messages"]![1]);
    }

    [Theory]
    [InlineData(null, null, """{"tools":true}""")]
    [InlineData(null, true, """{"tools":true}""")]
    [InlineData(null, false, """{"tools":true,"tool_choice":{"type":"auto","disable_parallel_tool_use":true}}""")]
    [InlineData("auto", true, """{"tools":true,"tool_choice":{"type":"auto","disable_parallel_tool_use":false}}""")]
    [InlineData("none", false, """{"tools":true,"tool_choice":{"type":"none"}}""")]
    [InlineData("required", null, """{"tools":true,"tool_choice":{"type":"any"}}""")]
    [InlineData("specific", false, """{"tools":true,"tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true}}""")]
    public void The_tool_choice_is_written_with_its_parallelism(string? choice, bool? parallel, string expected)
    {
        var written = Write(new ChatRequest("m", [_hi])
        {
            Tools = [_tool],
            ParallelToolCalls = parallel,
            ToolChoice = choice switch
            {
                "auto" => new ToolChoice.Auto(),
                "none" => new ToolChoice.None(),
                "required" => new ToolChoice.Required(),
                "specific" => new ToolChoice.Specific("f"),
                _ => null,
            },
        });

        AssertJson(JsonNode.Parse(expected)!["tool_choice"]?.ToJsonString() ?? "null", written["tool_choice"]);
    }

    [Fact]
    public void A_choice_without_tools_is_not_written() =>
        Assert.Null(Write(new ChatRequest("m", [_hi]) { ToolChoice = new ToolChoice.Auto(), ParallelToolCalls = false })["tool_choice"]);

    [Theory]
    [InlineData(null, """{"type":"object"}""")]
    [InlineData("{}", """{"type":"object"}""")]
    [InlineData("true", """{"type":"object"}""")]
    [InlineData("""{"type":null,"properties":{"a":{}}}""", """{"type":"object","properties":{"a":{}}}""")]
    [InlineData("""{"properties":{},"type":"object"}""", """{"properties":{},"type":"object"}""")]
    public void A_schema_always_says_that_it_is_of_an_object(string? schema, string expected)
    {
        var written = Write(new ChatRequest("m", [_hi]) { Tools = [new Tool.Function("f", "d", schema is null ? null : RawJson.Parse(schema))] });

        AssertJson(expected, written["tools"]![0]!["input_schema"]);
    }

    [Fact]
    public void A_text_file_in_base64_becomes_a_text()
    {
        var written = Write(new ChatRequest("m",
            [new(Role.User, [new DocumentPart(new MediaSource.Base64("text/markdown", Convert.ToBase64String("# é"u8))) { Title = "a.md" }])]));

        AssertJson(
            """[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"# é"},"title":"a.md"}]""",
            written["messages"]![0]!["content"]);
    }

    [Fact]
    public void The_user_goes_into_the_metadata() =>
        AssertJson("""{"user_id":"u"}""", Write(new ChatRequest("m", [_hi]) { User = "u" })["metadata"]);

    [Fact]
    public void A_begun_answer_does_not_end_in_white_space()
    {
        var written = Write(new ChatRequest("m", [_hi, new(Role.Assistant, [new TextPart("So \n")])]));

        AssertJson("\"So\"", written["messages"]![1]!["content"]);
    }

    private static ToolCallPart Call(string id, string arguments) => ToolCallPart.FromText(id, "f", arguments);

    private static Extensions Foreign(string name) => new(WireProtocol.OpenAIChat, [new(name, RawJson.Parse("1"))]);

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}, got {actual?.ToJsonString()}");

    private JsonNode Write(ChatRequest request, RequestTarget? target = null) =>
        JsonNode.Parse(AnthropicTesting.WriteRequest(request, target, _losses), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!;
}
