using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.OpenAI.Responses.Errors;
using RouterMaestro.Protocols.OpenAI.Responses.Passthrough;
using RouterMaestro.Protocols.OpenAI.Responses.Requests;
using RouterMaestro.Protocols.OpenAI.Responses.Responses;
using RouterMaestro.Protocols.OpenAI.Responses.Streaming;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Provides both halves of the codec for OpenAI Responses.</summary>
internal sealed class ResponsesCodec : IInboundCodec, IOutboundCodec
{
    private static readonly byte[] _keepalive = ": keepalive\n\n"u8.ToArray();

    public WireProtocol Protocol => WireProtocol.OpenAIResponses;

    public ProtocolDescription Description => ResponsesDescription.Instance;

    public ReadOnlyMemory<byte> Keepalive => _keepalive;

    public bool AbortsAfterStreamError => false;

    public FactsReading ReadFacts(ReadOnlySpan<byte> body, RequestHints hints) => ResponsesFacts.Read(body, hints);

    public ChatRequest ReadRequest(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses) =>
        ResponsesRequestReader.Read(body, hints, losses);

    public void WriteResponse(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses) =>
        ResponsesResponseWriter.Write(json, response, options, losses);

    public IStreamEncoder CreateEncoder(ResponseOptions options) => new ResponsesStreamEncoder(options);

    public WireError WriteError(RouterError error) => ResponsesErrorWriter.Write(error);

    public ReadOnlyMemory<byte> WriteStreamError(RouterError error, StreamPlace place) => ResponsesErrorWriter.WriteFrame(error, place);

    public void WriteRequest(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses) =>
        ResponsesRequestWriter.Write(json, request, target, losses);

    public int PlanEdits(ReadOnlySpan<byte> body, RequestFacts facts, in BodyMap map, RequestTarget target, Span<BodyEdit> edits) =>
        ResponsesEdits.Plan(map, target, edits);

    public ResponseReading ReadResponse(ReadOnlyMemory<byte> body) => ResponsesResponseReader.Read(body);

    public IStreamDecoder CreateDecoder(LossSink losses, StreamRules rules = default) => new ResponsesStreamDecoder(losses, rules);

    public PassthroughReading ReadPassthrough(ReadOnlySpan<byte> body, PassthroughOptions options) => ResponsesPassthrough.Read(body);

    public IStreamTap CreateTap(PassthroughOptions options) => new ResponsesTap(options);

    public UpstreamFailure ReadFailure(int status, IUpstreamResponseHeaders headers, ReadOnlySpan<byte> body) =>
        ResponsesErrors.Read(status, headers, body);
}

/// <summary>Provides calls for stored responses. Requests have no body. Responses are passthrough, except for the name of the model.</summary>
internal sealed class StoredResponsesCodec : IOperationCodec
{
    public CallOperation Operation => CallOperation.StoredResponse;

    public WireProtocol Protocol => WireProtocol.OpenAIResponses;

    public string Path => "/responses";

    public int PlanEdits(in BodyMap map, RequestTarget target, Span<BodyEdit> edits) => 0;

    public PassthroughReading ReadResponse(ReadOnlySpan<byte> body, RequestFacts facts)
    {
        var map = ResponsesFrameMap.Read(body);
        return map.IsMalformed ? new() { Failure = UpstreamText.OfUnreadable(body) }
            : facts.Model.Length == 0 ? default
            : new() { Model = map.Model.IsGiven ? map.Model.Place : default };
    }
}
