using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Errors;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>The caller's half of a dialect: reads requests, writes answers. All methods are pure.</summary>
public interface IInboundCodec
{
    /// <summary>Gets the dialect.</summary>
    WireProtocol Protocol { get; }

    /// <summary>Gets what else is to be known of the protocol.</summary>
    ProtocolDescription Description { get; }

    /// <summary>Gets the comment or event that keeps a silent stream alive, blank line included.</summary>
    ReadOnlyMemory<byte> Keepalive { get; }

    /// <summary>Gets whether the connection is aborted after an error in an opened stream, because some clients take an error frame for a normal end.</summary>
    bool AbortsAfterStreamError { get; }

    /// <summary>Reads what routing needs and checks what is always checked, in one pass over the top level.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="hints">What the request says outside its body.</param>
    FactsReading ReadFacts(ReadOnlySpan<byte> body, RequestHints hints);

    /// <summary>Reads the conversation.</summary>
    /// <param name="body">The request's body, which passed <see cref="ReadFacts"/>; the result may hold slices of it.</param>
    /// <param name="hints">What the request says outside its body.</param>
    /// <param name="losses">Takes what the canonical model cannot hold.</param>
    /// <exception cref="RouterException">The request is not valid in its dialect.</exception>
    ChatRequest ReadRequest(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses);

    /// <summary>Writes a whole answer.</summary>
    /// <param name="json">Takes the document.</param>
    /// <param name="response">The answer.</param>
    /// <param name="options">How the answer is to be written.</param>
    /// <param name="losses">Takes what the dialect cannot say.</param>
    void WriteResponse(Utf8JsonWriter json, ChatResponse response, ResponseOptions options, LossSink losses);

    /// <summary>Makes an encoder for one streamed answer.</summary>
    /// <param name="options">How the stream is to be written.</param>
    /// <param name="losses">Takes what the dialect cannot say.</param>
    IStreamEncoder CreateEncoder(ResponseOptions options, LossSink losses);

    /// <summary>Writes an error.</summary>
    /// <param name="error">The error.</param>
    WireError WriteError(RouterError error);

    /// <summary>Writes the frame that ends a stream which came from a provider as it was.</summary>
    /// <param name="error">The error.</param>
    /// <param name="place">How far the stream has come.</param>
    ReadOnlyMemory<byte> WriteStreamError(RouterError error, StreamPlace place) => WriteError(error).Frame;
}
