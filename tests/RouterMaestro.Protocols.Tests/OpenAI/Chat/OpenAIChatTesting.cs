using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Chat.Requests;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Helpers of the tests of the Chat codec.</summary>
internal static class OpenAIChatTesting
{
    public static ResponseOptions Options { get; } =
        new(new ResponseIdentity("0123456789abcdef01234567", "p/m", 1_790_000_000)) { ShowReasoning = true, IncludeUsage = true };

    public static RequestTarget Target(string model = "m") =>
        new(new ModelRef("p", model), Encoding.UTF8.GetBytes($"\"{model}\""), ModelLimits.Unknown) { Server = TestServers.AsWritten };

    public static ChatRequest Read(string body, LossSink? losses = null) => Read(Encoding.UTF8.GetBytes(body), losses);

    public static ChatRequest Read(byte[] body, LossSink? losses = null) =>
        OpenAIChatRequestReader.Read(body, RequestHints.None, losses ?? new LossSink());

    public static string WriteRequest(ChatRequest request, RequestTarget? target = null, LossSink? losses = null) =>
        Write(json => OpenAIChatRequestWriter.Write(json, request, target ?? Target(request.Model), losses ?? new LossSink()));

    public static string WriteResponse(ChatResponse response, ResponseOptions? options = null, LossSink? losses = null) =>
        Write(json => OpenAIChatResponseWriter.Write(json, response, options ?? Options, losses ?? new LossSink()));

    public static ChatResponseBuilder Decode(ReadOnlySpan<byte> stream)
    {
        var builder = new ChatResponseBuilder();
        Run(stream, builder);
        return builder;
    }

    /// <summary>Decodes a stream and encodes its events.</summary>
    public static string Encode(ReadOnlySpan<byte> stream, ResponseOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        Run(stream, new OpenAIChatStreamEncoder(options ?? Options) { Output = output });
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Encode(IEnumerable<ChatEvent> events, ResponseOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new OpenAIChatStreamEncoder(options ?? Options) { Output = output };
        foreach (var chatEvent in events)
        {
            encoder.Write(chatEvent);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static void AssertJson(string expected, string actual)
    {
        if (!RawJson.Parse(expected).Equals(RawJson.Parse(actual)))
        {
            Assert.Equal(expected, actual);
        }
    }

    private static void Run(ReadOnlySpan<byte> stream, IChatEventSink sink)
    {
        var decoder = new OpenAIChatStreamDecoder(new LossSink(), new() { OmitsFinishReason = true });
        foreach (var frame in SseFrames.Read(stream, stream.Length).Frames)
        {
            decoder.Decode(Encoding.UTF8.GetBytes(frame.Event), Encoding.UTF8.GetBytes(frame.Data), sink);
        }

        decoder.End(sink);
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WireJson.WriterOptions))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
