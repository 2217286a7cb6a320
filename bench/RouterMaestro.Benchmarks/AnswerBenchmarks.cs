using System.Text.Json;
using BenchmarkDotNet.Attributes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Benchmarks;

/// <summary>What a whole answer of 1 KiB costs in each dialect: passed on as it is, read, written.</summary>
public class AnswerBenchmarks
{
    private IInboundCodec _inbound = null!;
    private IOutboundCodec _outbound = null!;
    private byte[] _body = [];
    private ChatResponse _answer = null!;

    public static IEnumerable<string> Dialects => Samples.Dialects;

    [ParamsSource(nameof(Dialects))]
    public string Dialect { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        (_inbound, _outbound) = (Samples.Inbound(Dialect), Samples.Outbound(Dialect));
        _body = Samples.Answer(Dialect);
        _answer = Read().Answer!;
    }

    [Benchmark]
    public PassthroughReading Tap() => _outbound.ReadPassthrough(_body);

    [Benchmark]
    public AnswerReading Read() => _outbound.ReadAnswer(_body);

    [Benchmark]
    public int Write()
    {
        using var body = BodyBuffer.Rent(_body.Length);
        using var json = new Utf8JsonWriter(body, WireJson.WriterOptions);
        _inbound.WriteAnswer(json, _answer, Samples.Options, new LossSink());
        json.Flush();
        return body.Length;
    }
}
