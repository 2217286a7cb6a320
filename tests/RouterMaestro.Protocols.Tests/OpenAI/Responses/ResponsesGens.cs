using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>Random values for requests and responses of the Responses protocol.</summary>
internal static class ResponsesGens
{
    public static Gen<Extensions> Extensions { get; } = OpenAIGens.ReadExtensions(WireProtocol.OpenAIResponses);

    /// <summary>Gets reasoning with a signature, with text and without.</summary>
    public static Gen<ContentPart> Reasoning { get; } = Gen.OneOf(
        Gen.Select(OpenAIGens.Text, OpenAIGens.Word, OpenAIGens.Word, (t, id, blob) => (ContentPart)new ReasoningPart(t) { Signature = $"rm1:responses:rs_{id}:{blob}=" }),
        Gen.Select(OpenAIGens.Word, OpenAIGens.Word, (id, blob) => (ContentPart)new ReasoningPart(JsonText.Empty) { Signature = $"rm1:responses:rs_{id}:{blob}:=" }));
}
