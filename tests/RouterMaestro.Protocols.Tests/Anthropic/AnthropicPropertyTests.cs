using System.Text;
using CsCheck;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Responses;

namespace RouterMaestro.Protocols.Tests.Anthropic;

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
    public void An_answer_is_the_same_whole_and_streamed() => AnthropicResponseGens.Responses.Sample(
        response =>
        {
            var whole = AnthropicTesting.Write(json => AnthropicResponseWriter.Write(json, response, AnthropicTesting.Options, new LossSink()));
            var folded = AnthropicTesting.Decode(AnthropicTesting.Encode(response)).Build();

            new AnthropicSpeech().AssertWellFormed(AnthropicTesting.Frames(AnthropicTesting.Encode(response)));
            Assert.Equal(folded, AnthropicResponseReader.Read(Encoding.UTF8.GetBytes(whole)).Response);
            Assert.Equal(response, folded with { Id = null, Model = null });
        },
        iter: Rounds,
        threads: 1);

    [Fact]
    public void Calls_come_out_one_by_one_however_they_interleave() =>
        Gen.Select(Gen.Select(AnthropicGens.Name, AnthropicGens.Object).Array[1, 4], Gen.Int[0, 1000].Array[60]).Sample(
            (calls, choices) =>
            {
                var response = new ChatResponse(
                    [.. calls.Select((c, i) => new ToolCallPart($"t{i}", c.Item1, c.Item2))], FinishReason.ToolCalls, TokenUsage.Zero);

                var stream = AnthropicTesting.Encode(Interleave(response, choices));

                new AnthropicSpeech().AssertWellFormed(AnthropicTesting.Frames(stream));
                Assert.Equal(response, AnthropicTesting.Decode(stream).Build() with { Id = null, Model = null });
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
        Gen.Select(AnthropicResponseGens.Responses, Gen.Int[0, 10_000], Gen.Byte).Sample(
            (response, at, with) =>
            {
                var stream = AnthropicTesting.Encode(response);
                stream[at % stream.Length] = with;

                var folded = AnthropicTesting.Decode(stream);

                Assert.True(folded.IsComplete ^ folded.Failure is not null);
                folded.Build();
            },
            iter: Rounds,
            threads: 1);

    /// <summary>Cuts the arguments of calls into pieces and shuffles the calls' events; calls still start in their order.</summary>
    private static List<ChatEvent> Interleave(ChatResponse response, int[] choices)
    {
        var waiting = new Queue<Queue<ChatEvent>>(response.Parts.Select((p, i) => Events((ToolCallPart)p, i)));
        List<Queue<ChatEvent>> running = [];
        List<ChatEvent> script = [new ChatEvent.Started(null, null, null, null)];
        for (var at = 0; waiting.Count > 0 || running.Count > 0; at++)
        {
            var choice = choices[at % choices.Length] % (running.Count + 1);
            if (running.Count == 0 || (choice == running.Count && waiting.Count > 0))
            {
                running.Add(waiting.Dequeue());
                choice = running.Count - 1;
            }

            choice = Math.Min(choice, running.Count - 1);
            script.Add(running[choice].Dequeue());
            if (running[choice].Count == 0)
            {
                running.RemoveAt(choice);
            }
        }

        script.Add(new ChatEvent.Completed(response.Finish, response.Usage));
        return script;
    }

    private static Queue<ChatEvent> Events(ToolCallPart call, int index) => new(
    [
        new ChatEvent.PartStarted(index, PartKind.ToolCall) { CallId = call.Id, Name = call.Name },
        .. call.Arguments.ToString().Chunk(7).Select(piece => new ChatEvent.PartDelta(index, new string(piece))),
        new ChatEvent.PartEnded(index),
    ]);

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
