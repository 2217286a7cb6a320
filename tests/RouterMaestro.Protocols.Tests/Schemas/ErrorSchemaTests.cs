using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Tests.Laws;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>Errors are what the publisher of the caller's protocol says of them: as a body, and in an opened stream.</summary>
public sealed class ErrorSchemaTests
{
    private static readonly int[] _statuses = [400, 401, 402, 403, 404, 405, 408, 409, 413, 422, 429, 499, 500, 502, 503, 504, 529, 599];

    [SharedDataTheory]
    [MemberData(nameof(LawCodec.Names), MemberType = typeof(LawCodec))]
    public void Errors_of_our_own_are_valid(string caller)
    {
        var report = new FaultReport();
        foreach (var kind in Enum.GetValues<RouterErrorKind>())
        {
            foreach (var status in _statuses)
            {
                Check(report, caller, new(kind, status, "It \"failed\"."), $"{kind} {status}");
                Check(report, caller, new(kind, status, "It failed.") { Param = "messages.0", Code = "odd_code", RequestId = "0123456789abcdef0123456789abcdef" }, $"{kind} {status}");
            }
        }

        report.AssertClean(leastDocuments: 500);
    }

    [SharedDataTheory]
    [MemberData(nameof(LawCodec.Names), MemberType = typeof(LawCodec))]
    public void Failures_of_providers_are_valid(string caller)
    {
        var report = new FaultReport();
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            foreach (var status in _statuses.Select(s => (int?)s).Append(null))
            {
                Check(report, caller, RouterError.From(new(kind, "It failed.") { Status = status }), $"{kind} {status}");
            }
        }

        report.AssertClean(leastDocuments: 500);
    }

    [SharedDataTheory]
    [MemberData(nameof(Directions.All), MemberType = typeof(Directions))]
    public void Recorded_failures_are_valid_in_the_protocol_of_the_caller(string source, string caller)
    {
        var report = new FaultReport();
        var outbound = LawCodec.Get(source).Outbound;
        var failed = RecordedCalls.Of(WireProtocol.Find(source)!).Where(r => r.Status >= 400).Select(r => (r.Name, r.Status, r.Body));
        foreach (var (name, status, body) in failed.Concat(KnownErrors.Of(source)))
        {
            Check(report, caller, RouterError.From(outbound.ReadFailure(status, NoHeaders.Instance, body)), name);
        }

        report.AssertClean(leastDocuments: 10);
    }

    private static void Check(FaultReport report, string caller, RouterError error, string origin)
    {
        var codec = LawCodec.Get(caller).Inbound;
        var written = new WrittenResponses(codec, report);
        var wire = codec.WriteError(error with { Model = error.Upstream is null ? null : new ModelRef("p", "m") });
        Assert.InRange(wire.Status, 400, 599);
        written.CheckError(wire.Body, origin);
        written.CheckFrames(wire.Frame.Span, origin);
    }
}
