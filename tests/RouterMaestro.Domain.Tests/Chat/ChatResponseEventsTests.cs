using CsCheck;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Domain.Tests.Chat;

public sealed class ChatResponseEventsTests
{
    private static readonly Gen<ContentPart> _part = Gen.OneOf<ContentPart>(
        Gen.String.Select(t => (ContentPart)new TextPart(t)),
        Gen.String.Select(t => (ContentPart)new RefusalPart(t)),
        Gen.Select(Gen.String, Gen.String[1, 8], (t, s) => (ContentPart)new ReasoningPart(t) { Signature = JsonText.FromString(s).ToString() }),
        Gen.String[1, 9].Select(t => (ContentPart)new RedactedReasoningPart(t)),
        Gen.Int.Select(n => (ContentPart)new ToolCallPart($"call_{n}", "f", RawJson.Parse($$"""{"n":{{n}}}"""))),
        Gen.Const((ContentPart)ToolCallPart.FromText("call", "f", "not json")));

    private static readonly Gen<ChatResponse> _response = Gen.Select(_part.Array[0, 5], Gen.Enum<FinishReason>(), (parts, finish) =>
        new ChatResponse(parts.ToEquatableArray(), finish, new TokenUsage(1, 2, 3, 4, 5)) { Id = "x", Model = "m", Created = 7, StopSequence = "." });

    [Fact]
    public void Folding_the_events_of_a_response_returns_the_response() => _response.Sample(response =>
    {
        var builder = new ChatResponseBuilder();
        builder.Write(response);
        Assert.Equal(response, builder.Build());
        Assert.True(builder.IsComplete);
    }, iter: 500);

    [Fact]
    public void An_event_survives_as_a_slice() => _response.Sample(response =>
    {
        var sink = new RecordingSink();
        foreach (var chatEvent in ChatResponseEvents.Of(response))
        {
            sink.Write(chatEvent);
        }

        Assert.Equal(ChatResponseEvents.Of(response), sink.Events);
    }, iter: 500);

    [Theory]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("""{"a":1}""", true)]
    [InlineData("[1]", false)]
    [InlineData("{", false)]
    public void Arguments_are_an_object_or_kept_as_text(string text, bool isObject)
    {
        var call = ToolCallPart.FromText("1", "f", text);

        Assert.Equal(isObject ? null : text, call.BrokenArguments);
    }

    private sealed class RecordingSink : IChatEventSink
    {
        public List<ChatEvent> Events { get; } = [];

        public void Write(in ChatEventSpan slice) => Events.Add(slice.ToEvent());
    }
}
