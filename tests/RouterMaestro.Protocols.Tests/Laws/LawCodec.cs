using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>A registered codec, both halves, with what it can say.</summary>
internal sealed record LawCodec(IInboundCodec Inbound, IOutboundCodec Outbound, ICodecSpeech Speech)
{
    private static readonly Lazy<CodecRegistry> _registry = new(() =>
    {
        using var services = new ServiceCollection().AddRouterMaestroCore().Services.BuildServiceProvider();
        return services.GetRequiredService<CodecRegistry>();
    });

    /// <summary>Gets the names of the registered codecs with both halves, a row each: a new one enrols itself.</summary>
    public static TheoryData<string> Names => new(Registered);

    /// <summary>Gets the names of all registered codecs.</summary>
    public static IEnumerable<string> Registered =>
        _registry.Value.Inbound.Select(c => c.Protocol.Name).Union(_registry.Value.Outbound.Select(c => c.Protocol.Name));

    private static ResponseOptions Options { get; } =
        new(new("0123456789abcdef0123456789abcdef", "openai/gpt-x", 1_790_000_000)) { ShowReasoning = true, IncludeUsage = true };

    public static LawCodec Get(string name)
    {
        var protocol = WireProtocol.Find(name)!;
        return new(_registry.Value.InboundFor(protocol), _registry.Value.OutboundFor(protocol), SpeechOf(protocol)!);
    }

    /// <summary>Finds what a protocol can say; null when no tests say it.</summary>
    public static ICodecSpeech? SpeechOf(WireProtocol protocol) => typeof(LawCodec).Assembly.GetTypes()
        .Where(t => typeof(ICodecSpeech).IsAssignableFrom(t) && t is { IsClass: true, IsAbstract: false })
        .Select(t => (ICodecSpeech)Activator.CreateInstance(t)!)
        .SingleOrDefault(s => s.Protocol == protocol);

    public byte[] WriteRequest(ChatRequest request, LossSink losses)
    {
        var target = new RequestTarget(new ModelRef("p", request.Model), JsonSerializer.SerializeToUtf8Bytes(request.Model), ModelLimits.Unknown) { Server = TestServers.AsWritten };
        return Write(json => Outbound.WriteRequest(json, request, target, losses));
    }

    public byte[] WriteResponse(ChatResponse response, LossSink losses) => Write(json => Inbound.WriteResponse(json, response, Options, losses));

    public byte[] Encode(IEnumerable<ChatEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        var encoder = CreateEncoder(output);
        foreach (var chatEvent in events)
        {
            encoder.Write(chatEvent);
        }

        return output.WrittenSpan.ToArray();
    }

    public IStreamEncoder CreateEncoder(IBufferWriter<byte> output)
    {
        var encoder = Inbound.CreateEncoder(Options);
        encoder.Output = output;
        return encoder;
    }

    /// <summary>Decodes a stream that arrives in pieces.</summary>
    public void Decode(byte[] stream, IChatEventSink sink, params int[] pieces)
    {
        var decoder = Outbound.CreateDecoder(new LossSink(), new() { OmitsFinishReason = true });
        foreach (var frame in SseFrames.Read(stream, pieces).Frames.Where(f => f.DataOffset != 0))
        {
            decoder.Decode(Encoding.UTF8.GetBytes(frame.Event), Encoding.UTF8.GetBytes(frame.Data), sink);
        }

        decoder.End(sink);
        Assert.True(decoder.IsEnded);
    }

    public List<ChatEvent> Decode(byte[] stream, params int[] pieces)
    {
        var events = new EventList();
        Decode(stream, events, pieces.Length == 0 ? [int.MaxValue / 2] : pieces);
        return events.Events;
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WireJson.WriterOptions))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
