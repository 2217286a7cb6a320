using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Chat.Errors;
using RouterMaestro.Protocols.OpenAI.Chat.Responses;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.TestKit;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Compares the codec with recorded traffic, whose content is read from the JSON without the codec.</summary>
public sealed class OpenAIChatRecordingTests
{
    public static IEnumerable<object[]> Whole => Recordings.Rows(Responses.Where(r => !r.IsSse && !IsFailure(r)));

    public static IEnumerable<object[]> Streamed => Recordings.Rows(Responses.Where(r => r.IsSse && !IsFailure(r)));

    public static IEnumerable<object[]> Failed => Recordings.Rows(Responses.Where(IsFailure));

    public static IEnumerable<object[]> Refused => Recordings.Rows(Recordings.ChatCalls.Where(r => r.Status != 200));

    public static IEnumerable<object[]> Requests =>
        Recordings.Rows(Recordings.ChatCalls.Where(r => r is { RequestBody: not null, Status: 200, IsElided: false }));

    private static IEnumerable<Recording> Responses => Recordings.ChatCalls.Where(r => r.Status == 200);

    [SharedDataTheory]
    [MemberData(nameof(Whole))]
    public void A_recorded_response_is_read_as_in_its_JSON(string name)
    {
        var body = Recordings.Get(name).Body;

        var reading = OpenAIChatResponseReader.Read(body);

        Assert.Null(reading.Failure);
        Assert.Equal(OpenAIChatExpectation.OfWhole(body), OpenAIChatExpectation.Of(reading.Response!));
    }

    [SharedDataTheory]
    [MemberData(nameof(Whole))]
    public void A_recorded_response_survives_being_written_and_read(string name)
    {
        var response = OpenAIChatResponseReader.Read(Recordings.Get(name).Body).Response!;
        var losses = new LossSink();

        var again = OpenAIChatResponseReader.Read(Encoding.UTF8.GetBytes(WriteResponse(response, losses: losses))).Response!;

        Assert.Equal(WithoutShapes(response) with { Id = again.Id, Model = again.Model, Created = again.Created, Usage = again.Usage }, WithoutShapes(again));
        Assert.Equal(response.Usage is { } usage ? Counts(usage) : default, again.Usage is { } written ? Counts(written) : default);
        Assert.True(losses.IsEmpty);
    }

    [SharedDataTheory]
    [MemberData(nameof(Streamed))]
    public void A_recorded_stream_folds_to_the_content_of_its_frames(string name)
    {
        var body = Recordings.Get(name).Body;

        var folded = Decode(body);

        Assert.Null(folded.Failure);
        Assert.Equal(OpenAIChatExpectation.OfStream(body), OpenAIChatExpectation.Of(folded.Build()));
    }

    [SharedDataTheory]
    [MemberData(nameof(Streamed))]
    public void A_recorded_stream_survives_being_encoded_and_decoded(string name)
    {
        var body = Recordings.Get(name).Body;
        var straight = Decode(body).Build();

        var again = Decode(Encoding.UTF8.GetBytes(Encode(body))).Build();

        Assert.Equal(WithoutShapes(straight) with { Id = again.Id, Model = again.Model, Created = again.Created, Usage = again.Usage }, WithoutShapes(again));
        Assert.Equal(straight.Usage is { } usage ? Counts(usage) : default, again.Usage is { } written ? Counts(written) : default);
    }

    [SharedDataTheory]
    [MemberData(nameof(Refused))]
    public void A_recorded_error_has_the_message_of_the_provider(string name)
    {
        var recording = Recordings.Get(name);

        var failure = OpenAIChatErrors.Read(recording.Status, new Headers([]), recording.Body);

        Assert.Equal(recording.Status, failure.Status);
        Assert.NotNull(failure.Body);
        Assert.Contains(failure.Message[..20], Encoding.UTF8.GetString(recording.Body), StringComparison.Ordinal);
    }

    [SharedDataTheory]
    [MemberData(nameof(Requests))]
    public void A_recorded_request_survives_being_written_and_read(string name)
    {
        var first = Read(Recordings.Get(name).RequestBody!);

        var second = Read(WriteRequest(first));
        var third = Read(WriteRequest(second));

        Assert.Equal(second, third);
        Assert.Equal(WithoutUnsupported(first), second);
    }

    [SharedDataTheory]
    [MemberData(nameof(Failed))]
    public void A_recorded_failure_with_a_success_status_is_a_failure(string name)
    {
        var recording = Recordings.Get(name);

        var failure = recording.IsSse ? Decode(recording.Body).Failure : OpenAIChatResponseReader.Read(recording.Body).Failure;

        Assert.NotNull(failure);
        Assert.NotEqual("", failure.Message);
    }

    /// <summary>Returns true for a document without choices and for a stream with an error.</summary>
    private static bool IsFailure(Recording response)
    {
        var mark = response.IsSse ? "\"error\":{"u8 : "\"choices\":"u8;
        return response.Body.AsSpan().IndexOf(mark) >= 0 == response.IsSse;
    }

    /// <summary>Removes the shape of reasoning: callers get reasoning_content, whichever member the server used, and no reasoning without text.</summary>
    private static ChatResponse WithoutShapes(ChatResponse response) => response with
    {
        Parts = response.Parts.Where(p => p is not ReasoningPart { Text.IsEmpty: true }).Select(p => p is ReasoningPart { Signature: not null } reasoning ? reasoning with { Signature = null } : p).ToEquatableArray(),
    };

    /// <summary>Removes what Chat requests cannot carry, so that any other loss fails the test.</summary>
    private static ChatRequest WithoutUnsupported(ChatRequest request) => request with
    {
        Messages = request.Messages.Select(m => m with
        {
            Role = m.Role == Role.Developer ? Role.System : m.Role,
            Parts = m.Parts.Where(p => p is not ReasoningPart).Select(WithoutCache).ToEquatableArray(),
        }).ToEquatableArray(),
        Tools = request.Tools.Select(t => WithParameters(t) with { Cache = null }).ToEquatableArray(),
        Sampling = request.Sampling with { TopK = null },
        Reasoning = OpenAIEffort.Of(request.Reasoning) switch
        {
            null => ReasoningSettings.Unspecified,
            { } effort => new(effort == Effort.None ? ReasoningMode.Disabled : ReasoningMode.Enabled, Effort: effort > Effort.High ? Effort.High : effort),
        },
    };

    private static ContentPart WithoutCache(ContentPart part) => part is ToolResultPart result
        ? result with { Cache = null, Content = result.Content.Select(WithoutCache).ToEquatableArray() }
        : part with { Cache = null };

    private static Tool WithParameters(Tool tool) => tool is Tool.Function { Parameters: null } function
        ? function with { Parameters = RawJson.Parse("""{"type":"object","properties":{}}""") }
        : tool;

    private static (long Input, long Read, long Written, long Output, long Reasoning) Counts(TokenUsage usage) =>
        (usage.Input, usage.CacheRead, usage.CacheWrite, usage.Output, usage.Reasoning);
}
