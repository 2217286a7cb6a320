using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>The features of the Responses protocol, for the laws.</summary>
public sealed class ResponsesSpeech : ICodecSpeech
{
    public WireProtocol Protocol => WireProtocol.OpenAIResponses;

    public Gen<ChatRequest> Requests => ResponsesRequestGens.Requests;

    public Gen<ChatResponse> Responses => ResponsesResponseGens.Responses;

    public void AssertWellFormed(IReadOnlyList<(string Event, string Data)> frames) => ResponsesStreamGrammar.Check(frames);
}
