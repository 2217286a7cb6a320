using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Anthropic.Passthrough;
using RouterMaestro.Protocols.Anthropic.Requests;
using RouterMaestro.Protocols.Anthropic.Responses;
using RouterMaestro.Protocols.Anthropic.Streaming;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Anthropic;

/// <summary>Anthropic Messages, both halves.</summary>
internal sealed class AnthropicCodec : IInboundCodec, IOutboundCodec
{
    private static readonly byte[] _keepalive = "event: ping\ndata: {\"type\":\"ping\"}\n\n"u8.ToArray();

    public WireProtocol Protocol => WireProtocol.AnthropicMessages;

    public ProtocolDescription Description => AnthropicDescription.Instance;

    public ReadOnlyMemory<byte> Keepalive => _keepalive;

    public bool AbortsAfterStreamError => false;

    public FactsReading ReadFacts(ReadOnlySpan<byte> body, RequestHints hints) => AnthropicFacts.Read(body, hints);

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses) =>
        AnthropicRequestReader.Read(body, hints, losses);

    public void WriteResponse(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses) =>
        AnthropicResponseWriter.Write(json, response, options, losses);

    public IStreamEncoder CreateEncoder(ResponseOptions options) => new AnthropicStreamEncoder(options);

    public WireError WriteError(RouterError error) => AnthropicErrors.Write(error);

    public void WriteRequest(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses) =>
        AnthropicRequestWriter.Write(json, request, target, losses);

    public int PlanEdits(ReadOnlySpan<byte> body, RequestFacts facts, in BodyMap map, RequestTarget target, Span<BodyEdit> edits) =>
        AnthropicEdits.Plan(body, facts, map, target, edits);

    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body) => AnthropicResponseReader.Read(body);

    public IStreamDecoder CreateDecoder(LossSink losses, StreamRules rules = default) => new AnthropicStreamDecoder(losses, rules);

    public PassthroughReading ReadPassthrough(ReadOnlySpan<byte> body, PassthroughOptions options) => AnthropicPassthrough.Read(body);

    public IStreamTap CreateTap(PassthroughOptions options) => new AnthropicTap(options);

    public UpstreamFailure ReadFailure(int status, IUpstreamResponseHeaders headers, ReadOnlySpan<byte> body) =>
        AnthropicErrors.Read(status, headers, body);
}
