using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Laws;

/// <summary>What a protocol can say, for the laws that every codec keeps. Each codec's tests supply one; the laws find it by reflection.</summary>
public interface ICodecSpeech
{
    WireProtocol Protocol { get; }

    /// <summary>Gets random requests that survive being written and read: what the protocol can say.</summary>
    Gen<ChatRequest> Requests { get; }

    /// <summary>Gets random answers that survive being written and read.</summary>
    Gen<ChatResponse> Responses { get; }

    /// <summary>Fails unless the frames are a well-formed stream of the protocol: blocks open and close in order, one terminal, last.</summary>
    /// <param name="frames">Event name (empty for none) and data of each frame, in order.</param>
    void AssertWellFormed(IReadOnlyList<(string Event, string Data)> frames);
}
