using CsCheck;
using RouterMaestro.Application.Tests.Protocols.Laws;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tests.Protocols.OpenAIResponses;

/// <summary>What the Responses dialect can say.</summary>
public sealed class ResponsesSpeech : ICodecSpeech
{
    public WireProtocol Protocol => WireProtocol.OpenAIResponses;

    public Gen<ChatRequest> Requests => ResponsesRequestGens.Requests;

    public Gen<ChatResponse> Responses => ResponsesResponseGens.Responses;

    public void AssertWellFormed(IReadOnlyList<(string Event, string Data)> frames) => ResponsesStreamGrammar.Check(frames);
}
