using System.Text;
using CsCheck;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Application.Protocols.Anthropic;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Tests.Protocols.Anthropic;

public sealed class AnthropicPropertyTests
{
    private const int Rounds = 200;

    [Fact]
    public void What_can_be_said_survives_being_written_and_read() => AnthropicRequestGens.Requests.Sample(
        request =>
        {
            var losses = new LossSink();
            var again = AnthropicTesting.Read(AnthropicTesting.WriteRequest(request, losses: losses));

            Assert.Equal(request, again);
            Assert.Empty(losses.Fields);
        },
        iter: Rounds,
        threads: 1);

    [Fact]
    public void An_answer_is_the_same_whole_and_streamed() => AnthropicAnswerGens.Answers.Sample(
        answer =>
        {
            var whole = AnthropicTesting.Write(json => AnthropicAnswerWriter.Write(json, answer, AnthropicTesting.Options, new LossSink()));
            var folded = AnthropicTesting.Decode(AnthropicTesting.Encode(answer)).Build();

            Assert.Equal(folded, AnthropicAnswerReader.Read(Encoding.UTF8.GetBytes(whole)).Answer);
            Assert.Equal(answer, folded with { Id = null, Model = null });
        },
        iter: Rounds,
        threads: 1);

    [Fact]
    public void Cut_and_damaged_requests_are_refused_and_nothing_worse() =>
        Gen.Select(AnthropicRequestGens.Requests, Gen.Int[0, 10_000], Gen.Byte).Sample(
            (request, at, with) =>
            {
                var body = AnthropicTesting.WriteRequest(request);
                var damaged = body.ToArray();
                damaged[at % body.Length] = with;

                AssertReadOrRefused(body[..(at % body.Length)]);
                AssertReadOrRefused(damaged);
            },
            iter: Rounds,
            threads: 1);

    [Fact]
    public void Damaged_frames_fail_the_answer_and_nothing_worse() =>
        Gen.Select(AnthropicAnswerGens.Answers, Gen.Int[0, 10_000], Gen.Byte).Sample(
            (answer, at, with) =>
            {
                var stream = AnthropicTesting.Encode(answer);
                stream[at % stream.Length] = with;

                var folded = AnthropicTesting.Decode(stream);

                Assert.True(folded.IsComplete ^ folded.Failure is not null);
                folded.Build();
            },
            iter: Rounds,
            threads: 1);

    private static void AssertReadOrRefused(byte[] body)
    {
        try
        {
            AnthropicTesting.Read(body);
        }
        catch (RouterException exception)
        {
            Assert.Equal(400, exception.Error.Status);
        }
    }
}
