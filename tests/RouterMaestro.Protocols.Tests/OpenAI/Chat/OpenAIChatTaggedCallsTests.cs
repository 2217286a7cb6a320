using System.Text;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;
using RouterMaestro.Protocols.OpenAI.Chat.Wire;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Tool calls that a model of GitHub Copilot wrote as text (wire facts 5.7), whole and in pieces.</summary>
public sealed class OpenAIChatTaggedCallsTests
{
    private const string Call = """<tool_call>{"name":"look","arguments":{"at":"sky"}}</tool_call>""";

    private static readonly Gen<string> _text = Gen.OneOf(
        "I look. ", "<", "</", "<t", "<tool_call", "<tool_call>", "<tool_call> ", "</tool_call>", "<function>", "<function>\n", "</function>", "<tool_result>", "</tool_result>",
        "{", "}", "{}", "\"", "\n", "\\", "é", "<b>bold</b>", "a < b", "<tool_calls>", "{\"name\":\"f\"}", "<tool_call>{", Call, "<function>{\"name\":\"g\",\"arguments\":\"{}\"}</function>",
        "<tool_result>ok</tool_result>").Array[0, 8].Select(string.Concat);

    public static TheoryData<string, string, string, string> Calls => new()
    {
        { "I look. " + Call, "look", """{"at":"sky"}""", "I look. " },
        { Call + " Now.", "look", """{"at":"sky"}""", " Now." },
        { """<function>{"name":"f","arguments":"{\"a\":1}"}</function>""", "f", """{"a":1}""", "" },
        { """<function>{"name":"f"}</function>""", "f", "{}", "" },
        { """<function>{"name":"f","arguments":null}</function>""", "f", "{}", "" },
        { """<function>{"name":"f","arguments":[1]}</function>""", "f", "{}", "" },
        { "<tool_call>\n{\"name\":\"f\"}\n</tool_call>", "f", "{}", "" },
        { Call + "<tool_result>blue</tool_result>!", "look", """{"at":"sky"}""", "!" },
        { "<tool_result>blue</tool_result>" + Call, "look", """{"at":"sky"}""", "" },
        { "<tool_call>{broken}</tool_call>" + Call, "look", """{"at":"sky"}""", "<tool_call>{broken}</tool_call>" },
        { "<tool_call> <function>" + Call, "look", """{"at":"sky"}""", "<tool_call> <function>" },
        { "<function>" + Call + "</function>", "look", """{"at":"sky"}""", "<function></function>" },
        { Call + "<tool_call>{\"name\":\"f\"", "look", """{"at":"sky"}""", "<tool_call>{\"name\":\"f\"" },
    };

