using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>What we write in a protocol is what its publisher says of it, whichever protocol the answer came in.</summary>
public sealed class ResponseSchemaTests
{
    [SharedDataTheory]
    [MemberData(nameof(Directions.All), MemberType = typeof(Directions))]
    public void Recorded_answers_are_valid_in_the_protocol_of_the_caller(string source, string caller)
    {
        var report = new FaultReport();
        Check(source, new(LawCodec.Get(caller).Inbound, report));
        report.AssertClean(leastDocuments: 1000);
    }

    [SharedDataTheory]
    [MemberData(nameof(Directions.All), MemberType = typeof(Directions))]
    public void Whatever_a_protocol_can_say_is_valid_in_the_protocol_of_the_caller(string source, string caller)
    {
        var report = new FaultReport();
        var written = new WrittenResponses(LawCodec.Get(caller).Inbound, report);
        LawCodec.Get(source).Speech.Responses.Sample(
            response =>
            {
                written.CheckWhole(response, [], "a generated answer");
                written.CheckStream(ChatResponseEvents.Of(response), [], "a generated answer");
            },
            iter: 100,
            threads: 1);
        report.AssertClean(leastDocuments: 500);
    }

    [SharedDataTheory]
    [MemberData(nameof(LawCodec.Names), MemberType = typeof(LawCodec))]
    public void Recorded_answers_are_valid_on_the_beta_paths_of_Messages_too(string source)
    {
        var report = new FaultReport();
        Check(source, new(LawCodec.Get(WireProtocol.AnthropicMessages.Name).Inbound, report, ProtocolSchemas.AnthropicBeta));
        report.AssertClean(leastDocuments: 1000);
    }

    [SharedDataTheory]
    [MemberData(nameof(LawCodec.Names), MemberType = typeof(LawCodec))]
    public void Any_legal_script_becomes_valid_events(string caller)
    {
        var report = new FaultReport();
        var written = new WrittenResponses(LawCodec.Get(caller).Inbound, report);
        written.CheckFrames(LawCodec.Get(caller).Inbound.Keepalive.Span, "a keepalive");
        ChatScripts.All.Sample(script => written.CheckStream(script, [], "a generated script"), iter: 200, threads: 1);
        report.AssertClean(leastDocuments: 500);
    }

    private static void Check(string source, WrittenResponses written)
    {
        foreach (var response in RecordedResponse.Of(WireProtocol.Find(source)!))
        {
            written.CheckStream(response.Events, response.Tools, response.Name);
            if (response.Whole is { } whole)
            {
                written.CheckWhole(whole, response.Tools, response.Name);
            }
        }
    }
}
