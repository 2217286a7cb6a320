using System.Buffers;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Requests;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatRequestWriterTests
{
    private static readonly RawJson _schema = RawJson.Parse("""{"type":"object","properties":{"x":{"type":"integer"}},"required":["x"],"additionalProperties":false}""");
    private readonly LossSink _losses = new();

    [Fact]
    public void A_single_text_is_a_string_and_several_are_an_array() => AssertMessages(
        """
        [{"role":"system","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
         {"role":"user","content":"hi \"you\"\n"},
         {"role":"assistant","content":"yes"},
         {"role":"user","content":""}]
        """,
        new Message(Role.System, [new TextPart("a"), new TextPart("b")]),
        new Message(Role.User, [new TextPart("hi \"you\"\n")]),
        new Message(Role.Assistant, [new TextPart("yes")]),
        new Message(Role.User, []));

    [Fact]
    public void Results_follow_the_calls_and_their_images_follow_the_results() => AssertMessages(
        """
        [{"role":"assistant","content":null,"tool_calls":[
           {"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},
           {"id":"b","type":"function","function":{"name":"g","arguments":"not json"}},
           {"id":"c","type":"function","function":{"name":"h","arguments":"{}"}}]},
         {"role":"tool","tool_call_id":"a","content":"seen"},
         {"role":"tool","tool_call_id":"b","content":"Error: no"},
         {"role":"tool","tool_call_id":"c","content":""},
         {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
         {"role":"system","content":"mind this"},
         {"role":"user","content":"and now?"}]
        """,
        new Message(Role.Assistant,
        [
            ToolCallPart.FromText("a", "f", """{"x":1}"""), ToolCallPart.FromText("b", "g", "not json"), ToolCallPart.FromText("c", "h", ""),
        ]),
        new Message(Role.System, [new TextPart("mind this")]),
        new Message(Role.User, [new ToolResultPart("a", [new TextPart("seen"), new ImagePart(new MediaSource.Base64("image/png", "AAAA"))])]),
        new Message(Role.User,
        [
            new ToolResultPart("b", [new TextPart("no")], IsError: true), new ToolResultPart("c", []), new TextPart("and now?"),
        ]));

    [Fact]
    public void Media_and_documents_are_written()
    {
        AssertMessages(
            """
            [{"role":"user","content":[
               {"type":"image_url","image_url":{"url":"https://x/y.png","detail":"low"}},
               {"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}},
               {"type":"file","file":{"file_id":"file-1"}},
               {"type":"text","text":"Notes"},{"type":"text","text":"content"},
               {"type":"text","text":"block"}]}]
            """,
            new Message(Role.User,
            [
                new ImagePart(new MediaSource.Url("https://x/y.png")) { Detail = "low" },
                new DocumentPart(new MediaSource.Base64("application/pdf", "JVBE")),
                new DocumentPart(new MediaSource.File("file-1")),
                new DocumentPart(new MediaSource.Text("content")) { Title = "Notes" },
                new DocumentPart(new MediaSource.Blocks([new TextPart("block")])),
                new DocumentPart(new MediaSource.Url("https://x/y.pdf")),
                new ImagePart(new MediaSource.File("file_9")),
            ]));
        Assert.Equal(["messages.document", "messages.image"], _losses.Fields);
    }

    [Fact]
    public void Members_that_the_protocol_cannot_carry_are_reported_once()
    {
        AssertMessages(
            """[{"role":"user","content":"a"},{"role":"assistant","content":"b","refusal":"c"}]""",
            new Message(Role.User, [new TextPart("a") { Cache = new(), Extensions = Foreign("citations") }]),
            new Message(Role.Assistant,
            [
                new ReasoningPart("hm") { Signature = "s" }, new RedactedReasoningPart("blob"), new TextPart("b") { Cache = new() }, new RefusalPart("c"),
            ]));
        Assert.Equal(["cache_control", "messages.citations", "thinking", "redacted_thinking"], _losses.Fields);
    }

    [Fact]
    public void Tools_choices_and_limits_are_written()
    {
        var request = Request() with
        {
            Tools =
            [
                new Tool.Function("f", "does \"f\"", _schema) { Strict = true, Cache = new("1h") },
                new Tool.Function("g", null, null),
                new Tool.BuiltIn("web_search_20250305", "web_search") { Extensions = Foreign("max_uses") },
            ],
            ToolChoice = new ToolChoice.Specific("f"),
            ParallelToolCalls = false,
            Sampling = new() { MaxTokens = 100, Temperature = 0.5, TopP = 0.9, TopK = 4, StopSequences = ["END"], Seed = 3, PresencePenalty = 1, FrequencyPenalty = -1 },
            OutputFormat = new OutputFormat.JsonSchema(_schema) { Strict = true },
            User = "u",
            Stream = true,
        };
        AssertJson(
            """
            {"model":"p/m","messages":[{"role":"user","content":"hi"}],
             "tools":[{"type":"function","function":{"name":"f","description":"does \"f\"","parameters":{"type":"object","properties":{"x":{"type":"integer"}},"required":["x"],"additionalProperties":false},"strict":true}},
                      {"type":"function","function":{"name":"g","parameters":{"type":"object","properties":{}}}}],
             "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false,
             "max_tokens":100,"temperature":0.5,"top_p":0.9,"frequency_penalty":-1,"presence_penalty":1,"seed":3,"stop":["END"],
             "response_format":{"type":"json_schema","json_schema":{"name":"response","schema":{"type":"object","properties":{"x":{"type":"integer"}},"required":["x"],"additionalProperties":false},"strict":true}},
             "user":"u","stream":true,"stream_options":{"include_usage":true}}
            """,
            Write(request, Target("m")));
        Assert.Equal(["cache_control", "tools.web_search_20250305", "top_k"], _losses.Fields);
    }

    [Fact]
    public void Without_tools_no_tool_members_are_written()
    {
        var request = Request() with
        {
            Tools = [new Tool.BuiltIn("bash_20250124", "bash") { Extensions = Foreign("x") }],
            ToolChoice = new ToolChoice.Auto(),
            ParallelToolCalls = true,
        };
        AssertJson("""{"model":"p/m","messages":[{"role":"user","content":"hi"}]}""", Write(request, Target("m")));
    }

    [Theory]
    [InlineData("gpt-5.1", true, "max_completion_tokens")]
    [InlineData("o4-mini", true, "max_completion_tokens")]
    [InlineData("gpt-4o", true, "max_tokens")]
    [InlineData("gpt-5.1", false, "max_tokens")]
    public void The_limit_is_max_completion_tokens_for_reasoning_models_of_OpenAI(string model, bool itself, string name)
    {
        using var document = JsonDocument.Parse(Write(Request() with { Sampling = new() { MaxTokens = 7 } }, Target(model) with { IsOpenAIItself = itself }));
        Assert.Equal(7, document.RootElement.GetProperty(name).GetInt32());
    }

    [Theory]
    [InlineData("m", false, ReasoningMode.Adaptive, null, Effort.Max, "high")]
    [InlineData("m", false, ReasoningMode.Unspecified, null, Effort.Minimal, "minimal")]
    [InlineData("m", false, ReasoningMode.Enabled, 5000, null, "medium")]
    [InlineData("m", false, ReasoningMode.Enabled, 1023, null, null)]
    [InlineData("m", false, ReasoningMode.Adaptive, null, null, null)]
    [InlineData("m", false, ReasoningMode.Disabled, null, Effort.High, null)]
    [InlineData("gpt-4o", false, ReasoningMode.Enabled, null, Effort.High, null)]
    [InlineData("gpt-4o", true, ReasoningMode.Enabled, null, Effort.High, null)]
    [InlineData("gpt-5", true, ReasoningMode.Enabled, 2000, null, "low")]
    public void Effort_is_sent_only_to_models_that_accept_it(string model, bool itself, ReasoningMode mode, int? budget, Effort? effort, string? expected)
    {
        var json = Write(Request() with { Reasoning = new(mode, budget, effort) }, Target(model) with { IsOpenAIItself = itself });
        using var document = JsonDocument.Parse(json);
        Assert.Equal(expected, document.RootElement.TryGetProperty("reasoning_effort", out var effortValue) ? effortValue.GetString() : null);
    }

    [Theory]
    [InlineData(true, ReasoningMode.Enabled, "enabled")]
    [InlineData(true, ReasoningMode.Adaptive, "enabled")]
    [InlineData(true, ReasoningMode.Disabled, "disabled")]
    [InlineData(true, ReasoningMode.Unspecified, null)]
    [InlineData(false, ReasoningMode.Enabled, null)]
    public void Reasoning_is_switched_by_thinking_where_the_provider_accepts_it(bool takes, ReasoningMode mode, string? expected)
    {
        var json = Write(Request() with { Reasoning = new(mode) }, Target("m") with { SupportsThinkingParameter = takes });
        using var document = JsonDocument.Parse(json);
        Assert.Equal(expected, document.RootElement.TryGetProperty("thinking", out var thinking) ? thinking.GetProperty("type").GetString() : null);
    }

    [Fact]
    public void Own_extensions_are_written_and_foreign_ones_are_reported()
    {
        var own = new Extensions(WireProtocol.OpenAIChat, [new("logit_bias", RawJson.Parse("""{"5":1}"""))]);
        AssertJson(
            """{"model":"p/m","messages":[{"role":"user","content":"hi"}],"logit_bias":{"5":1}}""",
            Write(Request() with { Extensions = own }, Target("m")));
        Assert.True(_losses.IsEmpty);
        Write(Request() with { Extensions = Foreign("container") }, Target("m"));
        Assert.Equal(["container"], _losses.Fields);
    }

    private static ChatRequest Request(params Message[] messages) =>
        new("asked", messages is [] ? [new Message(Role.User, [new TextPart("hi")])] : messages.ToEquatableArray());

    private static RequestTarget Target(string model) =>
        new(new ModelRef("p", model), "\"p/m\""u8.ToArray(), ModelLimits.Unknown) { Server = TestServers.AsWritten };

    private static Extensions Foreign(string name) =>
        new(WireProtocol.AnthropicMessages, [new(name, RawJson.Parse("true"))]);

    private void AssertMessages(string expected, params Message[] messages)
    {
        using var document = JsonDocument.Parse(Write(Request(messages), Target("m")));
        AssertJson(expected, document.RootElement.GetProperty("messages").GetRawText());
    }

    private static void AssertJson(string expected, string actual) => Assert.Equal(RawJson.Parse(expected), RawJson.Parse(actual));

    private string Write(ChatRequest request, RequestTarget target)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, JsonWriting.Options);
        OpenAIChatRequestWriter.Write(json, request, target, _losses);
        json.Flush();
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
