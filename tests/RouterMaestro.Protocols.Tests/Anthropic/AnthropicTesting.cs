using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Requests;
using RouterMaestro.Protocols.Anthropic.Streaming;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>What the tests of the Anthropic codec share.</summary>
internal static class AnthropicTesting
{
    public static ResponseOptions Options { get; } =
        new(new ResponseIdentity("0123456789abcdef0123456789abcdef", "openai/gpt-x", 1_790_000_000)) { ShowReasoning = true };

    public static RequestTarget Target(ModelLimits? limits = null, string model = "claude-x") =>
        new(new ModelRef("anthropic", model), Encoding.UTF8.GetBytes($"\"{model}\""), limits ?? ModelLimits.Unknown) { Facts = ModelFacts.Of(model) };

    public static IReadOnlyList<(string Event, string Data)> Frames(ReadOnlySpan<byte> stream)
    {
        var reader = new SseFrameReader();
        List<(string, string)> frames = [];
        while (!stream.IsEmpty && reader.TryRead(stream, isFinal: true, out var frame))
        {
            frames.Add((Encoding.UTF8.GetString(frame.EventName), Encoding.UTF8.GetString(frame.Data)));
            stream = stream[frame.Raw.Length..];
        }

        return frames;
    }

    public static ChatResponseBuilder Decode(ReadOnlySpan<byte> stream)
    {
        var builder = new ChatResponseBuilder();
        Run(new AnthropicStreamDecoder(new LossSink()), stream, builder);
        return builder;
    }

    /// <summary>Decodes a stream and encodes its events at once.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> stream)
    {
        var output = new ArrayBufferWriter<byte>();
        Run(new AnthropicStreamDecoder(new LossSink()), stream, new AnthropicStreamEncoder(Options) { Output = output });
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Encode(IEnumerable<ChatEvent> script)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = new AnthropicStreamEncoder(Options) { Output = output };
        foreach (var chatEvent in script)
        {
            encoder.Write(chatEvent);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Encodes a whole answer as the stream that would have brought it.</summary>
    public static byte[] Encode(ChatResponse response) => Encode(ChatResponseEvents.Of(response));

    public static void Run(IStreamDecoder decoder, ReadOnlySpan<byte> stream, IChatEventSink sink)
    {
        foreach (var (name, data) in Frames(stream))
        {
            decoder.Decode(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data), sink);
        }

        decoder.End(sink);
    }

    public static ChatRequest Read(byte[] body) => AnthropicRequestReader.Read(body, RequestHints.None, new LossSink());

    public static byte[] WriteRequest(ChatRequest request, RequestTarget? target = null, LossSink? losses = null) => Encoding.UTF8.GetBytes(
        Write(json => AnthropicRequestWriter.Write(json, request, target ?? Target(model: request.Model), losses ?? new LossSink())));

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
