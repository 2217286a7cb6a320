using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Responses.Requests;
using RouterMaestro.Protocols.OpenAI.Responses.Responses;
using RouterMaestro.Protocols.OpenAI.Responses.Streaming;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>What the tests of the Responses codec share.</summary>
internal static class ResponsesTesting
{
    public static ResponseOptions Options { get; } =
        new(new ResponseIdentity("0123456789abcdef01234567", "p/m", 1_790_000_000)) { ShowReasoning = true };

    public static RequestTarget Target(string model = "m") =>
        new(new ModelRef("p", model), Encoding.UTF8.GetBytes($"\"{model}\""), ModelLimits.Unknown);

    public static ChatRequest Read(string body, LossSink? losses = null) => Read(Encoding.UTF8.GetBytes(body), losses);

    public static ChatRequest Read(byte[] body, LossSink? losses = null) =>
        ResponsesRequestReader.Read(body, RequestHints.None, losses ?? new LossSink());

    public static string WriteRequest(ChatRequest request, RequestTarget? target = null, LossSink? losses = null) =>
        Write(json => ResponsesRequestWriter.Write(json, request, target ?? Target(request.Model), losses ?? new LossSink()));

    public static string WriteResponse(ChatResponse response, ResponseOptions? options = null, LossSink? losses = null) =>
        Write(json => ResponsesResponseWriter.Write(json, response, options ?? Options, losses ?? new LossSink()));

    /// <summary>Decodes a stream that arrives in pieces of given lengths, whole when none is given.</summary>
    public static List<ChatEvent> Decode(ReadOnlySpan<byte> stream, params int[] pieces)
    {
        var events = new EventList();
        Run(stream, events, pieces);
        return events.Events;
    }

    public static List<ChatEvent> Decode(string stream) => Decode(Encoding.UTF8.GetBytes(stream));

    /// <summary>Decodes frames of which only the data is given; the event's name is their type.</summary>
    public static List<ChatEvent> DecodeFrames(params string[] frames) =>
        Decode(string.Concat(frames.Select(f => $"event: {JsonDocument.Parse(f).RootElement.GetProperty("type").GetString()}\ndata: {f}\n\n")));

    public static ChatResponseBuilder Fold(IEnumerable<ChatEvent> events)
    {
        var builder = new ChatResponseBuilder();
        foreach (var chatEvent in events)
        {
            builder.Write(chatEvent);
        }

        return builder;
    }

    /// <summary>Decodes a stream and encodes its events at once.</summary>
    public static string Encode(ReadOnlySpan<byte> stream, ResponseOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        Run(stream, new ResponsesStreamEncoder(options ?? Options) { Output = output });
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string Encode(IEnumerable<ChatEvent> events, ResponseOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new ResponsesStreamEncoder(options ?? Options) { Output = output };
        foreach (var chatEvent in events)
        {
            encoder.Write(chatEvent);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static List<(string Event, string Data)> Frames(string stream) =>
        [.. SseFrames.Read(stream, stream.Length).Frames.Where(f => f.DataOffset != 0).Select(f => (f.Event, f.Data))];

    public static void AssertJson(string expected, string actual)
    {
        if (!RawJson.Parse(expected).Equals(RawJson.Parse(actual)))
        {
            Assert.Equal(expected, actual);
        }
    }

    private static void Run(ReadOnlySpan<byte> stream, IChatEventSink sink, params int[] pieces)
    {
        var decoder = new ResponsesStreamDecoder(new LossSink());
        foreach (var frame in SseFrames.Read(stream, pieces.Length == 0 ? [int.MaxValue / 2] : pieces).Frames.Where(f => f.DataOffset != 0))
        {
            decoder.Decode(Encoding.UTF8.GetBytes(frame.Event), Encoding.UTF8.GetBytes(frame.Data), sink);
        }

        decoder.End(sink);
        Assert.True(decoder.IsEnded);
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
