using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Decodes frames and collects the events as records.</summary>
internal sealed class Script : IChatEventSink
{
    public List<ChatEvent> Events { get; } = [];

    public static Script Decode(params ReadOnlySpan<string> frames)
    {
        var decoder = new OpenAIChatStreamDecoder(new LossSink(), new() { OmitsFinishReason = true });
        var script = new Script();
        foreach (var frame in frames)
        {
            decoder.Decode([], Encoding.UTF8.GetBytes(frame), script);
        }

        decoder.End(script);
        Assert.True(decoder.IsEnded);
        return script;
    }

    /// <summary>Returns a chunk with one choice.</summary>
    public static string Chunk(string delta, string finish = "null") =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""";

    public void Write(in ChatEventSpan span) => Events.Add(span.ToEvent());

    public ChatResponse Fold()
    {
        var builder = new ChatResponseBuilder();
        Events.ForEach(e => builder.Write(e));
        Assert.True(builder.IsComplete);
        return builder.Build();
    }
}
