using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The caller's half of a protocol: reads requests and writes responses. All methods are pure.</summary>
public interface IInboundCodec
{
    /// <summary>Gets the protocol.</summary>
    WireProtocol Protocol { get; }

    /// <summary>Gets the description of the protocol.</summary>
    ProtocolDescription Description { get; }

    /// <summary>Gets the comment or event that keeps a silent stream alive, blank line included.</summary>
    ReadOnlyMemory<byte> Keepalive { get; }

    /// <summary>
    /// Gets a value indicating whether the connection is aborted after an error in an opened stream. OpenAI for .NET 2.15.0 reads an
    /// error frame of a Chat stream as a normal end and notices only a broken connection; test
    /// A_stream_that_breaks_off_fails_after_what_has_come.
    /// </summary>
    bool AbortsAfterStreamError { get; }

    /// <summary>Reads the facts for routing and checks the known fields, in one pass over the top level.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="hints">The values that the request gives outside its body.</param>
    FactsReading ReadFacts(ReadOnlySpan<byte> body, RequestHints hints);

    /// <summary>Reads the conversation.</summary>
    /// <param name="body">The request's body, which passed <see cref="ReadFacts"/>; the result may refer to its bytes.</param>
    /// <param name="hints">The values that the request gives outside its body.</param>
    /// <param name="losses">Receives the fields that the canonical model cannot hold.</param>
    /// <exception cref="RouterException">The request is not valid in its protocol.</exception>
    ChatRequest ReadRequest(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses);

    /// <summary>Writes a complete response.</summary>
    /// <param name="json">Receives the document.</param>
    /// <param name="response">The response.</param>
    /// <param name="options">The options of the response.</param>
    /// <param name="losses">Receives the fields that the protocol cannot express.</param>
    void WriteResponse(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses);

    /// <summary>Creates an encoder for one streamed response.</summary>
    /// <param name="options">The options of the response.</param>
    IStreamEncoder CreateEncoder(ResponseOptions options);

    /// <summary>Writes an error.</summary>
    /// <param name="error">The error.</param>
    WireError WriteError(RouterError error);

    /// <summary>Writes the frame that ends a passthrough stream with an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="place">The position in the stream.</param>
    ReadOnlyMemory<byte> WriteStreamError(RouterError error, StreamPlace place) => WriteError(error).Frame;
}
