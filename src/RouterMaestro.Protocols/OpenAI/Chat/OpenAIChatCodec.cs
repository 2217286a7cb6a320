using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.OpenAI.Chat.Errors;
using RouterMaestro.Protocols.OpenAI.Chat.Passthrough;
using RouterMaestro.Protocols.OpenAI.Chat.Requests;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using RouterMaestro.Protocols.OpenAI.Chat.Streaming;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>Reads and writes OpenAI Chat Completions, for callers and for providers.</summary>
internal sealed class OpenAIChatCodec : IInboundCodec, IOutboundCodec
{
    private static readonly byte[] _keepalive = ": keepalive\n\n"u8.ToArray();

    public WireProtocol Protocol => WireProtocol.OpenAIChat;

    public ProtocolDescription Description => OpenAIChatDescription.Instance;

    public ReadOnlyMemory<byte> Keepalive => _keepalive;

    public bool AbortsAfterStreamError => true;

    public FactsReading ReadFacts(ReadOnlySpan<byte> body, RequestHints hints) => OpenAIChatFacts.Read(body, hints);

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses) =>
        OpenAIChatRequestReader.Read(body, hints, losses);

    public void WriteResponse(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses) =>
        OpenAIChatResponseWriter.Write(json, response, options, losses);

    public IStreamEncoder CreateEncoder(ResponseOptions options) => new OpenAIChatStreamEncoder(options);

    public WireError WriteError(RouterError error) => OpenAIChatErrors.Write(error);

    public void WriteRequest(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses) =>
        OpenAIChatRequestWriter.Write(json, request, target, losses);

    public int PlanEdits(ReadOnlySpan<byte> body, RequestFacts facts, in BodyMap map, RequestTarget target, Span<BodyEdit> edits) =>
        OpenAIChatEdits.Plan(body, facts, map, target, edits);

    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body) => OpenAIChatResponseReader.Read(body);

    public IStreamDecoder CreateDecoder(LossSink losses, StreamRules rules = default) => new OpenAIChatStreamDecoder(losses, rules);

    public PassthroughReading ReadPassthrough(ReadOnlySpan<byte> body, PassthroughOptions options) => OpenAIChatPassthrough.Read(body, options);

    public IStreamTap CreateTap(PassthroughOptions options) => new OpenAIChatTap(options);

    public UpstreamFailure ReadFailure(int status, IUpstreamResponseHeaders headers, ReadOnlySpan<byte> body) =>
        OpenAIChatErrors.Read(status, headers, body);
}
