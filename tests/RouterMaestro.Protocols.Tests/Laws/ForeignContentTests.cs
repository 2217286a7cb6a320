using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>Parts and tools in the form of another protocol, as Cursor sends them, in requests of each: taken as what they say, or refused.</summary>
public class ForeignContentTests
{
    private static readonly string[] _protocols = ["chat", "messages", "responses"];

    private static readonly (string Part, ContentPart Expected)[] _parts =
    [
        ("""{"type":"text","text":"hello"}""", new TextPart("hello")),
        ("""{"type":"input_text","text":"hello"}""", new TextPart("hello")),
        ("""{"type":"output_text","text":"hello"}""", new TextPart("hello")),
        ("""{"type":"image_url","image_url":{"url":"https://a/b.png"}}""", new ImagePart(new MediaSource.Url("https://a/b.png"))),
        ("""{"type":"input_image","image_url":"https://a/b.png"}""", new ImagePart(new MediaSource.Url("https://a/b.png"))),
        ("""{"type":"input_image","image_url":{"url":"https://a/b.png"}}""", new ImagePart(new MediaSource.Url("https://a/b.png"))),
        ("""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}""", new ImagePart(new MediaSource.Base64("image/png", "AAAA"))),
        ("""{"type":"image","source":{"type":"url","url":"https://a/b.png"}}""", new ImagePart(new MediaSource.Url("https://a/b.png"))),
        ("""{"type":"document","title":"t","source":{"type":"text","media_type":"text/plain","data":"words"}}""", new DocumentPart(new MediaSource.Text("words")) { Title = "t" }),
        ("""{"type":"file","file":{"filename":"t","file_data":"data:application/pdf;base64,AAAA"}}""", new DocumentPart(new MediaSource.Base64("application/pdf", "AAAA")) { Title = "t" }),
        ("""{"type":"input_file","filename":"t","file_data":"data:application/pdf;base64,AAAA"}""", new DocumentPart(new MediaSource.Base64("application/pdf", "AAAA")) { Title = "t" }),
        ("""{"type":"document_url","document_name":"t","document_url":"https://a/b.pdf"}""", new DocumentPart(new MediaSource.Url("https://a/b.pdf")) { Title = "t" }),
    ];

    private static readonly string[] _tools =
    [
        """{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{}}}}}""",
        """{"type":"function","name":"f","description":"d","parameters":{"type":"object","properties":{"a":{}}}}""",
        """{"name":"f","description":"d","input_schema":{"type":"object","properties":{"a":{}}}}""",
        """{"type":"custom","name":"f","description":"d","input_schema":{"type":"object","properties":{"a":{}}}}""",
    ];

    private static readonly (string Choice, ToolChoice Expected)[] _choices =
    [
        ("""{"type":"tool","name":"f"}""", new ToolChoice.Specific("f")),
        ("""{"type":"function","name":"f"}""", new ToolChoice.Specific("f")),
        ("""{"type":"function","function":{"name":"f"}}""", new ToolChoice.Specific("f")),
        ("""{"type":"any"}""", new ToolChoice.Required()),
        ("""{"type":"required"}""", new ToolChoice.Required()),
        ("""{"type":"none"}""", new ToolChoice.None()),
    ];

    public static TheoryData<string, int> Parts => Rows(_parts.Length);

    public static TheoryData<string, int> Tools => Rows(_tools.Length);

    public static TheoryData<string, int> Choices => Rows(_choices.Length);

    public static TheoryData<string> Protocols => new(_protocols);

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_part_is_what_it_says(string protocol, int at)
    {
        var losses = new LossSink();
        var part = Assert.Single(Read(protocol, [User($"[{_parts[at].Part}]")], "", losses).Messages.Single().Parts);

        Assert.Equal(_parts[at].Expected, part with { Extensions = Extensions.None });
        Assert.Empty(losses.Fields);
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public void A_tool_is_a_function_wherever_its_schema_stands(string protocol, int at)
    {
        var tool = Assert.IsType<Tool.Function>(Assert.Single(Read(protocol, [User("\"q\"")], $",\"tools\":[{_tools[at]}]").Tools));

        Assert.Equal(("f", "d"), (tool.Name, tool.Description.ToString()));
        Assert.Equal(RawJson.Parse("""{"type":"object","properties":{"a":{}}}"""), tool.Parameters);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void A_choice_of_tools_is_what_it_says(string protocol, int at) => Assert.Equal(
        _choices[at].Expected, Read(protocol, [User("\"q\"")], $",\"tools\":[{_tools[protocol == "messages" ? 2 : protocol == "chat" ? 0 : 1]}],\"tool_choice\":{_choices[at].Choice}").ToolChoice);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Blocks_of_calls_and_results_are_carried(string protocol)
    {
        var messages = Read(protocol,
        [
            User("\"q\""),
            """{"role":"assistant","content":[{"type":"text","text":"x"},{"type":"tool_use","id":"a","name":"f","input":{"z":1}}]}""",
            User("""[{"type":"tool_result","tool_use_id":"a","is_error":true,"content":[{"type":"text","text":"r"}]},{"type":"text","text":"go on"}]"""),
        ]).Messages;

        Assert.Equal([new TextPart("x"), ToolCallPart.FromText("a", "f", """{"z":1}""")], messages[1].Parts);
        Assert.Equal([new ToolResultPart("a", [new TextPart("r")], IsError: true), new TextPart("go on")], messages[2].Parts);
    }

    [Fact]
    public void A_block_in_a_tool_message_is_its_result()
    {
        var messages = Read("chat",
        [
            User("\"q\""),
            """{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""",
            """{"role":"tool","content":[{"type":"tool_result","tool_use_id":"a","content":"r"}]}""",
        ]).Messages;

        Assert.Equal([new ToolResultPart("a", [new TextPart("r")])], messages[2].Parts);
    }

    [Theory]
    [InlineData("[{\"type\":\"tool_result\",\"tool_use_id\":\"never\",\"content\":\"r\"}]")]
    [InlineData("[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}]")]
    [InlineData("[{\"type\":\"something_new\",\"words\":\"hello\"}]")]
    public void A_last_user_turn_that_cannot_be_carried_is_refused(string content)
    {
        foreach (var protocol in _protocols.Where(p => p != "messages" || !content.Contains("tool_use\"", StringComparison.Ordinal)))
        {
            var error = Assert.Throws<RouterException>(() => Read(protocol, [User("\"q\""), User(content)])).Error;

            Assert.Equal((400, RouterErrorKind.InvalidRequest), (error.Status, error.Kind));
        }
    }

    private static TheoryData<string, int> Rows(int count)
    {
        var data = new TheoryData<string, int>();
        foreach (var protocol in _protocols)
        {
            for (var at = 0; at < count; at++)
            {
                data.Add(protocol, at);
            }
        }

        return data;
    }

    private static string User(string content) => $$"""{"role":"user","content":{{content}} }""";

    private static ChatRequest Read(string protocol, string[] messages, string more = "", LossSink? losses = null)
    {
        var member = protocol == "responses" ? "input" : "messages";
        var body = Encoding.UTF8.GetBytes($$"""{"model":"m","max_tokens":9,"{{member}}":[{{string.Join(',', messages)}}]{{more}} }""");
        Assert.NotNull(JsonNode.Parse(body));
        return LawCodec.Get(protocol).Inbound.ReadRequest(body, RequestHints.None, losses ?? new());
    }
}
