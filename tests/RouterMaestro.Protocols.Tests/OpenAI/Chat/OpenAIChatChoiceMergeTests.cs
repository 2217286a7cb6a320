using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using RouterMaestro.Protocols.OpenAI.Chat.Passthrough;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>One choice of the several that GitHub Copilot sends (HKUDS/nanobot#1555).</summary>
public sealed class OpenAIChatChoiceMergeTests
{
    private const string Text = """{"index":0,"message":{"role":"assistant","content":"I look."},"finish_reason":"stop"}""";
    private const string First = """{"index":1,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}""";
    private const string Second = """{"index":2,"message":{"role":"assistant","content":"","tool_calls":[{"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]},"finish_reason":"stop"}""";

    private static readonly Gen<(string Name, string Arguments)[]> _calls =
        Gen.Select(Gen.OneOf("f", "g", "look"), Gen.OneOf("{}", """{"a":"b\"c"}""", """{"at":"é","n":[1,2,{}]}""")).Array[1, 4];

    [Fact]
    public void Text_and_calls_become_one_message_in_their_order()
    {
        var choice = Merge([Text, First, Second]);

        Assert.Equal(0, (int)choice["index"]!);
        Assert.Equal("I look.", (string)choice["message"]!["content"]!);
        Assert.Equal(["a", "b"], choice["message"]!["tool_calls"]!.AsArray().Select(call => (string)call!["id"]!));
        Assert.Equal("tool_calls", (string)choice["finish_reason"]!);
    }

    [Theory]
    [InlineData("stop", "stop", "stop")]
    [InlineData("stop", "length", "length")]
    [InlineData("length", "stop", "length")]
    [InlineData("stop", "tool_calls", "tool_calls")]
    [InlineData("length", "tool_calls", "tool_calls")]
    [InlineData("content_filter", "stop", "content_filter")]
    [InlineData(null, "stop", "stop")]
    [InlineData("stop", null, "stop")]
    [InlineData(null, null, null)]
    public void The_reason_that_says_most_is_kept(string? first, string? second, string? merged)
    {
        Assert.Equal(merged, (string?)Merge([Of(first), Of(second)])["finish_reason"]);

        static string Of(string? reason) => $$$"""{"index":0,"message":{"content":"a"},"finish_reason":{{{(reason is null ? "null" : $"\"{reason}\"")}}}}""";
    }

    [Fact]
    public void The_first_text_that_is_not_empty_is_kept_with_the_other_members_of_every_choice()
    {
        var choice = Merge(
        [
            """{"index":0,"x":1,"message":{"role":"assistant","content":"","reasoning_text":"so"},"finish_reason":null}""",
            """{"index":1,"message":{"content":"one","reasoning_opaque":"c2ln"},"finish_reason":null}""",
            """{"index":2,"message":{"content":"two","padding":"p"},"finish_reason":"stop"}""",
        ]);

        Assert.Equal("""{"role":"assistant","content":"one","reasoning_text":"so","reasoning_opaque":"c2ln","padding":"p"}""", Sorted(choice["message"]!));
        Assert.Equal(1, (int)choice["x"]!);

        static string Sorted(JsonNode message) => new JsonObject(
            new[] { "role", "content", "reasoning_text", "reasoning_opaque", "padding" }.Select(name => KeyValuePair.Create(name, message[name]?.DeepClone()))).ToJsonString();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("[{")]
    [InlineData("""[{"index":"x"}]""")]
    [InlineData("""[{"finish_reason":{}}]""")]
    [InlineData("""[{"index":0,"index":1,"message":{"content":"a","content":"b"}}]""")]
    public void What_is_of_another_form_is_left_alone(string choices) =>
        Assert.Null(OpenAIChatChoiceMerge.Merge(Encoding.UTF8.GetBytes(choices), isStream: false, State(), hasCalls: false));

    [Fact]
    public void The_end_of_a_stream_tells_of_calls_that_came_before()
    {
        const string Ends = """{"index":0,"delta":{},"finish_reason":"stop"}""";

        Assert.Equal("tool_calls", (string?)Merge([Ends, Ends], isStream: true, hasCalls: true)["finish_reason"]);
        Assert.Equal("stop", (string?)Merge([Ends, Ends], isStream: true)["finish_reason"]);
    }

    [Fact]
    public void Calls_of_a_stream_that_is_cut_anywhere_come_together_again() =>
        Gen.Select(_calls, Gen.Int[0, 60].Array[0, 5], Gen.Bool).Sample((calls, cuts, isNumbered) =>
        {
            // in each chunk one choice for each call that goes on, all with the same index of a call or each with its own
            var pieces = calls.Select(call => OpenAIChatTaggedCallsTests.Cut(call.Arguments, cuts).ToArray()).ToArray();
            var state = State();
            List<(string? Name, StringBuilder Arguments)> got = [];
            for (var i = 0; i < pieces.Max(piece => piece.Length); i++)
            {
                var choices = Enumerable.Range(0, calls.Length).Where(call => i < pieces[call].Length).Select(call => Delta(call, i));
                var json = OpenAIChatChoiceMerge.Merge(Encoding.UTF8.GetBytes($"[{string.Join(',', choices)}]"), isStream: true, state, hasCalls: i > 0)!;
                foreach (var call in JsonNode.Parse(json)![0]!["delta"]!["tool_calls"]!.AsArray())
                {
                    var index = (int)call!["index"]!;
                    Assert.InRange(index, 0, got.Count);
                    if (index == got.Count)
                    {
                        got.Add(((string?)call["function"]!["name"], new StringBuilder()));
                    }

                    got[index].Arguments.Append((string?)call["function"]!["arguments"]);
                }
            }

            Assert.Equal(calls, got.Select(call => (call.Name!, call.Arguments.ToString())));

            string Delta(int call, int i)
            {
                var head = i == 0 ? $$"""
                    "id":"call_{{call}}","type":"function",
                    """ : "";
                var name = i == 0 ? $$"""
                    "name":"{{calls[call].Name}}",
                    """ : "";
                return $$$"""{"index":{{{call}}},"delta":{"tool_calls":[{"index":{{{(isNumbered ? call : 0)}}},{{{head}}}"function":{{{{name}}}"arguments":{{{OpenAIChatTaggedCallsTests.Quoted(pieces[call][i])}}}}}]},"finish_reason":null}""";
            }
        });

    [Fact]
    public void Calls_in_the_text_of_a_stream_that_is_cut_anywhere_come_at_its_end()
    {
        const string Content = """I look. <tool_call>{"name":"look","arguments":{"at":"sky"}}</tool_call> Then.""";
        Gen.Int[0, Content.Length].Array[0, 8].Sample(cuts =>
        {
            var (text, content) = (new OpenAIChatTaggedText(), new StringBuilder());
            foreach (var piece in OpenAIChatTaggedCallsTests.Cut(Content, cuts))
            {
                content.Append((string?)Extract(text, $$"""{"content":{{OpenAIChatTaggedCallsTests.Quoted(piece)}}}""", "null")["content"]);
            }

            Assert.Equal("I look. ", content.ToString());
            var end = Extract(text, "{}", "\"tool_calls\"");
            var call = Assert.Single(end["tool_calls"]!.AsArray())!;
            Assert.Equal(" Then.", (string?)end["content"]);
            Assert.Equal((0, "look", """{"at":"sky"}"""), ((int)call["index"]!, (string?)call["function"]!["name"], (string?)call["function"]!["arguments"]));
        });
    }

    [Theory]
    [InlineData("\"stop\"", false)]
    [InlineData("\"tool_calls\"", true)]
    public void Text_stays_text_where_the_end_tells_of_no_call_or_there_are_real_ones(string finish, bool hasCalls)
    {
        var text = new OpenAIChatTaggedText();
        const string Content = """<tool_call>{"name":"look"}</tool_call>""";
        Assert.Equal("", (string?)Extract(text, $$"""{"content":{{OpenAIChatTaggedCallsTests.Quoted(Content)}}}""", "null")["content"]);

        var end = Extract(text, "{}", finish, hasCalls);

        Assert.Equal(Content, (string?)end["content"]);
        Assert.Null(end["tool_calls"]);
    }

    private static JsonObject Merge(string[] choices, bool isStream = false, bool hasCalls = false)
    {
        var merged = OpenAIChatChoiceMerge.Merge(Encoding.UTF8.GetBytes($"[{string.Join(',', choices)}]"), isStream, State(), hasCalls)!;
        return Assert.Single(JsonNode.Parse(merged)!.AsArray())!.AsObject();
    }

    /// <summary>Returns the delta that callers get of a chunk.</summary>
    private static JsonNode Extract(OpenAIChatTaggedText text, string delta, string finish, bool hasCalls = false)
    {
        var choices = Encoding.UTF8.GetBytes($$"""[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]""");
        return JsonNode.Parse(OpenAIChatChoiceMerge.Extract(choices, isStream: true, text, hasCalls) ?? choices)![0]!["delta"]!;
    }

    private static Func<int, OpenAIChatRepairedChoice> State()
    {
        HashSet<int> numbers = [];
        Dictionary<int, OpenAIChatRepairedChoice> choices = [];
        return index => choices.TryGetValue(index, out var known) ? known : choices[index] = new OpenAIChatRepairedChoice(index, numbers);
    }
}
