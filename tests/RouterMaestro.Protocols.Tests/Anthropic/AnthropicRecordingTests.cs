using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Anthropic.Responses;
using RouterMaestro.Protocols.Errors;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>Recorded traffic is the referee: what an answer says is taken from its JSON independently of the codec.</summary>
public sealed class AnthropicRecordingTests
{
    public static IEnumerable<object[]> Whole => Recordings.Rows(Responses.Where(r => !r.IsSse));

    public static IEnumerable<object[]> Streamed => Recordings.Rows(Responses.Where(r => r.IsSse));

    public static IEnumerable<object[]> Requests => Recordings.Rows(Calls.Where(r => r is { RequestBody: not null, Status: 200, IsElided: false }));

    private static IEnumerable<Recording> Calls => Recordings.MessagesCalls;

    private static IEnumerable<Recording> Responses => Calls.Where(r => r.Status == 200);

    [SharedDataTheory]
    [MemberData(nameof(Whole))]
    public void A_recorded_response_is_read_as_in_its_JSON(string name)
    {
        var body = Recordings.Get(name).Body;

        var reading = AnthropicResponseReader.Read(body);

        Assert.Null(reading.Failure);
        Assert.Equal(Expectation.OfWhole(body), Expectation.Of(reading.Response!));
    }

    [SharedDataTheory]
    [MemberData(nameof(Whole))]
    public void A_recorded_response_survives_being_written_and_read(string name)
    {
        var response = AnthropicResponseReader.Read(Recordings.Get(name).Body).Response!;
        var losses = new LossSink();

        var written = AnthropicTesting.Write(json => AnthropicResponseWriter.Write(json, response, AnthropicTesting.Options, losses));
        var again = AnthropicResponseReader.Read(Encoding.UTF8.GetBytes(written)).Response!;

        Assert.Equal(response with { Id = again.Id, Model = again.Model, Usage = again.Usage }, again);
        Assert.Equal(Own(response.Usage ?? TokenUsage.Zero), again.Usage);
        Assert.True(losses.IsEmpty);
    }

    [SharedDataTheory]
    [MemberData(nameof(Streamed))]
    public void A_recorded_stream_folds_to_what_its_frames_say(string name)
    {
        var body = Recordings.Get(name).Body;

        var folded = AnthropicTesting.Decode(body);

        Assert.Null(folded.Failure);
        Assert.Equal(Expectation.OfStream(body), Expectation.Of(folded.Build()));
    }

    [SharedDataTheory]
    [MemberData(nameof(Streamed))]
    public void A_recorded_stream_survives_being_encoded_and_decoded(string name)
    {
        var body = Recordings.Get(name).Body;
        var straight = AnthropicTesting.Decode(body).Build();

        var again = AnthropicTesting.Decode(AnthropicTesting.Encode(body)).Build();

        Assert.Equal(straight with { Id = again.Id, Model = again.Model, Usage = again.Usage }, again);
        Assert.Equal(Own(straight.Usage!), again.Usage);
    }

    [SharedDataTheory]
    [MemberData(nameof(Requests))]
    public void A_recorded_request_survives_being_written_and_read(string name)
    {
        var recording = Recordings.Get(name);
        var first = AnthropicTesting.Read(recording.RequestBody!);

        var second = AnthropicTesting.Read(AnthropicTesting.WriteRequest(first));
        var third = AnthropicTesting.Read(AnthropicTesting.WriteRequest(second));

        Assert.Equal(second, third);
        Assert.Equal(TextsOf(first), TextsOf(second));
        Assert.Equal(first.Tools, second.Tools);
        Assert.Equal(first.Extensions, second.Extensions);
    }

    [SharedDataTheory]
    [InlineData("overloaded", FailureKind.Overloaded)]
    [InlineData("overloaded-with-request-id", FailureKind.Overloaded)]
    [InlineData("overloaded-null-details", FailureKind.Overloaded)]
    [InlineData("prompt-too-long", FailureKind.ContextOverflow)]
    [InlineData("rate-limit-input-tokens", FailureKind.RateLimited)]
    [InlineData("invalid-key", FailureKind.Credential)]
    [InlineData("permission", FailureKind.Credential)]
    [InlineData("not-found", FailureKind.NotFound)]
    [InlineData("request-too-large", FailureKind.ContextOverflow)]
    [InlineData("api-error", FailureKind.ServerError)]
    [InlineData("timeout", FailureKind.ServerError)]
    [InlineData("billing", FailureKind.QuotaExhausted)]
    public void Known_errors_are_classified(string name, FailureKind kind)
    {
        using var errors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Root!, "errors", "errors.json")));
        var known = errors.RootElement.GetProperty("errors").EnumerateArray()
            .Single(e => e.GetProperty("api").GetString() == "anthropic" && e.GetProperty("case").GetString() == name);
        var body = JsonSerializer.SerializeToUtf8Bytes(known.GetProperty("body"));

        var failure = AnthropicErrors.Read(known.GetProperty("status").GetInt32(), new NoHeaders(), body);

        Assert.Equal(kind, failure.Kind);
        Assert.Equal(known.GetProperty("body").GetProperty("error").GetProperty("message").GetString(), failure.Message);
        Assert.NotNull(failure.Body);
    }

    private static List<string> TextsOf(ChatRequest request) =>
        [.. request.Messages.SelectMany(m => m.Parts).OfType<TextPart>().Select(t => t.Text.ToString()).Where(t => t.Trim().Length > 0).Order()];

    private sealed class NoHeaders : IUpstreamResponseHeaders
    {
        public string? Find(string name) => null;
    }

    // what other models used is not written
    private static TokenUsage Own(TokenUsage usage) => usage with { Model = null, OtherModels = [] };
}
