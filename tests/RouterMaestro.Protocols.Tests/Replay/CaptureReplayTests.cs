using RouterMaestro.Domain.Protocols;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Requests of the captured clients keep their meaning at providers of every protocol.</summary>
public sealed class CaptureReplayTests
{
    private static readonly Dictionary<WireProtocol, string> _paths = new()
    {
        [WireProtocol.OpenAIChat] = "/v1/chat/completions",
        [WireProtocol.OpenAIResponses] = "/v1/responses",
        [WireProtocol.AnthropicMessages] = "/v1/messages",
    };

    public static TheoryData<string, string> Directions => LiveToolsTests.Directions;

    [ClientCapturesTheory]
    [MemberData(nameof(Directions))]
    public void A_captured_request_means_the_same_to_every_provider(string caller, string provider)
    {
        var hop = new Hop(WireProtocol.Find(caller)!, WireProtocol.Find(provider)!);
        var requests = ClientCaptures.Bodies("*", _paths[hop.Caller]).ToList();

        Assert.NotEmpty(requests);
        var different = requests.Select(r => (r.Name, Difference: ReplayedHop.Request(hop, r.Body))).Where(r => r.Difference is not null).ToList();
        Assert.True(different.Count == 0, $"{different.Count} of {requests.Count}\n{string.Join('\n', different)}");
    }
}
