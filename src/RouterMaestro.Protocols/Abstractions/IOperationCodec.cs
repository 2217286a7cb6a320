using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>
/// An operation of OpenAI's API besides conversation: its calls pass in their own dialect or not at all. All methods are pure.
/// </summary>
public interface IOperationCodec
{
    /// <summary>Gets the operation.</summary>
    CallOperation Operation { get; }

    /// <summary>Gets the dialect whose errors and header fields it has.</summary>
    WireProtocol Protocol { get; }

    /// <summary>Gets the path of its calls, behind the address of an API.</summary>
    string Path { get; }

    /// <summary>Reads what routing needs and checks what is always checked, in one pass over the top level.</summary>
    /// <param name="body">The request's body.</param>
    FactsReading ReadFacts(ReadOnlySpan<byte> body);

    /// <summary>Lists the edits with which a request passes, in the order of their places.</summary>
    /// <param name="map">Where its editable members stand.</param>
    /// <param name="target">Whom it goes to.</param>
    /// <param name="edits">Takes the edits; holds at least <see cref="RequestTarget.MaxEdits"/>.</param>
    /// <returns>The number of edits.</returns>
    int PlanEdits(in BodyMap map, RequestTarget target, Span<BodyEdit> edits);

    /// <summary>Looks at an answer that came with a success status, and finds what is to be rewritten in it.</summary>
    /// <param name="body">The answer's body.</param>
    /// <param name="facts">What was read of the request.</param>
    PassthroughReading ReadResponse(ReadOnlySpan<byte> body, RequestFacts facts);
}
