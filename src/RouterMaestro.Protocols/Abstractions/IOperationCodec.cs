using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>
/// An operation of OpenAI's API besides chat, such as embeddings. Its calls are always passthrough. All methods are pure.
/// </summary>
public interface IOperationCodec
{
    /// <summary>Gets the operation.</summary>
    CallOperation Operation { get; }

    /// <summary>Gets the protocol whose errors and header fields it uses.</summary>
    WireProtocol Protocol { get; }

    /// <summary>Gets the path of its calls, after the base address.</summary>
    string Path { get; }

    /// <summary>Lists the edits of a request, in the order of their places.</summary>
    /// <param name="map">The places of its editable members.</param>
    /// <param name="target">The target of the request.</param>
    /// <param name="edits">Receives the edits; it holds at least <see cref="RequestTarget.MaxEdits"/>.</param>
    /// <returns>The number of edits.</returns>
    int PlanEdits(in BodyMap map, RequestTarget target, Span<BodyEdit> edits);

    /// <summary>Reads a response with a success status and finds the edits of it.</summary>
    /// <param name="body">The body of the response.</param>
    /// <param name="facts">The facts of the request.</param>
    PassthroughReading ReadResponse(ReadOnlySpan<byte> body, RequestFacts facts);
}

/// <summary>An operation besides conversation whose requests have a body. All methods are pure.</summary>
public interface IOperationBodyCodec : IOperationCodec
{
    /// <summary>Reads the facts for routing and checks the known fields, in one pass over the top level.</summary>
    /// <param name="body">The request's body.</param>
    FactsReading ReadFacts(ReadOnlySpan<byte> body);
}
