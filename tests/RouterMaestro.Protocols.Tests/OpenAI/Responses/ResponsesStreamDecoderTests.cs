using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Responses.Streaming;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>Streams that lost some of their events.</summary>
public sealed class ResponsesStreamDecoderTests
{
    private const string Completed = """{"type":"response.completed","response":{"status":"completed","output":[]}}""";

    [Theory]
    [InlineData("Hel", "Hello", "Hello")]
    [InlineData("Hello", "Hello", "Hello")]
    [InlineData("Hello ", "Hello", "Hello ")]
    [InlineData("Helo", "Hello", null)]
    [InlineData("\\u201cé\\n/", "“\\u00e9\\u000A\\/😀", "“é\n/😀")]
    [InlineData("“é🎉", "\\u201c\\u00E9\\ud83c\\udf89", "“é🎉")]
    public void The_complete_text_counts_and_deltas_that_lack_its_middle_are_a_failure(string delta, string text, string? expected)
    {
        var builder = Decode(
            default,
            $$"""{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"{{delta}}"}""",
            $$"""{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"{{text}}"}""",
            Completed);

        FailureKind? failure = expected is null ? FailureKind.Cut : null;
        Assert.Equal(failure, builder.Failure?.Kind);
        if (expected is not null)
        {
            Assert.Equal([new TextPart(expected)], builder.Build().Parts);
        }
    }

    [Fact]
    public void A_gap_in_the_numbers_is_a_loss_and_its_items_come_from_the_final_output()
    {
        string[] frames =
        [
            """{"type":"response.output_text.delta","sequence_number":1,"output_index":0,"content_index":0,"delta":"Hi"}""",
            """{"type":"response.output_item.done","sequence_number":2,"output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"Hi"}]}}""",
            """{"type":"response.completed","sequence_number":9,"response":{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"Hi"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}}""",
        ];
        var losses = new LossSink();

        var response = Decode(default, losses, frames).Build();

        Assert.Equal([new TextPart("Hi"), new ToolCallPart("c", "f", Domain.RawJson.EmptyObject)], response.Parts);
        Assert.Contains("sequence_number", losses.Fields);
        Assert.Equal(FailureKind.Cut, Decode(new() { RefusesGaps = true }, frames).Failure?.Kind);
    }

    [Theory]
    [InlineData("Hello", "Hello")]
    [InlineData("Hel", null)]
    [InlineData("Helo", null)]
    [InlineData("", null)]
    public void A_final_output_ends_the_items_that_have_no_end_of_their_own(string delta, string? expected)
    {
        var builder = Decode(
            default,
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","status":"in_progress","content":[]}}""",
            $$"""{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"{{delta}}"}""",
            """{"type":"response.completed","response":{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"Hello"}]}]}}""");

        Assert.Equal(expected is null, builder.Failure is not null);
        if (expected is not null)
        {
            Assert.Equal([new TextPart(expected)], builder.Build().Parts);
        }
    }

    [Theory]
    [InlineData("""{"type":"message","content":[{"type":"output_text","text":"Hello"},{"type":"output_text","text":"you"}]}""", "Hello", "you")]
    [InlineData("""{"type":"message","content":[{"type":"output_text","text":"Hel"}]}""", "Hel")]
    public void The_end_of_an_item_has_the_texts_that_its_deltas_lack(string item, params string[] expected) =>
        Assert.Equal(
            expected,
            Decode(
                default,
                """{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hel"}""",
                $$"""{"type":"response.output_item.done","output_index":0,"item":{{item}}}""",
                Completed).Build().Parts.Cast<TextPart>().Select(p => p.Text.ToString()));

    [Fact]
    public void The_end_of_a_call_has_the_arguments_that_its_deltas_lack()
    {
        var response = Decode(
            default,
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"c","name":"f","arguments":"","status":"in_progress"}}""",
            """{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"q\":"}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"c","name":"f","arguments":"{\"q\":1}"}}""",
            Completed).Build();

        Assert.Equal("""{"q":1}""", Assert.IsType<ToolCallPart>(Assert.Single(response.Parts)).Arguments.ToString());
    }

    [Theory]
    [InlineData("""{"type":"response.output_text.delta","output_index":0,"delta":7}""", FailureKind.Malformed)]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":7}]}}""", FailureKind.Malformed)]
    [InlineData(Completed, FailureKind.Cut)]
    [InlineData("""{"detail":"it broke"}""", FailureKind.ServerError)]
    public void A_frame_that_is_out_of_place_is_a_failure(string frame, FailureKind expected) =>
        Assert.Equal(
            expected,
            Decode(
                default,
                """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","status":"in_progress","content":[]}}""",
                """{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Hi"}""",
                frame).Failure?.Kind);

    private static ChatResponseBuilder Decode(StreamRules rules, params string[] frames) => Decode(rules, new LossSink(), frames);

    private static ChatResponseBuilder Decode(StreamRules rules, LossSink losses, params string[] frames)
    {
        var builder = new ChatResponseBuilder();
        var decoder = new ResponsesStreamDecoder(losses, rules);
        foreach (var frame in frames)
        {
            decoder.Decode(default, Encoding.UTF8.GetBytes(frame), builder);
        }

        return builder;
    }
}
