using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;
using Xunit.Abstractions;
using Recorded = RouterMaestro.TestKit.Recordings;

namespace RouterMaestro.AspNetCore.Tests.Recordings;

/// <summary>Recorded responses pass the gateway with only the declared edits, however the packets are cut.</summary>
public sealed class SameProtocolReplayTests(ReplayGateway fixture, ITestOutputHelper output) : IClassFixture<ReplayGateway>
{
    private const int MaxForSingleBytes = 20_000;

    // dialogues across families lie in the files of one of them
    private static readonly string[] _files =
        ["openai-chat", "openai-compatible", "anthropic-messages", "anthropic-other", "gemini", "openai-responses"];

    private readonly TestGateway _gateway = fixture.Gateway;

    /// <summary>Gets the families, each with every way to cut a response into packets.</summary>
    public static TheoryData<string, string> Replays
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var family in new[] { "openai-chat", "openai-compatible", "anthropic-messages", "openai-responses" })
            {
                foreach (var split in new[] { "whole", "random", "bytes", "unterminated" })
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
        var calls = family == "openai-responses"
            ? Recorded.ResponsesCalls.Where(IsOfOneModel).ToList()
            : Recorded.Of(_files).Where(r => r.Family == family && IsCall(r)).ToList();
        var (replays, faults) = (0, new List<string>());
        foreach (var recording in calls.Where(r => IsPlayed(r, split)))
        {
            foreach (var request in ReplayRequest.Of(recording))
            {
                replays++;
                if (await FaultAsync(recording, request, split) is { } fault)
                {
                    faults.Add($"{recording.Name}: {fault}");
                }
            }
        }

        output.WriteLine($"{family}, {split}: {replays - faults.Count} of {replays} replays passed, of {calls.Count} recordings");
        Assert.NotEqual(0, replays);
        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    /// <summary>One request names a prompt stored at OpenAI instead of a model, so that the gateway cannot find the provider.</summary>
    private static bool IsOfOneModel(Recording recording) => recording.RequestBody is null || JsonNode.Parse(recording.RequestBody)!["model"] is not null;

    private static bool IsCall(Recording recording) => recording.Url?.AbsolutePath is not { } path
        || (recording.Method == "POST" && path.EndsWith(recording.Family == "anthropic-messages" ? "/messages" : "/chat/completions", StringComparison.Ordinal));

    private static bool IsPlayed(Recording recording, string split) => split switch
    {
        "bytes" => recording.Body.Length <= MaxForSingleBytes,
        "unterminated" => recording.IsSse,
        _ => true,
    };

    private static int[] Sizes(string split, Recording recording)
    {
        var random = new Random(recording.Body.Length + recording.Index);
        return split switch
        {
            "bytes" => [1],
            "random" => [.. Enumerable.Range(0, 500).Select(_ => random.Next(1, 200))],
            _ => [],
        };
    }

    private static bool IsForwarded(string header) =>
        header.Contains("ratelimit", StringComparison.OrdinalIgnoreCase) || header is "retry-after" or "retry-after-ms" or "x-should-retry" or "openai-processing-ms";

    private async Task<string?> FaultAsync(Recording recording, ReplayRequest request, string split)
    {
        var upstream = _gateway.Upstream;
        upstream.Reset();
        var forwarded = recording.Headers.Where(h => IsForwarded(h.Key)).ToList();
        // a recorded stream that lacks the last blank line gets it
        var body = split == "unterminated" ? recording.Body.AsMemory().TrimEnd("\n"u8) : recording.Body;
        upstream.Reply(forwarded.Aggregate(
            SimulatedResponse.Raw(recording.Status, recording.ContentType, body, Sizes(split, recording)), (step, h) => step.WithHeader(h.Key, h.Value)));

        var response = await ReplayedResponse.AskAsync(_gateway.Client, request.Protocol.Ask(request.Text));
        var asked = upstream.Requests.Where(r => r.Operation == SimulatedOperation.Generate).ToList();

        return asked.Count == 0 && recording.Status == 400 ? FaultOfRefusal(response)
            : asked.Count != 1 ? $"{asked.Count} requests reached the provider; the answer was {response}"
            : request.FaultOf(asked[0].Body) is { } fault ? fault
            : forwarded.Any(h => response.Header(h.Key) != h.Value) ? "a header field did not come down"
            : recording.Status != 200 ? FaultOfError(recording, request, response)
            : ReplayResponse.IsResponse(recording) ? FaultOfResponse(recording, request, response)
            : response.Status == 502 && response.ErrorMessage is { Length: > 0 } ? null
            : $"nonsense was answered by {response}";
    }

    private static string? FaultOfResponse(Recording recording, ReplayRequest request, ReplayedResponse response)
    {
        var isChat = request.Protocol == ProtocolCase.Chat;
        var parent = isChat ? "" : request.Protocol == ProtocolCase.Messages ? "message" : "response";
        var isLost = request.Protocol == ProtocolCase.Responses && recording.IsSse && IsFailedBeforeContent(recording.Body);
        var expected = recording.IsSse
            ? ReplayResponse.Stream(recording.Body, request.QualifiedModel, parent, withholdsUsage: isChat && !request.AsksForUsage)
            : ReplayResponse.Whole(recording.Body, request.QualifiedModel);
        return isLost ? (response.Status == 429 || response.Status == 502) && response.ErrorMessage is { Length: > 0 } ? null : $"the failure was {response}"
            : response.Status != 200 ? $"the answer was {response}"
            : response.IsBroken != (recording.IsSse && isChat && ReplayResponse.HasError(recording.Body)) ? $"broken is {response.IsBroken}"
            : response.Body.AsSpan().SequenceEqual(expected) ? null
            : FirstDifference(expected, response.Body);
    }

    /// <summary>Returns true if a stream fails before its first content, which becomes a status.</summary>
    private static bool IsFailedBeforeContent(byte[] stream) => stream.AsSpan().IndexOf("event: error"u8) >= 0 && stream.AsSpan().IndexOf("output_item"u8) < 0;

    /// <summary>Returns the mistake in the response to a request that the gateway itself refuses; null if it is correct.</summary>
    private static string? FaultOfRefusal(ReplayedResponse response) =>
        response.Status == 400 && response.ErrorMessage is { Length: > 0 } ? null : $"the answer was {response}";

    /// <summary>
    /// An error keeps its status and document. But the gateway's key and account are not the caller's: a refused key is reported as
    /// the gateway's, members beside Chat's error are removed, and the id in Anthropic's error is the gateway's.
    /// </summary>
    private static string? FaultOfError(Recording recording, ReplayRequest request, ReplayedResponse response)
    {
        var expected = JsonNode.Parse(recording.Body)!.AsObject();
        if (request.Protocol == ProtocolCase.Messages)
        {
            expected["request_id"] = response.Header("request-id");
        }
        else
        {
            expected = new JsonObject { ["error"] = expected["error"]!.DeepClone() };
        }

        var isKept = recording.Status == 401
            ? response.ErrorMessage!.Contains("gateway's own key", StringComparison.Ordinal)
            : JsonNode.DeepEquals(expected, JsonNode.Parse(response.Body));
        return response.Status == (recording.Status == 401 ? 424 : recording.Status) && isKept ? null : $"the answer was {response}";
    }

    private static string FirstDifference(byte[] expected, byte[] actual)
    {
        var at = expected.AsSpan().CommonPrefixLength(actual);
        return $"at byte {at} '{Around(actual, at)}' should be '{Around(expected, at)}'";
    }

    private static string Around(byte[] bytes, int at) =>
        Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, at - 40)..Math.Min(bytes.Length, at + 60))).ReplaceLineEndings("⏎");
}
