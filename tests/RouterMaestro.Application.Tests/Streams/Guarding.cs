using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Health;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Application.Tests.Streams;

/// <summary>Sends responses through guards and reads what comes out.</summary>
internal static class Guarding
{
    public static readonly WireProtocol[] Protocols = [WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages, WireProtocol.OpenAIResponses];

    public static ResponseOptions Options { get; } = new(new ResponseIdentity("0123456789abcdef01234567", "p/m", 1_700_000_000)) { IncludeUsage = true, ShowReasoning = true };

    /// <summary>Lets a response pass guards.</summary>
    public static async Task<Attempt> GuardAsync(ProviderResponse response, WireProtocol protocol, params IStreamGuard[] guards)
    {
        var registered = new StreamGuards(guards, NullLogger<StreamGuards>.Instance);
        var inbound = new InboundCall(new ChatRequest("p/m", [new Message(Role.User, [new TextPart("hi")])]));
        var call = new CandidateCall(inbound, new Candidate(new ModelRef("p", "m"), "asked for"), Codecs.All.DescriptionOf(protocol), TimeLimits.Default)
        {
            Guards = [.. guards],
        };
        var pipeline = new StreamPipeline(call, Monitors.Of(new HealthRegistry(TimeProvider.System)).Start(inbound), context: null);
        return await pipeline.GuardAsync(new Attempt.Committed(response), registered, Codecs.All, CancellationToken.None);
    }

    /// <summary>Reads a stream of events to its end.</summary>
    public static async Task<List<ChatEvent>> ReadAsync(EventStream stream)
    {
        var list = new EventList();
        while (await stream.ReadAsync(CancellationToken.None))
        {
            stream.Drain(list);
        }

        return list.Events;
    }

    /// <summary>Reads a passthrough stream to its end.</summary>
    public static async Task<byte[]> ReadAsync(PassthroughStream stream)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (await stream.ReadAsync(CancellationToken.None))
        {
            stream.Drain(bytes);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Encodes events in a protocol.</summary>
    public static byte[] Encode(WireProtocol protocol, IEnumerable<ChatEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = Codecs.All.InboundFor(protocol).CreateEncoder(Options);
        encoder.Output = output;
        foreach (var chatEvent in events)
        {
            encoder.Write(chatEvent);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Splits a stream into its frames.</summary>
    public static List<byte[]> FramesOf(ReadOnlySpan<byte> stream)
    {
        var reader = new SseFrameReader();
        List<byte[]> frames = [];
        while (reader.TryRead(stream, isFinal: true, out var frame))
        {
            frames.Add(frame.Raw.ToArray());
            stream = stream[frame.Raw.Length..];
        }

        return frames;
    }

    /// <summary>Decodes a stream that may not be complete.</summary>
    public static List<ChatEvent> Decode(WireProtocol protocol, ReadOnlySpan<byte> stream)
    {
        var list = new EventList();
        var decoder = Codecs.All.OutboundFor(protocol).CreateDecoder(new LossSink());
        var reader = new SseFrameReader();
        while (reader.TryRead(stream, isFinal: true, out var frame))
        {
            if (!frame.Data.IsEmpty)
            {
                decoder.Decode(frame.EventName, frame.Data, list);
            }

            stream = stream[frame.Raw.Length..];
        }

        return list.Events;
    }
}
