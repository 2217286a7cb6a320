using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Responses.Responses;
using RouterMaestro.TestKit;
using static RouterMaestro.Protocols.Tests.OpenAI.Responses.ResponsesTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

/// <summary>Compares the codec with recorded traffic, whose content is read from JSON without the codec.</summary>
public sealed class ResponsesRecordingTests
{
    private static readonly string[] _storedByProvider = ["previous_response_id", "conversation", "prompt"];

    public static IEnumerable<object[]> Whole => Recordings.Rows(Responses.Where(r => !r.IsSse));

    public static IEnumerable<object[]> Streamed => Recordings.Rows(Responses.Where(r => r.IsSse && !IsFailed(r) && !IsShortened(r)));

    /// <summary>Gets the streams whose last event repeats their items. A client tool search is left out: it has another id there.</summary>
    public static IEnumerable<object[]> Consistent => Streamed.Where(row => !((string)row[0]).Contains("client-tool-search", StringComparison.Ordinal));

    public static IEnumerable<object[]> Requests =>
        Recordings.Rows(Recordings.ResponsesCalls.Where(r => r is { RequestBody: not null, Status: 200, IsElided: false } && !IsKept(r)));

    public static IEnumerable<object[]> StoredResponseRequests => Recordings.Rows(Recordings.ResponsesCalls.Where(r => r.RequestBody is not null && IsKept(r)));

    private static IEnumerable<Recording> Responses => Recordings.ResponsesCalls.Where(r => r.Status == 200);

    [SharedDataTheory]
    [MemberData(nameof(Whole))]
    public void A_recorded_response_is_read_as_in_its_JSON(string name)
    {
        var body = Recordings.Get(name).Body;

        var reading = ResponsesResponseReader.Read(body);

        Assert.Null(reading.Failure);
        Assert.Equal(ResponsesExpectation.OfWhole(body), ResponsesExpectation.Of(reading.Response!));
    }

    [SharedDataTheory]
    [MemberData(nameof(Whole))]
    public void A_recorded_response_survives_being_written_and_read(string name)
    {
        var response = ResponsesResponseReader.Read(Recordings.Get(name).Body).Response!;
        var losses = new LossSink();

        var again = ResponsesResponseReader.Read(Encoding.UTF8.GetBytes(WriteResponse(response, losses: losses))).Response!;

        Assert.Equal(response with { Id = again.Id, Model = again.Model, Created = again.Created, Usage = again.Usage }, again);
        Assert.Equal(response.Usage is { } usage ? Counts(usage) : default, again.Usage is { } written ? Counts(written) : default);
        Assert.True(losses.IsEmpty);
    }

    [SharedDataTheory]
    [MemberData(nameof(Streamed))]
    public void A_recorded_stream_folds_to_its_items_at_every_split(string name)
    {
        var body = Recordings.Get(name).Body;
        var expected = ResponsesExpectation.OfStream(body);
        var random = new Random(body.Length);
        int[][] splits = [[int.MaxValue / 2], [1], Enumerable.Range(0, 50).Select(_ => random.Next(1, 400)).ToArray()];
        foreach (var pieces in splits)
        {
            var folded = Fold(Decode(body, pieces));
            Assert.Null(folded.Failure);
            Assert.Equal(WithoutOpenSignatures(expected), WithoutOpenSignatures(ResponsesExpectation.Of(folded.Build())));
        }
    }

    [SharedDataTheory]
    [MemberData(nameof(Consistent))]
    public void A_recorded_stream_equals_the_response_at_its_end(string name)
    {
        var body = Recordings.Get(name).Body;
        var last = SseFrames.Read(body, int.MaxValue / 2).Frames.First(f => f.Data.StartsWith('{') && JsonNode.Parse(f.Data)!["type"]!.GetValue<string>() == "response.completed");
        var whole = ResponsesResponseReader.Read(Encoding.UTF8.GetBytes(JsonNode.Parse(last.Data)!["response"]!.ToJsonString())).Response!;

        var folded = Fold(Decode(body)).Build();

        // each copy of the reasoning has a new signature
        Assert.Equal(ResponsesExpectation.Of(whole) with { Signatures = "" }, ResponsesExpectation.Of(folded) with { Signatures = "" });
        Assert.Equal((whole.Id, whole.Model, whole.Created), (folded.Id, folded.Model, folded.Created));
        Assert.Equal(whole.Parts.Select(p => p.GetType()), folded.Parts.Select(p => p.GetType()));
    }

    [SharedDataTheory]
    [MemberData(nameof(Streamed))]
    public void A_recorded_stream_survives_being_encoded_and_decoded(string name)
    {
        var body = Recordings.Get(name).Body;
        var straight = Fold(Decode(body)).Build();

        var encoded = Encode(body);
        ResponsesStreamGrammar.Check(Frames(encoded));
        var again = Fold(Decode(encoded)).Build();

        Assert.Equal(straight with { Id = again.Id, Model = again.Model, Created = again.Created, Usage = again.Usage }, again);
        Assert.Equal(straight.Usage is { } usage ? Counts(usage) : default, again.Usage is { } written ? Counts(written) : default);
    }

