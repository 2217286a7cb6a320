using RouterMaestro.Domain.Protocols;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>The recorded calls of a protocol.</summary>
internal static class RecordedCalls
{
    public static IEnumerable<Recording> Of(WireProtocol protocol) => protocol switch
    {
        _ when protocol == WireProtocol.OpenAIChat => Recordings.ChatCalls,
        _ when protocol == WireProtocol.OpenAIResponses => Recordings.ResponsesCalls,
        _ => Recordings.MessagesCalls,
    };
}
