using System.Text.Json;
using BenchmarkDotNet.Attributes;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Benchmarks;

/// <summary>Measures a buffered response of 1 KiB in each protocol: passthrough, reading, writing.</summary>
public class ResponseBenchmarks
{
    private IInboundCodec _inbound = null!;
    private IOutboundCodec _outbound = null!;
    private byte[] _body = [];
    private ChatResponse _response = null!;

    public static IEnumerable<string> Protocols => Samples.Protocols;

    [ParamsSource(nameof(Protocols))]
    public string Protocol { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        (_inbound, _outbound) = (Samples.Inbound(Protocol), Samples.Outbound(Protocol));
        _body = Samples.Response(Protocol);
        _response = Read().Response!;
    }

    [Benchmark]
    public PassthroughReading Tap() => _outbound.ReadPassthrough(_body, default);

    [Benchmark]
    public ResponseReading Read() => _outbound.ReadResponse(_body);

    [Benchmark]
    public int Write()
    {
        using var body = BodyBuffer.Rent(_body.Length);
        using var json = new Utf8JsonWriter(body, WireJson.WriterOptions);
        _inbound.WriteResponse(json, _response, Samples.Options, new LossSink());
        json.Flush();
        return body.Length;
    }
}
