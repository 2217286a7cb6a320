using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The provider's half of a protocol: writes requests and reads responses. All methods are pure.</summary>
public interface IOutboundCodec
{
    /// <summary>Gets the protocol.</summary>
    WireProtocol Protocol { get; }

    /// <summary>Gets the description of the protocol.</summary>
    ProtocolDescription Description { get; }

    /// <summary>Writes a request.</summary>
    /// <param name="json">Receives the document.</param>
    /// <param name="request">The conversation.</param>
    /// <param name="target">The target of the request.</param>
    /// <param name="losses">Receives the fields that the protocol cannot express.</param>
    void WriteRequest(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses);

    /// <summary>Lists the edits of a passthrough request, in the order of their places.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="facts">The facts read from it.</param>
    /// <param name="map">The places of its editable members.</param>
    /// <param name="target">The target of the request.</param>
    /// <param name="edits">Receives the edits; it holds at least <see cref="RequestTarget.MaxEdits"/>.</param>
    /// <returns>The number of edits.</returns>
    int PlanEdits(ReadOnlySpan<byte> body, RequestFacts facts, in BodyMap map, RequestTarget target, Span<BodyEdit> edits);

    /// <summary>Reads a complete response with a success status.</summary>
    /// <param name="body">The body of the response; the result may refer to its bytes.</param>
    ResponseReading ReadResponse(ReadOnlyMemory<byte> body);

    /// <summary>Creates a decoder for one streamed response.</summary>
    /// <param name="losses">Receives the fields that the events cannot hold.</param>
    /// <param name="rules">What is expected of the provider's streams.</param>
    IStreamDecoder CreateDecoder(LossSink losses, StreamRules rules = default);

    /// <summary>Finds the <c>model</c> to rewrite and the values to repair in a complete passthrough response, and reads its usage and finish reason.</summary>
    /// <param name="body">The body of the response.</param>
    /// <param name="options">The options.</param>
    PassthroughReading ReadPassthrough(ReadOnlySpan<byte> body, PassthroughOptions options);

    /// <summary>Creates a tap for one passthrough stream.</summary>
    /// <param name="options">The options.</param>
    IStreamTap CreateTap(PassthroughOptions options);

    /// <summary>Reads a response with an error status.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="headers">The header fields of the response.</param>
    /// <param name="body">The body of the response; it may be empty or not JSON.</param>
    UpstreamFailure ReadFailure(int status, IUpstreamResponseHeaders headers, ReadOnlySpan<byte> body);
}
