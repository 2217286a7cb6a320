using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tools;
using static RouterMaestro.Domain.Chat.ChatEvent;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>The calls of a response, streamed and whole: arguments that are no object, and calls of tools that the provider ran.</summary>
public class CallEventsTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData(""" {"a":"\"}"}""", """ {"a":"\"}"}""")]
    [InlineData(""" "{\"a\":1}" """, """{"a":1}""")]
    [InlineData("""
        "\"{\\\"a\\\":1}\""
        """, """{"a":1}""")]
    [InlineData("\"\"", "{}")]
    [InlineData("null", "{}")]
    [InlineData("", "")]
    [InlineData("[1]", "[1]")]
    [InlineData("\"words\"", "\"words\"")]
    public void Arguments_in_a_string_of_their_own_are_the_object(string arguments, string expected) => Gen.Int[1, 5].List[0, 20].Sample(cuts =>
    {
        var streamed = Stream(FinishReason.ToolCalls, [.. CallOf(0, "f", arguments, cuts)]);
        var whole = Calls().Apply(new([ToolCallPart.FromText("a", "f", arguments)], FinishReason.ToolCalls, null));

        Assert.Equal(expected.Trim(), string.Concat(streamed.OfType<PartDelta>().Select(d => d.Text.ToString())).Trim());
        Assert.Equal(FinishReason.ToolCalls, streamed.OfType<Completed>().Single().Finish);
        Assert.Equal(FinishReason.ToolCalls, whole.Finish);
        Assert.Equal(ToolCallPart.FromText("a", "f", expected), whole.Parts.Single());
    }, iter: 30);

    [Theory]
    [InlineData("""{"path":"/tmp/x","recur""")]
    [InlineData("""{"a":{"b":1}""")]
    [InlineData(""" "{\"a\":""")]
    [InlineData("some words")]
    [InlineData("[1,")]
    public void Arguments_that_break_off_end_the_answer_as_cut(string arguments) => Gen.Int[1, 5].List[0, 20].Sample(cuts =>
    {
        foreach (var finish in (FinishReason[])[FinishReason.ToolCalls, FinishReason.Stop])
        {
            var streamed = Stream(finish, [.. CallOf(0, "f", arguments, cuts)]);
            var whole = Calls().Apply(new([ToolCallPart.FromText("a", "f", arguments)], finish, null));

            Assert.Equal(FinishReason.Length, streamed.OfType<Completed>().Single().Finish);
            Assert.Equal(FinishReason.Length, whole.Finish);
        }
    }, iter: 30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calls_of_tools_that_nobody_declared_are_left_out_beside_those_of_the_caller(bool isAfter)
    {
        var losses = new LossSink();
        var (own, other) = isAfter ? (0, 1) : (1, 0);
        List<ChatEvent> script = isAfter ? [.. CallOf(0, "f", "{}"), .. CallOf(1, "x_search", "{}")] : [.. CallOf(0, "x_search", "{}"), .. CallOf(1, "f", "{}")];
        var parts = new ContentPart[2];
        (parts[own], parts[other]) = (ToolCallPart.FromText("b", "f", "{}"), ToolCallPart.FromText("a", "x_search", "{}"));

        var events = Stream(FinishReason.ToolCalls, script, losses);
        var whole = Calls(losses).Apply(new([.. parts], FinishReason.ToolCalls, null));

        Assert.Equal(["f"], events.OfType<PartStarted>().Select(p => p.Name.ToString()));
        Assert.Equal([0], events.OfType<PartStarted>().Select(p => p.Index));
        Assert.Equal(["f"], whole.Parts.OfType<ToolCallPart>().Select(call => call.Name));
        Assert.Equal((FinishReason.ToolCalls, FinishReason.ToolCalls), (events.OfType<Completed>().Single().Finish, whole.Finish));
        Assert.Equal(["tool_calls"], losses.Fields);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calls_of_tools_that_nobody_declared_are_left_out_before_the_message(bool isOther)
    {
        var losses = new LossSink();
        List<ChatEvent> script = [.. CallOf(0, "x_search", """{"q":1}"""), .. isOther ? CallOf(1, "f", "{}") : [], .. TextOf(isOther ? 2 : 1, "found")];

        var events = Stream(FinishReason.ToolCalls, script, losses);
        var whole = Calls(losses).Apply(new(
            [ToolCallPart.FromText("a", "x_search", "{}"), .. isOther ? [ToolCallPart.FromText("b", "f", "{}")] : (ContentPart[])[], new TextPart("found")], FinishReason.ToolCalls, null));

        var expected = isOther ? FinishReason.ToolCalls : FinishReason.Stop;
        Assert.Equal(isOther ? ["f"] : (string[])[], events.OfType<PartStarted>().Where(p => p.Kind == PartKind.ToolCall).Select(p => p.Name.ToString()));
        Assert.Equal(Enumerable.Range(0, isOther ? 2 : 1), events.OfType<PartStarted>().Select(p => p.Index));
        Assert.Equal(Enumerable.Range(0, isOther ? 2 : 1), events.OfType<PartEnded>().Select(p => p.Index).Order());
        Assert.Equal(expected, events.OfType<Completed>().Single().Finish);
        Assert.Equal((expected, isOther ? 2 : 1), (whole.Finish, whole.Parts.Count));
        Assert.Equal(["tool_calls"], losses.Fields);
    }

    [Fact]
    public void A_call_of_an_unknown_tool_after_which_the_model_says_nothing_reaches_the_caller()
    {
        List<ChatEvent> script = [.. TextOf(0, "I look"), .. CallOf(1, "made_up", """{"q":1}""")];

        var events = Stream(FinishReason.ToolCalls, script);

        Assert.Equal(["made_up"], events.OfType<PartStarted>().Where(p => p.Kind == PartKind.ToolCall).Select(p => p.Name.ToString()));
        Assert.Equal([0, 1], events.OfType<PartStarted>().Select(p => p.Index));
        Assert.Contains(new PartDelta(1, """{"q":1}"""), events);
        Assert.Equal(FinishReason.ToolCalls, events.OfType<Completed>().Single().Finish);
    }

    [Fact]
    public void Without_a_request_all_tools_are_known()
    {
        var list = new EventList();
        var events = new CallEvents(new ResponseCalls(new(), static () => "0123"), list);
        List<ChatEvent> script = [.. CallOf(0, "x", "{}"), .. TextOf(1, "found"), new Completed(FinishReason.ToolCalls, null)];

        script.ForEach(events.Write);

        Assert.Equal(script, list.Events);
    }

    private static ResponseCalls Calls(LossSink? losses = null) => new(losses ?? new(), static () => "0123456789abcdef")
    {
        Request = new("m", []) { Tools = [new Tool.Function("f", null, null)] },
    };

    private static List<ChatEvent> Stream(FinishReason finish, List<ChatEvent> script, LossSink? losses = null)
    {
        var list = new EventList();
        var events = new CallEvents(Calls(losses), list);
        script.ForEach(events.Write);
        events.Write(new Completed(finish, null));
        return list.Events;
    }

    private static IEnumerable<ChatEvent> TextOf(int index, string text) => [new PartStarted(index, PartKind.Text), new PartDelta(index, text), new PartEnded(index)];

    private static IEnumerable<ChatEvent> CallOf(int index, string name, string arguments, List<int>? cuts = null)
    {
        yield return new PartStarted(index, PartKind.ToolCall) { CallId = $"id{index}", Name = name };
        foreach (var cut in cuts ?? [])
        {
            var length = Math.Min(cut, arguments.Length);
            yield return new PartDelta(index, arguments[..length]);
            arguments = arguments[length..];
        }

        yield return new PartDelta(index, arguments);
        yield return new PartEnded(index);
    }
}
