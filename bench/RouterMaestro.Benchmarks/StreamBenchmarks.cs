using System.Buffers;
using BenchmarkDotNet.Attributes;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Infrastructure.Providers.Streams;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Sse;

namespace RouterMaestro.Benchmarks;

/// <summary>What each piece of a streamed answer costs in each protocol: cutting, splicing, decoding, encoding.</summary>
public class StreamBenchmarks
{
    private const int Pieces = 1000;
    private static readonly byte[] _model = "\"p/model-x\""u8.ToArray();
    private readonly ArrayBufferWriter<byte> _output = new(1024 * 1024);
    private readonly Ignored _ignored = new();
    private IInboundCodec _inbound = null!;
    private IOutboundCodec _outbound = null!;
    private byte[] _stream = [];
    private List<ChatEvent> _events = [];

    public static IEnumerable<string> Protocols => Samples.Protocols;

    [ParamsSource(nameof(Protocols))]
    public string Protocol { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        (_inbound, _outbound) = (Samples.Inbound(Protocol), Samples.Outbound(Protocol));
        _stream = Samples.Stream(Protocol, Pieces);
        _events = Samples.Events(Pieces);
    }

    [Benchmark(OperationsPerInvoke = Pieces)]
    public int Cut()
    {
        var frames = new SseFrameReader();
        var (at, count) = (0, 0);
        while (frames.TryRead(_stream.AsSpan(at), isFinal: true, out var frame) && !frame.Raw.IsEmpty)
        {
            at += frame.Raw.Length;
            count++;
        }

        return count;
    }

    /// <summary>As on the hop within one protocol: cut, tapped, and written with the model's other name.</summary>
    [Benchmark(OperationsPerInvoke = Pieces)]
    public int Rewrite()
    {
        var frames = new SseFrameReader();
        var tap = _outbound.CreateTap(default);
        _output.ResetWrittenCount();
        for (var at = 0; frames.TryRead(_stream.AsSpan(at), isFinal: true, out var frame) && !frame.Raw.IsEmpty; at += frame.Raw.Length)
        {
            var verdict = frame.Data.IsEmpty ? default : tap.Inspect(frame.EventName, frame.Data);
            SseFrameRewriter.Write(_output, frame, verdict.Model, _model, tap.Edits);
        }

        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Pieces)]
    public int Decode() => Decode(_ignored);

    [Benchmark(OperationsPerInvoke = Pieces)]
    public int Encode()
    {
        var encoder = Encoder();
        foreach (var chatEvent in _events)
        {
            encoder.Write(chatEvent);
        }

        return _output.WrittenCount;
    }

    /// <summary>Reads a stream and writes it anew, as on the hop between two protocols.</summary>
    [Benchmark(OperationsPerInvoke = Pieces)]
    public int DecodeAndEncode() => Decode(Encoder());

    private IStreamEncoder Encoder()
    {
        _output.ResetWrittenCount();
        var encoder = _inbound.CreateEncoder(Samples.Options);
        encoder.Output = _output;
        return encoder;
    }

    private int Decode(IChatEventSink sink)
    {
        var frames = new SseFrameReader();
        var decoder = _outbound.CreateDecoder(new LossSink());
        var count = 0;
        for (var at = 0; frames.TryRead(_stream.AsSpan(at), isFinal: true, out var frame) && !frame.Raw.IsEmpty; at += frame.Raw.Length)
        {
            if (!frame.Data.IsEmpty)
            {
                decoder.Decode(frame.EventName, frame.Data, sink);
                count++;
            }
        }

        return count;
    }

    private sealed class Ignored : IChatEventSink
    {
        public void Write(in ChatEventSpan slice)
        {
        }
    }
}
