using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Tests.Chat;

public sealed class ChatResponseTests
{
    private static readonly ChatResponse _response = new(
        [
            new ReasoningPart("Hm."),
            new TextPart("One \"and\" "),
            new ToolCallPart("call_1", "look", RawJson.Parse("""{"at":"x"}""")),
            new TextPart("two."),
            new RefusalPart("No."),
        ],
        FinishReason.ToolCalls,
        Usage: null);

    [Fact]
    public void Its_text_is_that_of_its_text_parts() => Assert.Equal("One \"and\" two.", _response.Text);

    [Fact]
    public void Without_text_it_is_empty() => Assert.Equal("", (_response with { Parts = [new RefusalPart("No.")] }).Text);

    [Fact]
    public void Its_tool_calls_stand_alone() => Assert.Equal("look", Assert.Single(_response.ToolCalls.ToArray()).Name);

    [Fact]
    public void It_continues_the_conversation_whole() => Assert.Equal(new Message(Role.Assistant, _response.Parts), _response.ToMessage());

    [Fact]
    public void A_message_is_made_of_text()
    {
        Assert.Equal(new Message(Role.System, [new TextPart("a")]), Message.System("a"));
        Assert.Equal(new Message(Role.User, [new TextPart("a")]), Message.User("a"));
        Assert.Equal(new Message(Role.Assistant, [new TextPart("a")]), Message.Assistant("a"));
    }

    [Fact]
    public void A_copy_keeps_nothing_of_a_buffer()
    {
        List<byte[]> buffers = [];
        var response = Referring(buffers);
        var equal = Referring([]);

        var copy = ChatResponseCopy.Of(response);
        Assert.Equal(equal, copy);
        buffers.ForEach(buffer => buffer.AsSpan().Fill((byte)'x'));

        Assert.NotEqual(equal.Text, response.Text);
        Assert.Equal(equal, copy);
    }

    [Fact]
    public async Task A_stream_that_broke_off_is_no_response()
    {
        var failure = new UpstreamFailure(FailureKind.ServerError, "it broke");

        var error = await Assert.ThrowsAsync<RouterException>(() => Events().ToChatResponseAsync());

        Assert.Equal("it broke", error.Message);

        async IAsyncEnumerable<ChatEvent> Events()
        {
            await Task.Yield();
            yield return new ChatEvent.Started(null, null, null, null);
            yield return new ChatEvent.Failed(failure);
        }
    }

    /// <summary>Makes a response with every kind of value that refers to bytes.</summary>
    private static ChatResponse Referring(List<byte[]> buffers)
    {
        var fields = new Extensions(WireProtocol.OpenAIChat, [new ExtensionField("f", Json("{\"a\":1}"))]);
        return new(
            [
                new TextPart(Text("text")) { Extensions = fields },
                new RefusalPart(Text("refusal")),
                new ReasoningPart(Text("reasoning")),
                new RedactedReasoningPart(Text("redacted")),
                new ToolCallPart("id", "name", Json("{\"b\":2}")),
                new ToolResultPart("id", [new TextPart(Text("result"))]),
                new ImagePart(new MediaSource.Base64("image/png", Text("base64"))),
                new ImagePart(new MediaSource.Url(Text("url"))),
                new ImagePart(new MediaSource.File("file")),
                new DocumentPart(new MediaSource.Text(Text("document"))),
                new DocumentPart(new MediaSource.Blocks([new TextPart(Text("block"))])),
            ],
            FinishReason.Stop,
            Usage: null)
        {
            Extensions = fields,
        };

        JsonText Text(string text) => JsonText.FromQuoted(Bytes($"\"{text}\""));

        RawJson Json(string json) => new(Bytes(json));

        byte[] Bytes(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            buffers.Add(bytes);
            return bytes;
        }
    }
}
