using System.Text.Json;
using BenchmarkDotNet.Attributes;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Benchmarks;

/// <summary>Measures a request in each protocol: the pass for the facts, reading the conversation, writing it.</summary>
public class RequestBenchmarks
{
    private IInboundCodec _inbound = null!;
    private IOutboundCodec _outbound = null!;
    private byte[] _body = [];
    private ChatRequest _request = null!;

    public static IEnumerable<string> Protocols => Samples.Protocols;

    [ParamsSource(nameof(Protocols))]
    public string Protocol { get; set; } = "";

    [Params(Samples.SmallSize, Samples.LargeSize)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        (_inbound, _outbound) = (Samples.Inbound(Protocol), Samples.Outbound(Protocol));
        _body = Samples.Request(Protocol, Size);
        _request = Read();
    }

    [Benchmark]
    public FactsReading Facts() => _inbound.ReadFacts(_body, RequestHints.None);

    [Benchmark]
    public ChatRequest Read() => _inbound.ReadRequest(_body, RequestHints.None, new LossSink());

    [Benchmark]
    public int Write()
    {
        using var body = BodyBuffer.Rent(_body.Length);
        using var json = new Utf8JsonWriter(body, WireJson.WriterOptions);
        _outbound.WriteRequest(json, _request, Samples.Target, new LossSink());
        json.Flush();
        return body.Length;
    }
}
