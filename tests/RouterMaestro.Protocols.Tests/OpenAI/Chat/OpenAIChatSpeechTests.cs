using System.Text;
using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public class OpenAIChatSpeechTests
{
    private const int Iterations = 300;
    private readonly OpenAIChatSpeech _speech = new();

    [Fact]
    public void A_request_survives_being_written_and_read() => _speech.Requests.Sample(
        request =>
        {
            var losses = new LossSink();
            Assert.Equal(request, Read(WriteRequest(request, losses: losses), losses));
            Assert.True(losses.IsEmpty);
        },
        iter: Iterations);

    [Fact]
    public void A_response_survives_being_written_and_read() => _speech.Responses.Sample(
        response => Assert.Equal(response, Anonymous(OpenAIChatResponseReader.Read(Encoding.UTF8.GetBytes(WriteResponse(response))).Response!)),
        iter: Iterations);

    [Fact]
    public void A_streamed_response_folds_to_the_buffered_one() => _speech.Responses.Sample(
        response =>
        {
            var stream = Encode(ChatResponseEvents.Of(response));
            _speech.AssertWellFormed([.. SseFrames.Read(stream, stream.Length).Frames.Select(f => (f.Event, f.Data))]);
            Assert.Equal(response, Anonymous(Decode(Encoding.UTF8.GetBytes(stream)).Build()));
        },
        iter: Iterations);

    private static ChatResponse Anonymous(ChatResponse response) => response with { Id = null, Model = null, Created = null };
}
