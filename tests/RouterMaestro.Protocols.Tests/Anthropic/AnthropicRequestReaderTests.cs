using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Requests;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public sealed class AnthropicRequestReaderTests
{
    private readonly LossSink _losses = new();

    [Fact]
    public void The_plainest_request_is_read()
    {
        var request = Read("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(
            new ChatRequest("m", [new(Role.User, [new TextPart("Hi")])]) { Sampling = new() { MaxTokens = 9 } },
            request);
        Assert.True(_losses.IsEmpty);
    }

    [Fact]
    public void Every_setting_has_its_place()
    {
        var request = Read(
            """
            {"model":"m","stream":true,"max_tokens":9,"temperature":0.5,"top_p":0.9,"top_k":5,"stop_sequences":["a","b"],
             "metadata":{"user_id":"u","team":"t"},"thinking":{"type":"enabled","budget_tokens":2000,"display":"omitted"},
             "output_config":{"effort":"xhigh","format":{"type":"json_schema","schema":{"type":"object"}},"task_budget":3},
             "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},"service_tier":"auto","top_logprobs":null,
             "tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"strict":true,"defer_loading":true,"cache_control":{"type":"ephemeral","ttl":"1h"}},
                      {"type":"web_search_20250305","name":"web_search","max_uses":3}],
             "messages":[{"role":"user","content":"Hi"}]}
            """);

        Assert.Equal(
            new ChatRequest("m", [new(Role.User, [new TextPart("Hi")])])
            {
                Stream = true,
                Sampling = new() { MaxTokens = 9, Temperature = 0.5, TopP = 0.9, TopK = 5, StopSequences = ["a", "b"] },
                User = "u",
                Reasoning = new(ReasoningMode.Enabled, 2000, Effort.ExtraHigh),
                OutputFormat = new OutputFormat.JsonSchema(RawJson.Parse("""{"type":"object"}""")),
                ToolChoice = new ToolChoice.Specific("f"),
                ParallelToolCalls = false,
                Tools =
                [
                    new Tool.Function("f", "d", RawJson.Parse("""{"type":"object"}"""))
                    {
                        Strict = true,
                        Cache = new("1h"),
                        Extensions = Own("defer_loading", "true"),
                    },
                    new Tool.BuiltIn("web_search_20250305", "web_search") { Extensions = Own("max_uses", "3") },
                ],
                Extensions = new(
                    WireProtocol.AnthropicMessages,
                    [
                        new("service_tier", RawJson.Parse("\"auto\"")),
                        new("thinking.display", RawJson.Parse("\"omitted\"")),
                        new("output_config.task_budget", RawJson.Parse("3")),
                    ]),
            },
            request);
        Assert.Equal(["metadata.team"], _losses.Fields);
    }

    [Fact]
    public void Instructions_come_from_the_system_field_and_from_messages()
    {
        var request = Read(
            """
            {"model":"m","system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=1"},
               {"type":"text","text":"Be kind.\nx-anthropic-billing-header: a\nBe brief.","cache_control":{"type":"ephemeral"}}],
             "messages":[{"role":"user","content":"Hi"},{"role":"system","content":[{"type":"text","text":"Now"}]},{"role":"system","content":"Last"}]}
            """);

        Assert.Equal(
            [
                new(Role.System, [new TextPart("Be kind.\nBe brief.") { Cache = new() }]),
                new(Role.User, [new TextPart("Hi")]),
                new(Role.System, [new TextPart("Now")]),
                new(Role.System, [new TextPart("Last")]),
            ],
            request.Messages);
    }

    [Fact]
    public void Every_block_is_read_in_order()
    {
        var request = Read(
            """
            {"model":"m","messages":[
              {"role":"user","content":[
                {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw=="}},
                {"type":"image","source":{"type":"url","url":"https://example.test/a.png"}},
                {"type":"document","source":{"type":"text","media_type":"text/plain","data":"Doc"},"title":"T","context":"C","citations":{"enabled":true}},
                {"type":"document","source":{"type":"content","content":[{"type":"text","text":"inner"}]}},
                {"type":"document","source":{"type":"file","file_id":"file_1"}},
                {"type":"text","text":"Look","cache_control":{"type":"ephemeral"}}]},
              {"role":"assistant","content":[
                {"type":"thinking","thinking":"hm","signature":"signed"},
                {"type":"thinking","thinking":"unsigned","signature":""},
                {"type":"thinking","thinking":"shown","signature":"rm1:from:openai/gpt-x"},
                {"type":"redacted_thinking","data":"blob"},
                {"type":"text","text":"I call."},
                {"type":"tool_use","id":"t1","name":"f","input":{"a":1}},
                {"type":"server_tool_use","id":"s1","name":"web_search","input":{}}]},
              {"role":"user","content":[
                {"type":"tool_result","tool_use_id":"t1","is_error":true,"content":[{"type":"text","text":"bad"},{"type":"tool_reference","tool_name":"g"}]},
                {"type":"tool_result","tool_use_id":"t1","content":null},
                {"type":"tool_result","tool_use_id":"t1","content":"ok"}]}]}
            """);

        Assert.Equal(
            [
                new(Role.User,
                [
                    new ImagePart(new MediaSource.Base64("image/png", "iVBORw==")),
                    new ImagePart(new MediaSource.Url("https://example.test/a.png")),
                    new DocumentPart(new MediaSource.Text("Doc")) { Title = "T", Context = "C", Extensions = Own("citations", """{"enabled":true}""") },
                    new DocumentPart(new MediaSource.Blocks([new TextPart("inner")])),
                    new DocumentPart(new MediaSource.File("file_1")),
                    new TextPart("Look") { Cache = new() },
                ]),
                new(Role.Assistant,
                [
                    new ReasoningPart("hm") { Signature = "signed" },
                    new ReasoningPart("unsigned"),
                    new ReasoningPart("shown") { Signature = "rm1:from:openai/gpt-x" },
                    new RedactedReasoningPart("blob"),
                    new TextPart("I call."),
                    new ToolCallPart("t1", "f", RawJson.Parse("""{"a":1}""")),
                ]),
                new(Role.User,
                [
                    new ToolResultPart("t1", [new TextPart("bad")], IsError: true),
                    new ToolResultPart("t1", []),
                    new ToolResultPart("t1", [new TextPart("ok")]),
                ]),
            ],
            request.Messages);
        Assert.Equal(["messages.server_tool_use", "messages.tool_reference"], _losses.Fields);
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("{\"model\":", null)]
    [InlineData("""{"messages":[]}""", "model")]
    [InlineData("""{"model":"m"}""", "messages")]
    [InlineData("""{"model":"m","messages":[7]}""", "messages.0")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","content":"x"}]}""", "messages.0.role")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "messages.0.content")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant"},{"role":"system","content":null}]}""", "messages.1.content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":5}]}""", "messages.0.content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":["x"]}]}""", "messages.0.content.0")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text"}]}]}""", "messages.0.content.0.text")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"%%"}}]}]}""", "messages.0.content.0.source.data")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t"}]}]}""", "messages.0.content.0.tool_use_id")]
    [InlineData("""{"model":"m","system":{},"messages":[]}""", "system")]
    [InlineData("""{"model":"m","tools":{},"messages":[]}""", "tools")]
    [InlineData("""{"model":"m","tools":[{"name":"f","input_schema":{}},{"name":"g","input_schema":3}],"messages":[]}""", "tools.1.input_schema")]
    [InlineData("""{"model":"m","max_tokens":1.5,"messages":[]}""", "max_tokens")]
    [InlineData("""{"model":"m","thinking":{"type":"enabled","budget_tokens":"many"},"messages":[]}""", "thinking.budget_tokens")]
    [InlineData("""{"model":"m","thread":{"type":"create"},"messages":[]}""", "thread")]
    public void A_wrong_field_is_named_by_its_path(string body, string? path)
    {
        var error = Assert.Throws<RouterException>(() => Read(body)).Error;

        Assert.Equal((RouterErrorKind.InvalidRequest, 400, path), (error.Kind, error.Status, error.Param));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        byte[] body = [.. """{"model":"m","messages":[{"role":"user","content":"a"""u8, 0xff, .. "\"}]}"u8];

        Assert.Throws<RouterException>(() => AnthropicRequestReader.Read(body, RequestHints.None, _losses));
    }

    [Fact]
    public void Lone_surrogates_become_replacement_characters_everywhere()
    {
        var request = Read(
            """{"model":"m","\udc00":1,"messages":[{"role":"user","content":"a\ud800"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"x":"\udfff"}}]}]}""");

        Assert.Equal(new TextPart("a\ufffd"), request.Messages[0].Parts[0]);
        Assert.Equal(new ToolCallPart("t", "f", RawJson.Parse("{\"x\":\"\ufffd\"}")), request.Messages[1].Parts[0]);
        Assert.Equal("\ufffd", request.Extensions.Fields[0].Name);
    }

    [Fact]
    public void Hints_win_over_the_body()
    {
        var request = AnthropicRequestReader.Read(
            """{"model":"m","stream":false,"messages":[]}"""u8.ToArray(), new RequestHints("other", true), _losses);

        Assert.Equal(("other", true), (request.Model, request.Stream));
    }

    [Theory]
    [InlineData("""{"type":"create"}""", "thread_unsupported_request")]
    [InlineData("""{"type":"continue","previous_message_id":"msg_1"}""", "thread_not_found")]
    public void A_thread_is_refused_so_that_clients_carry_on_without_it(string thread, string code)
    {
        var error = Assert.Throws<RouterException>(() => Read($$"""{"model":"m","thread":{{thread}},"messages":[]}""")).Error;

        Assert.Equal(code, error.Code);
    }

    private static Extensions Own(string name, string json) => new(WireProtocol.AnthropicMessages, [new(name, RawJson.Parse(json))]);

    private ChatRequest Read(string body) => AnthropicRequestReader.Read(Encoding.UTF8.GetBytes(body), RequestHints.None, _losses);
}
