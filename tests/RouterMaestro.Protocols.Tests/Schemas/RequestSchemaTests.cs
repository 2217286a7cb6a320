using System.Text.Json;
using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>What we ask providers for is what they say of their requests, whichever protocol the call came in.</summary>
public sealed class RequestSchemaTests
{
    private static readonly Dictionary<string, string[]> _models = new()
    {
        ["chat"] = ["gpt-4o", "gpt-5.4", "deepseek-r2"],
        ["responses"] = ["gpt-4o", "gpt-5.4"],
        ["messages"] = ["claude-sonnet-4-5", "claude-opus-4-7"],
    };

    [SharedDataTheory]
    [MemberData(nameof(Directions.Across), MemberType = typeof(Directions))]
    public void Recorded_requests_are_valid_in_the_protocol_of_the_provider(string caller, string provider)
    {
        var report = new FaultReport();
        foreach (var recording in RecordedCalls.Of(WireProtocol.Find(caller)!).Where(r => r is { RequestBody: not null, Status: 200 }))
        {
            Check(report, caller, provider, recording.RequestBody!, recording.Name);
        }

        report.AssertClean(leastDocuments: 200);
    }

    [ClientCapturesTheory]
    [MemberData(nameof(Directions.Across), MemberType = typeof(Directions))]
    public void Requests_of_real_clients_are_valid_in_the_protocol_of_the_provider(string caller, string provider)
    {
        var report = new FaultReport();
        var path = caller switch { "chat" => "/v1/chat/completions", "responses" => "/v1/responses", _ => "/v1/messages" };
        foreach (var (name, body) in ClientCaptures.Bodies("*", path))
        {
            Check(report, caller, provider, body, name);
        }

        report.AssertClean(leastDocuments: 20);
    }

    [SharedDataTheory]
    [MemberData(nameof(Directions.Across), MemberType = typeof(Directions))]
    public void Whatever_a_caller_can_say_is_valid_in_the_protocol_of_the_provider(string caller, string provider)
    {
        var report = new FaultReport();
        LawCodec.Get(caller).Speech.Requests.Sample(request => Check(report, provider, request, "a generated request"), iter: 200, threads: 1);
        report.AssertClean(leastDocuments: 200);
    }

    private static void Check(FaultReport report, string caller, string provider, byte[] body, string origin)
    {
        try
        {
            Check(report, provider, LawCodec.Get(caller).Inbound.ReadRequest(body, RequestHints.None, new LossSink()), origin);
        }
        catch (RouterException)
        {
            // what the gateway refuses, it does not ask a provider for
        }
    }

    private static void Check(FaultReport report, string provider, ChatRequest request, string origin)
    {
        var codec = LawCodec.Get(provider).Outbound;
        foreach (var model in _models[provider])
        {
            var target = new RequestTarget(new ModelRef("p", model), JsonSerializer.SerializeToUtf8Bytes(model), ModelLimits.Unknown)
            {
                IsOpenAIItself = model.StartsWith("gpt", StringComparison.Ordinal),
            };
            report.Check(
                ProtocolSchemas.Of(codec.Protocol).Request, WrittenResponses.Json(json => codec.WriteRequest(json, request, target, new LossSink())), $"{origin} for {model}");
        }
    }
}
