using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.Protocols.Tests.Schemas;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Unseen;

/// <summary>Responses of kinds that no recording has.</summary>
public sealed class UnseenResponseTests
{
    public static IEnumerable<object[]> Rows => UnseenResponses.All.Keys.SelectMany(name => WireProtocol.All.Select(caller => new object[] { name, caller.Name }));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Text_reasoning_calls_finish_reason_and_usage_reach_every_caller(string name, string caller)
    {
        var response = UnseenResponses.All[name];

        Assert.Equal(response.Expected, response.ObservedBy(WireProtocol.Find(caller)!, isStream: true));
        Assert.Equal(response.Expected, response.ObservedBy(WireProtocol.Find(caller)!, isStream: false));
    }

    [SharedDataFact]
    public void Responses_written_for_callers_are_valid()
    {
        var report = new FaultReport();
        foreach (var caller in WireProtocol.All)
        {
            var written = new WrittenResponses(LawCodec.Get(caller.Name).Inbound, report);
            foreach (var (name, response) in UnseenResponses.All)
            {
                var events = response.EventsFor(caller);
                var whole = new ChatResponseBuilder();
                events.ToList().ForEach(e => whole.Write(e));
                written.CheckStream(events, [], name);
                written.CheckWhole(whole.Build(), [], name);
            }
        }

        report.AssertClean(leastDocuments: 200);
    }
}
