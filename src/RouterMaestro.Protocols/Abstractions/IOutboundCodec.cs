using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The provider's half of a dialect: writes requests, reads answers. All methods are pure.</summary>
public interface IOutboundCodec
{
    /// <summary>Gets the dialect.</summary>
    WireProtocol Protocol { get; }

    /// <summary>Gets what else is to be known of the protocol.</summary>
    ProtocolDescription Description { get; }

    /// <summary>Writes a request.</summary>
    /// <param name="json">Takes the document.</param>
    /// <param name="request">The conversation.</param>
    /// <param name="target">Whom it is written for.</param>
    /// <param name="losses">Takes what the dialect cannot say.</param>
    void WriteRequest(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses);

    /// <summary>Lists the edits with which a request of the same dialect passes, in the order of their places.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="facts">What was read of it.</param>
    /// <param name="map">Where its editable members stand.</param>
    /// <param name="target">Whom it goes to.</param>
    /// <param name="edits">Takes the edits; holds at least <see cref="RequestTarget.MaxEdits"/>.</param>
    /// <returns>The number of edits.</returns>
    int PlanEdits(ReadOnlySpan<byte> body, RequestFacts facts, in BodyMap map, RequestTarget target, Span<BodyEdit> edits);

    /// <summary>Reads a whole answer that came with a success status.</summary>
    /// <param name="body">The answer's body; the result may hold slices of it.</param>
    ResponseReading ReadResponse(ReadOnlyMemory<byte> body);

    /// <summary>Makes a decoder for one streamed answer.</summary>
    IStreamDecoder CreateDecoder();

    /// <summary>Finds the <c>model</c> to be rewritten in a whole answer, and taps it.</summary>
    /// <param name="body">The answer's body.</param>
    PassthroughReading ReadPassthrough(ReadOnlySpan<byte> body);

    /// <summary>Makes a tap for one streamed answer that passes untouched.</summary>
    /// <param name="withholdUsage">Whether frames with nothing but usage are kept from the caller, who did not ask for them.</param>
    IStreamTap CreateTap(bool withholdUsage);

    /// <summary>Reads an answer that came with an error status.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="headers">The answer's header fields.</param>
    /// <param name="body">The answer's body; anything, possibly nothing.</param>
    UpstreamFailure ReadFailure(int status, IUpstreamHeaders headers, ReadOnlySpan<byte> body);
}