    public static TheoryData<string> Texts =>
    [
        "", "I look.", "<tool_call>", "<tool_call></tool_call>", "<tool_call>{}</tool_call>", """<tool_call>{"name":""}</tool_call>""", """<tool_call>{"name":1}</tool_call>""",
        """<tool_call>[{"name":"f"}]</tool_call>""", """<tool_call>{"name":"f"}</function>""", """<TOOL_CALL>{"name":"f"}</TOOL_CALL>""", """<tool_call id="1">{"name":"f"}</tool_call>""",
        """<tool_call>{"name":"f"}""", "<tool_result>blue</tool_result>", """{"name":"f"}</tool_call>""",
    ];

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_between_tags_is_found_and_taken_out(string text, string name, string arguments, string rest)
    {
        var call = Assert.Single(OpenAIChatTaggedCalls.Find(text, out var others));

        Assert.Equal((name, arguments, rest), (call.Name, call.Arguments, others));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_without_a_whole_call_stays_as_it_is(string text)
    {
        Assert.Empty(OpenAIChatTaggedCalls.Find(text, out var rest));
        Assert.Equal(text, rest);
    }

    [Fact]
    public void Several_calls_keep_their_order()
    {
        var calls = OpenAIChatTaggedCalls.Find(Call + "and" + """<function>{"name":"f"}</function>""" + Call, out var rest);

        Assert.Equal(["look", "f", "look"], calls.Select(call => call.Name));
        Assert.Equal("and", rest);
    }

    [Theory]
    [InlineData("<", true)]
    [InlineData("<tool", true)]
    [InlineData("<tool_call>", true)]
    [InlineData("<tool_call> \n", true)]
    [InlineData("<tool_call> {", true)]
    [InlineData("<function>{\"a", true)]
    [InlineData("<tool_call>x", false)]
    [InlineData("<tool_calls>", false)]
    [InlineData("<tool_result>", false)]
    [InlineData("<b", false)]
    [InlineData("x<tool_call>{", false)]
    public void A_beginning_is_held_back_as_long_as_it_may_become_a_call(string text, bool mayBegin) => Assert.Equal(mayBegin, OpenAIChatTaggedCalls.MayBegin(text));

    [Fact]
    public void Pieces_of_a_stream_give_the_same_as_the_whole_text() => Gen.Select(_text, Gen.Int[0, 400].Array[0, 8]).Sample((text, cuts) =>
    {
        var (whole, held) = Hold([text]);
        var (pieces, rest) = Hold(Cut(text, cuts));

        Assert.Equal(text, pieces + rest);
        Assert.Equal((whole, held), (pieces, rest));
    });

    [Fact]
    public void A_stream_in_pieces_has_the_calls_of_the_whole_response() => Gen.Select(_text, Gen.Int[0, 400].Array[0, 8]).Sample((text, cuts) =>
    {
        var expected = OpenAIChatTaggedCalls.Find(text, out _);
        if (Hold([text]).Free.Contains("<tool_result>", StringComparison.Ordinal))
        {
            // a result before the first call has been sent by then
            return;
        }

        var builder = new ChatResponseBuilder();
        var decoder = new OpenAIChatStreamDecoder(new LossSink(), new StreamRules { MergesChoices = true, HasCallsInText = true });
        foreach (var piece in Cut(text, cuts))
        {
            Decode($$$"""{"choices":[{"index":0,"delta":{"content":{{{Quoted(piece)}}}},"finish_reason":null}]}""");
        }

        Decode("""{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""");
        Decode("[DONE]");

        var streamed = builder.Build();
        Assert.Equal(expected.Select(call => (call.Name, call.Arguments)), CallsOf(streamed));
        var read = OpenAIChatResponseReader.Read(Encoding.UTF8.GetBytes(
            $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":{{{Quoted(text)}}}},"finish_reason":"tool_calls"}]}""")).Response;
        Assert.Equal(read is null ? [] : CallsOf(read), CallsOf(streamed));
        Assert.Equal(read is null ? "" : TextOf(read), TextOf(streamed));

        void Decode(string data) => decoder.Decode([], Encoding.UTF8.GetBytes(data), builder);
    });

    internal static string Quoted(string text) => Encoding.UTF8.GetString(JsonText.FromString(text).Quoted.Span);

    internal static IEnumerable<string> Cut(string text, int[] cuts)
    {
        var at = 0;
        foreach (var cut in cuts.Select(cut => cut % (text.Length + 1)).Order().Append(text.Length))
        {
            yield return text[at..cut];
            at = cut;
        }
    }

    private static (string Free, string Held) Hold(IEnumerable<string> pieces)
    {
        var (text, free) = (new OpenAIChatTaggedText(), new StringBuilder());
        foreach (var piece in pieces)
        {
            free.Append(JsonText.CopyEscaped(text.Add(JsonText.FromString(piece).Escaped.Span)));
        }

        return (free.ToString(), text.Take() ?? "");
    }

    private static IEnumerable<(string Name, string Arguments)> CallsOf(ChatResponse response) =>
        response.Parts.OfType<ToolCallPart>().Select(call => (call.Name, call.Arguments.ToString()));

    private static string TextOf(ChatResponse response) => string.Concat(response.Parts.OfType<TextPart>().Select(part => part.Text.ToString()));
}
