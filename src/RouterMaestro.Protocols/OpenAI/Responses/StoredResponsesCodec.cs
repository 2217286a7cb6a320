using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>Answers that a provider keeps: what it says of them passes as it came, whatever it is.</summary>
internal sealed class StoredResponsesCodec : IOperationCodec
{
    public CallOperation Operation => CallOperation.StoredResponse;

    public WireProtocol Protocol => WireProtocol.OpenAIResponses;

    public string Path => "/responses";

    public FactsReading ReadFacts(ReadOnlySpan<byte> body) => throw new NotSupportedException("These calls have no body.");

    public int PlanEdits(in BodyMap map, RequestTarget target, Span<BodyEdit> edits) => 0;

    public PassthroughReading ReadResponse(ReadOnlySpan<byte> body, RequestFacts facts)
    {
        var map = ResponsesMap.Read(body);
        return map.IsMalformed ? new() { Failure = new(FailureKind.Malformed, UpstreamText.Describe(200, body)) }
            : facts.Model.Length == 0 ? default
            : new() { Model = map.Model.IsGiven ? map.Model.Place : default };
    }
}
