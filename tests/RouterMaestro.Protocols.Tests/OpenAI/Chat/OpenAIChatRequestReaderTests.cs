using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatRequestReaderTests
{
    private const string Call = """{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""";
    private readonly LossSink _losses = new();

    [Fact]
    public void Roles_contents_and_names_are_read() => Assert.Equal(
        [
            new Message(Role.System, [new TextPart("be brief")]),
            new Message(Role.Developer, [new TextPart("a"), new TextPart("b")]) { Name = "dev" },
            new Message(Role.User, [new TextPart("hi \"you\" 🦜\n")]),
            new Message(Role.Assistant, [new ReasoningPart("hm"), new TextPart("no"), new RefusalPart("sorry")]),
            new Message(Role.User, []),
        ],
        Messages("""
            {"role":"system","content":"be brief"},
            {"role":"developer","name":"dev","content":[{"type":"text","text":"a"},{"type":"text","text":""},{"type":"text","text":"b"}]},
            {"role":"user","name":null,"content":"hi \"you\" \ud83e\udd9c\n"},
            {"role":"assistant","content":"no","refusal":"sorry","reasoning_content":"hm","tool_calls":null,"function_call":null},
            {"role":"user","content":""}
            """));

    [Fact]
    public void Consecutive_tool_results_are_one_message() => Assert.Equal(
        [
            new Message(Role.Assistant, [ToolCallPart.FromText("a", "f", """{"x":1}"""), ToolCallPart.FromText("b", "g", "{\"cut"), ToolCallPart.FromText("c", "h", "")]),
            new Message(Role.User,
            [
                new ToolResultPart("b", [new TextPart("B")]),
                new ToolResultPart("a", [new TextPart("1"), new TextPart("2")]) { Cache = new() },
                new ToolResultPart("c", []),
            ]),
            new Message(Role.User, [new TextPart("so?")]),
        ],
        Messages("""
            {"role":"assistant","tool_calls":[
              {"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},
              {"id":"b","type":"function","function":{"name":"g","arguments":"{\"cut"}},
              {"id":"c","type":"function","function":{"name":"h","arguments":" "}}]},
            {"role":"tool","tool_call_id":"b","content":"B"},
            {"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"1"},{"type":"text","text":"2"}],"cache_control":{"type":"ephemeral"}},
            {"role":"tool","tool_call_id":"c","content":null},
            {"role":"user","content":"so?"}
            """));

    [Fact]
    public void Legacy_functions_are_read() => Assert.Equal(
        [
            new Message(Role.Assistant, [ToolCallPart.FromText("call_0", "f", """{"x":1}""")]),
            new Message(Role.User, [new ToolResultPart("call_0", [new TextPart("7")])]),
        ],
        Messages("""
            {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\"x\":1}"}},
            {"role":"function","name":"f","content":"7"}
            """));

    [Fact]
    public void Media_are_read() => Assert.Equal(
        [
            new ImagePart(new MediaSource.Base64("image/png", "AAAA")) { Detail = "low" },
            new ImagePart(new MediaSource.Base64("image/jpeg", "AA//")),
            new ImagePart(new MediaSource.Url("https://x/y.png")) { Cache = new("1h") },
            new DocumentPart(new MediaSource.Base64("application/pdf", "JVBE")) { Title = "a.pdf" },
            new DocumentPart(new MediaSource.Base64("application/pdf", "JVBE")),
            new DocumentPart(new MediaSource.File("file-1")),
        ],
        Parts("""
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},
            {"type":"image_url","image_url":"DATA:image\/jpeg;base64,AA\/\/"},
            {"type":"image_url","image_url":{"url":"https://x/y.png"},"cache_control":{"type":"ephemeral","ttl":"1h"}},
            {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},
            {"type":"image_url","image_url":{"url":"data:application/pdf;charset=x;base64,JVBE"}},
            {"type":"file","file":{"file_id":"file-1"}}
            """));

    [Fact]
    public void Unknown_parts_are_dropped_and_reported()
    {
        Assert.Equal([new TextPart("a")], Parts("""{"type":"input_audio","input_audio":{}},{"type":"text","text":"a"},{"type":"video_url","video_url":{}}"""));
        Assert.Equal(["messages.input_audio", "messages.video_url"], _losses.Fields);
    }

    [Fact]
    public void Settings_are_read_and_null_counts_as_absent()
    {
        Assert.Equal(
            new Sampling { MaxTokens = 9, Temperature = 0.5, TopP = 1, TopK = 4, FrequencyPenalty = -1, PresencePenalty = 2, Seed = 5, StopSequences = ["a"] },
            Read(Body("""
                "max_tokens":7,"max_completion_tokens":9,"temperature":0.5,"top_p":1,"top_k":4,"frequency_penalty":-1,"presence_penalty":2,"seed":5,"stop":"a"
                """)).Sampling);
        var request = Read(Body("""
            "max_tokens":7,"max_completion_tokens":null,"temperature":null,"stop":null,"stream":null,"tools":null,"tool_choice":null,
            "parallel_tool_calls":null,"response_format":null,"user":null,"reasoning_effort":null,"seed":null,"stream_options":null,"logit_bias":null
            """));
        Assert.Equal(
            new ChatRequest("m", [new Message(Role.User, [new TextPart("hi")])]) { Sampling = new() { MaxTokens = 7 } },
            request);
    }

    [Fact]
    public void Tools_and_choices_are_read()
    {
        var request = Read(Body("""
            "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":true},"cache_control":{"type":"ephemeral"}},
                     {"type":"function","function":{"name":"g"}},
                     {"type":"custom","custom":{"name":"c","format":{"type":"text"}}},
                     {"type":"web_search","depth":2}],
            "functions":[{"name":"old"}],
            "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":false
            """));
        Assert.Equal(
            [
                new Tool.Function("f", "d", RawJson.Parse("""{"type":"object"}""")) { Strict = true, Cache = new() },
                new Tool.Function("g", null, null),
                new Tool.Function("c", null, RawJson.Parse("""{"type":"object","properties":{"input":{"type":"string","description":"The tool's whole input, as free text."}},"required":["input"],"additionalProperties":false}"""))
                {
                    Alias = new(ToolForm.FreeText, "c"),
                    Extensions = Own("custom.format", """{"type":"text"}"""),
                },
                new Tool.BuiltIn("web_search", null) { Extensions = Own("depth", "2") },
                new Tool.Function("old", null, null),
            ],
            request.Tools);
        Assert.Equal((new ToolChoice.Specific("f"), false), ((ToolChoice.Specific)request.ToolChoice!, request.ParallelToolCalls!.Value));
        Assert.True(request.Extensions.IsEmpty);
    }

    [Theory]
    [InlineData("\"tool_choice\":\"auto\"", typeof(ToolChoice.Auto))]
    [InlineData("\"tool_choice\":\"none\"", typeof(ToolChoice.None))]
    [InlineData("\"tool_choice\":\"required\"", typeof(ToolChoice.Required))]
    [InlineData("\"function_call\":\"auto\"", typeof(ToolChoice.Auto))]
    [InlineData("\"function_call\":{\"name\":\"f\"}", typeof(ToolChoice.Specific))]
    public void Tool_choices_are_strings_or_objects(string field, Type choice) => Assert.IsType(choice, Read(Body(field)).ToolChoice);

    [Theory]
    [InlineData("""{"type":"some_day","some_day":{"name":"c"}}""")]
    [InlineData("""{"type":"function"}""")]
    public void A_choice_that_the_canonical_model_cannot_hold_is_an_extension(string choice)
    {
        var request = Read(Body($"\"tool_choice\":{choice}"));
        Assert.Null(request.ToolChoice);
        Assert.Equal(Own("tool_choice", choice), request.Extensions);
    }

    [Theory]
    [InlineData("\"reasoning_effort\":\"high\"", ReasoningMode.Enabled, null, Effort.High)]
    [InlineData("\"reasoning_effort\":\"XHigh\"", ReasoningMode.Enabled, null, Effort.ExtraHigh)]
    [InlineData("\"reasoning_effort\":\"none\"", ReasoningMode.Disabled, null, Effort.None)]
    [InlineData("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}", ReasoningMode.Enabled, 2000, null)]
    [InlineData("\"thinking\":{\"type\":\"adaptive\"},\"reasoning_effort\":\"low\"", ReasoningMode.Adaptive, null, Effort.Low)]
    [InlineData("\"thinking\":{\"type\":\"disabled\"}", ReasoningMode.Disabled, null, null)]
    [InlineData("\"reasoning\":{\"effort\":\"medium\",\"max_tokens\":9}", ReasoningMode.Enabled, 9, Effort.Medium)]
    [InlineData("\"reasoning\":{\"enabled\":false}", ReasoningMode.Disabled, null, null)]
    [InlineData("\"reasoning\":{}", ReasoningMode.Unspecified, null, null)]
    public void Reasoning_is_requested_in_many_ways(string field, ReasoningMode mode, int? budget, Effort? effort) =>
        Assert.Equal(new ReasoningSettings(mode, budget, effort), Read(Body(field)).Reasoning);

    [Fact]
    public void Formats_are_read()
    {
        Assert.Null(Read(Body("\"response_format\":{\"type\":\"text\"}")).OutputFormat);
        Assert.IsType<OutputFormat.JsonObject>(Read(Body("\"response_format\":{\"type\":\"json_object\"}")).OutputFormat);
        Assert.Equal(
            new OutputFormat.JsonSchema(RawJson.Parse("{\"type\":\"object\"}"), "n") { Strict = true, Description = "d" },
            Read(Body("""
                "response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","strict":true,"schema":{"type":"object"}}}
                """)).OutputFormat);
    }

    [Fact]
    public void Members_of_this_protocol_only_are_extensions()
    {
        var request = Read("""
            {"model":"m","logit_bias":{"5":1},"n":2,"store":true,"stream_options":{"include_usage":true},"safety_identifier":"s",
             "messages":[{"role":"user","content":[{"type":"text","text":"hi","weight":0.5}],"weight":1}]}
            """);
        Assert.Equal(
            new Extensions(WireProtocol.OpenAIChat, [new("logit_bias", RawJson.Parse("{\"5\":1}")), new("n", RawJson.Parse("2")), new("store", RawJson.Parse("true"))]),
            request.Extensions);
        Assert.Equal("s", request.User);
        Assert.Equal(Own("weight", "1"), request.Messages[0].Extensions);
        Assert.Equal(Own("weight", "0.5"), request.Messages[0].Parts[0].Extensions);
    }

    [Theory]
    [InlineData("messages.0.role", """{"content":"x"}""")]
    [InlineData("messages.0.role", """{"role":"robot","content":"x"}""")]
    [InlineData("messages.0", "\"hi\"")]
    [InlineData("messages.0.content", """{"role":"user"}""")]
    [InlineData("messages.0.content", """{"role":"system","content":null}""")]
    [InlineData("messages.0.content", """{"role":"user","content":7}""")]
    [InlineData("messages.0.content.1", """{"role":"user","content":[{"type":"text","text":"x"},"y"]}""")]
    [InlineData("messages.0.content.0.type", """{"role":"user","content":[{"text":"x"}]}""")]
    [InlineData("messages.0.content.0.text", """{"role":"user","content":[{"type":"text"}]}""")]
    [InlineData("messages.0.content.0.image_url", """{"role":"user","content":[{"type":"image_url"}]}""")]
    [InlineData("messages.0.content.0.image_url", """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,A*A="}}]}""")]
    [InlineData("messages.0.content.0.image_url", """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,"}}]}""")]
    [InlineData("messages.0.content.0.image_url", """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:nonsense"}}]}""")]
    [InlineData("messages.0.content.0.file.file_data", """{"role":"user","content":[{"type":"file","file":{"file_data":"data:application/pdf,x"}}]}""")]
    [InlineData("messages.0.tool_call_id", """{"role":"tool","tool_call_id":"a","content":"x"}""")]
    [InlineData("messages.1.tool_call_id", Call + """,{"role":"tool","tool_call_id":"b","content":"x"}""")]
    [InlineData("messages.1.tool_call_id", Call + """,{"role":"tool","content":"x"}""")]
    [InlineData("messages.0.name", """{"role":"function","name":"f","content":"x"}""")]
    [InlineData("messages.0.tool_calls.0.function.name", """{"role":"assistant","tool_calls":[{"id":"a","function":{"arguments":"{}"}}]}""")]
    [InlineData("messages.0.tool_calls", """{"role":"assistant","tool_calls":{}}""")]
    public void An_invalid_message_is_named(string param, string messages) => AssertInvalid(param, $$"""{"model":"m","messages":[{{messages}}]}""");

    [Theory]
    [InlineData("tools.0.function", "\"tools\":[{\"type\":\"function\"}]")]
    [InlineData("tools.0.function.name", "\"tools\":[{\"type\":\"function\",\"function\":{}}]")]
    [InlineData("tools.1", "\"tools\":[{\"type\":\"x\"},7]")]
    [InlineData("tool_choice", "\"tool_choice\":7")]
    [InlineData("response_format.json_schema", "\"response_format\":{\"type\":\"json_schema\"}")]
    [InlineData("stop", "\"stop\":[1]")]
    [InlineData("seed", "\"seed\":1.5")]
    [InlineData("temperature", "\"temperature\":\"hot\"")]
    [InlineData("temperature", "\"temperature\":1e400")]
    [InlineData("thinking.budget_tokens", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":\"x\"}")]
    public void An_invalid_setting_is_named(string param, string field) => AssertInvalid(param, Body(field));

    [Fact]
    public void A_body_with_invalid_UTF8_is_refused()
    {
        var body = Encoding.Latin1.GetBytes("""{"model":"m","messages":[{"role":"user","content":"é"}]}""");
        var error = Assert.Throws<RouterException>(() => Read(body)).Error;
        Assert.Equal((RouterErrorKind.InvalidRequest, 400), (error.Kind, error.Status));
    }

    [Fact]
    public void Lone_surrogates_become_replacement_characters() =>
        Assert.Equal("a\ufffdb", ((TextPart)Parts("""{"type":"text","text":"a\ud83db"}""")[0]).Text.ToString());

    [Fact]
    public void Texts_are_views_into_the_body()
    {
        var body = Encoding.UTF8.GetBytes(Body("\"user\":\"u\""));
        var text = ((TextPart)Read(body).Messages[0].Parts[0]).Text.Quoted;
        Assert.True(body.AsSpan().Overlaps(text.Span));
    }

    private static string Body(string fields) => $$"""{"model":"m","messages":[{"role":"user","content":"hi"}],{{fields}}}""";

    private static Extensions Own(string name, string value) => new(WireProtocol.OpenAIChat, [new(name, RawJson.Parse(value))]);

    private static void AssertInvalid(string param, string body)
    {
        var error = Assert.Throws<RouterException>(() => Read(body)).Error;
        Assert.Equal((RouterErrorKind.InvalidRequest, 400, param), (error.Kind, error.Status, error.Param));
    }

    private EquatableArray<Message> Messages(string messages) => Read($$"""{"model":"m","messages":[{{messages}}]}""", _losses).Messages;

    private EquatableArray<ContentPart> Parts(string parts) => Messages($$"""{"role":"user","content":[{{parts}}]}""")[0].Parts;
}
