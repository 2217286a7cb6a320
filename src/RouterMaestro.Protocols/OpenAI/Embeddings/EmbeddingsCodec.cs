using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.OpenAI.Embeddings;

/// <summary>Provides the codec for OpenAI's embeddings.</summary>
internal sealed class EmbeddingsCodec : IOperationBodyCodec
{
    public CallOperation Operation => CallOperation.Embeddings;

    public WireProtocol Protocol => WireProtocol.OpenAIChat;

    public string Path => "/embeddings";

    public FactsReading ReadFacts(ReadOnlySpan<byte> body) => EmbeddingsFacts.Read(body);

    public int PlanEdits(in BodyMap map, RequestTarget target, Span<BodyEdit> edits)
    {
        edits[0] = new(map.Model, target.QuotedModelId);
        return 1;
    }

    public PassthroughReading ReadResponse(ReadOnlySpan<byte> body, RequestFacts facts) => EmbeddingsResponse.Read(body, facts);
}