    [SharedDataTheory]
    [MemberData(nameof(Requests))]
    public void A_recorded_request_survives_being_written_and_read(string name)
    {
        var recording = Recordings.Get(name);
        var first = Read(recording.RequestBody!);

        var losses = new LossSink();
        var written = WriteRequest(first, losses: losses);
        var second = Read(written);

        Assert.Equal(TextsOf(first), TextsOf(second));
        Assert.Equal(first.Messages.SelectMany(m => m.Parts).Select(p => p.GetType()), second.Messages.SelectMany(m => m.Parts).Select(p => p.GetType()));
        Assert.Equal(first.Tools.Select(t => t is Tool.Function f ? f with { Strict = null, Parameters = null } : t), second.Tools.Select(t => t is Tool.Function f ? f with { Strict = null, Parameters = null } : t));
        Assert.Equal(first.Extensions, second.Extensions);
        Assert.Equal(second, Read(WriteRequest(second)));
        Assert.DoesNotContain(losses.Fields, f => f != "reasoning_effort" || !(first.Reasoning.Effort > Effort.High));
        Assert.Equal(ItemsOf(recording.RequestBody!), ItemsOf(Encoding.UTF8.GetBytes(written)));
    }

    [SharedDataTheory]
    [MemberData(nameof(StoredResponseRequests))]
    public void Stored_state_is_refused_with_the_name_of_the_field(string name)
    {
        var body = Recordings.Get(name).RequestBody!;

        var exception = Assert.Throws<RouterException>(() => Read(body));

        Assert.Equal(400, exception.Error.Status);
        Assert.NotNull(JsonNode.Parse(body)![exception.Error.Param!]);
        Assert.Contains(exception.Error.Param!, exception.Error.Message, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void A_recorded_failure_in_a_stream_is_read_as_a_failure()
    {
        var recording = Assert.Single(Responses, IsFailed);

        var failure = Fold(Decode(recording.Body)).Failure!;

        Assert.Equal((FailureKind.QuotaExhausted, "insufficient_quota"), (failure.Kind, failure.Code));
        Assert.StartsWith("You exceeded your current quota", failure.Message, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void No_recording_is_missing() =>
        Assert.True(Whole.Count() >= 180 && Streamed.Count() >= 40 && Requests.Count() >= 150, $"{Whole.Count()} {Streamed.Count()} {Requests.Count()}");

    // OpenRouter ends the reasoning item after the message (recording test_openai_responses_raw_cot_stream_openrouter)
    private static ResponsesExpectation WithoutOpenSignatures(ResponsesExpectation told) =>
        told with { Signatures = string.Join('|', told.Signatures.Split('|').Where(s => !s.EndsWith(':'))) };

    private static bool IsFailed(Recording recording) => recording.IsSse && recording.Body.AsSpan().IndexOf("event: error"u8) >= 0;

    // its pieces were cut short by hand, its ends were not
    private static bool IsShortened(Recording recording) => recording.File.Contains("shell-container", StringComparison.Ordinal);

    private static bool IsKept(Recording recording)
    {
        var body = JsonNode.Parse(recording.RequestBody)!;
        return _storedByProvider.Any(n => body[n] is not null) || body["background"]?.GetValue<bool>() == true;
    }

    private static List<string> TextsOf(ChatRequest request) => [.. request.Messages.SelectMany(m => m.Parts).OfType<TextPart>().Select(t => t.Text.ToString())];

    /// <summary>
    /// Lists the items by type and role, in order: nothing may be lost, doubled or moved. Instructions are a message of their own,
    /// messages of the model in a row are one, and tools that were found are offered like the others.
    /// </summary>
    private static List<string> ItemsOf(byte[] body)
    {
        var request = JsonNode.Parse(body)!;
        List<string> items = string.IsNullOrEmpty(request["instructions"]?.GetValue<string>()) ? [] : ["system"];
        foreach (var item in request["input"] is JsonArray array ? array.Select(KindOf).OfType<string>() : ["user"])
        {
            if (item != "assistant" || items.LastOrDefault() != "assistant")
            {
                items.Add(item);
            }
        }

        return items;
    }

    private static string? KindOf(JsonNode? item) => item!["type"]?.GetValue<string>() switch
    {
        "additional_tools" => null,
        "tool_search_call" or "tool_search_output" when $"{item["execution"]}" != "client" => null,
        null or "message" => item["role"]!.GetValue<string>() == "assistant" && item["content"]!.ToString().Length == 0 ? null : item["role"]!.GetValue<string>(),
        var type => type,
    };

    private static (long Input, long Read, long Written, long Output, long Reasoning) Counts(TokenUsage usage) =>
        (usage.Input, usage.CacheRead, usage.CacheWrite, usage.Output, usage.Reasoning);
}
