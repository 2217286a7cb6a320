using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.AspNetCore.Tests.Protocols.Toy;

/// <summary>
/// Both halves of a protocol of a host app, as docs/extending/protocol.md describes it. Its whole grammar:
/// <code>
/// call      POST /toy/ask/MODEL       {"say":[LINE…],"max":TOKENS?}
/// stream    POST /toy/stream/MODEL    the same
/// LINE      ["rule"|"user"|"bot",TEXT]
/// response  {"reply":TEXT,"end":END,"cost":[PROMPT,COMPLETION]}
/// frames    {"bit":TEXT} …, then {"end":END,"cost":[PROMPT,COMPLETION]}
/// END       "done"|"cut"
/// error     {"oops":{"code":CODE,"text":TEXT}}, also as the last frame
/// models    GET /toy/models           {"toys":[{"toy":ID,"max":TOKENS?}…]}
/// count     POST /toy/count/MODEL     {"tokens":NUMBER}
/// key       toy-key: KEY
/// </code>
/// </summary>
public class ToyCodec : IInboundCodec, IOutboundCodec
{
    private static readonly byte[] _keepalive = ": still here\n\n"u8.ToArray();

    public WireProtocol Protocol => Description.Protocol;

    public virtual ProtocolDescription Description => ToyDescription.Instance;

    public ReadOnlyMemory<byte> Keepalive => _keepalive;

    public bool AbortsAfterStreamError => false;

    public FactsReading ReadFacts(ReadOnlySpan<byte> body, RequestHints hints) => ToyRequest.ReadFacts(body, hints);

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses) => ToyRequest.Read(body, hints);

    public void WriteResponse(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses) =>
        ToyResponse.Write(json, response, losses);

    public IStreamEncoder CreateEncoder(ResponseOptions options) => new ToyEncoder();

    public WireError WriteError(RouterError error) => ToyError.Write(error);

    public void WriteRequest(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses) =>
        ToyRequest.Write(json, request, losses);

    // the path names the model, so that nothing in the body depends on the provider
    public int PlanEdits(ReadOnlySpan<byte> body, RequestFacts facts, in BodyMap map, RequestTarget target, Span<BodyEdit> edits) => 0;

    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body) => ToyResponse.Read(body);

    public IStreamDecoder CreateDecoder(LossSink losses, StreamRules rules = default) => new ToyDecoder();

    public PassthroughReading ReadPassthrough(ReadOnlySpan<byte> body, PassthroughOptions options) => ToyResponse.ReadPassthrough(body);

    public IStreamTap CreateTap(PassthroughOptions options) => new ToyTap();

    public UpstreamFailure ReadFailure(int status, IUpstreamResponseHeaders headers, ReadOnlySpan<byte> body) => ToyError.Read(status, body);
}
