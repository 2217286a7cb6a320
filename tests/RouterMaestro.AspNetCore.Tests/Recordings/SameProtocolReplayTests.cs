using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.TestKit;
using RouterMaestro.Testing;
using Xunit.Abstractions;
using Recorded = RouterMaestro.TestKit.Recordings;

namespace RouterMaestro.AspNetCore.Tests.Recordings;

/// <summary>What providers really said comes out of the gateway as it went in, but for the declared edits, however it was cut.</summary>
public sealed class SameProtocolReplayTests(ReplayGateway fixture, ITestOutputHelper output) : IClassFixture<ReplayGateway>
{
    private const int MostForSingleBytes = 20_000;
    private readonly TestGateway _gateway = fixture.Gateway;

    /// <summary>Gets the families, each with every way to cut an answer into packets.</summary>
    public static TheoryData<string, string> Replays
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var family in new[] { "openai-chat", "openai-compatible", "anthropic-messages" })
            {
                foreach (var split in new[] { "whole", "random", "bytes" })
                {
                    data.Add(family, split);
                }
            }

            return data;
        }
    }

    [SharedDataTheory]
    [MemberData(nameof(Replays))]
    public async Task Recordings_pass_equal_but_for_the_declared_edits(string family, string split)
    {
        var calls = Recorded.ChatCalls.Concat(Recorded.MessagesCalls).Where(r => r.Family == family).ToList();
        var (replays, faults) = (0, new List<string>());
        foreach (var recording in calls.Where(r => split != "bytes" || r.Body.Length <= MostForSingleBytes))
        {
            foreach (var request in ReplayRequest.Of(recording))
            {
                replays++;
                if (await FaultAsync(recording, request, Sizes(split, recording)) is { } fault)
                {
                    faults.Add($"{recording.Name}: {fault}");
                }
            }
        }

        output.WriteLine($"{family}, {split}: {replays - faults.Count} of {replays} replays passed, of {calls.Count} recordings");
        Assert.NotEqual(0, replays);
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static int[] Sizes(string split, Recording recording)
    {
        var random = new Random(recording.Body.Length + recording.Index);
        return split switch
        {
            "whole" => [],
            "bytes" => [1],
            _ => [.. Enumerable.Range(0, 500).Select(_ => random.Next(1, 200))],
        };
    }

    private static bool IsTold(string header) =>
        header.Contains("ratelimit", StringComparison.OrdinalIgnoreCase) || header is "retry-after" or "retry-after-ms" or "x-should-retry" or "openai-processing-ms";

    private async Task<string?> FaultAsync(Recording recording, ReplayRequest request, int[] sizes)
    {
        var upstream = _gateway.Upstream;
        upstream.Reset();
        var told = recording.Headers.Where(h => IsTold(h.Key)).ToList();
        upstream.Reply(told.Aggregate(
            SimulatedAnswer.Raw(recording.Status, recording.ContentType, recording.Body, sizes), (step, h) => step.WithHeader(h.Key, h.Value)));

        var answer = await ReplayedAnswer.AskAsync(_gateway.Client, request.Dialect.Ask(request.Text));
        var asked = upstream.Requests.Where(r => r.Operation == SimulatedOperation.Generate).ToList();

        return asked.Count != 1 ? $"{asked.Count} requests reached the provider; the answer was {answer}"
            : request.FaultOf(asked[0].Body) is { } fault ? fault
            : told.Any(h => answer.Header(h.Key) != h.Value) ? "a header field did not come down"
            : recording.Status != 200 ? FaultOfError(recording, request, answer)
            : FaultOfAnswer(recording, request, answer);
    }

    private static string? FaultOfAnswer(Recording recording, ReplayRequest request, ReplayedAnswer answer)
    {
        var isMessages = request.Dialect == Dialect.Messages;
        var expected = recording.IsSse
            ? ReplayAnswer.Stream(recording.Body, request.QualifiedModel, isMessages, withholdsUsage: !isMessages && !request.AsksForUsage)
            : ReplayAnswer.Whole(recording.Body, request.QualifiedModel);
        return answer.Status != 200 ? $"the answer was {answer}"
            : answer.IsBroken != (recording.IsSse && !isMessages && ReplayAnswer.HasError(recording.Body)) ? $"broken is {answer.IsBroken}"
            : answer.Body.AsSpan().SequenceEqual(expected) ? null
            : FirstDifference(expected, answer.Body);
    }

    /// <summary>An error keeps its status and document, except that the gateway's key is not the caller's and the id is the gateway's.</summary>
    private static string? FaultOfError(Recording recording, ReplayRequest request, ReplayedAnswer answer)
    {
        if (answer.Status != recording.Status)
        {
            return $"the answer was {answer}";
        }

        var (expected, actual) = (JsonNode.Parse(recording.Body)!, JsonNode.Parse(answer.Body)!);
        if (answer.Status == 401)
        {
            return actual["error"]!["message"]!.GetValue<string>().Contains("gateway's own key", StringComparison.Ordinal) ? null : $"the answer was {answer}";
        }

        if (request.Dialect == Dialect.Messages)
        {
            expected["request_id"] = answer.Header("request-id");
        }

        return JsonNode.DeepEquals(expected, actual) ? null : $"the answer was {answer}";
    }

    private static string FirstDifference(byte[] expected, byte[] actual)
    {
        var at = expected.AsSpan().CommonPrefixLength(actual);
        return $"at byte {at} '{Around(actual, at)}' should be '{Around(expected, at)}'";
    }

    private static string Around(byte[] bytes, int at) =>
        Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, at - 40)..Math.Min(bytes.Length, at + 60))).ReplaceLineEndings("⏎");
}
