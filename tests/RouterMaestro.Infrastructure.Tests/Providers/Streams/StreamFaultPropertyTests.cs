using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Resilience;
using RouterMaestro.Infrastructure.Providers.Streams;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;
using RouterMaestro.Protocols.Tools;
using RouterMaestro.Testing.Observing;
using Xunit.Abstractions;

namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>
/// A fault in a stream never yields a truncated response that looks complete, in any of the nine directions. The environment variable
/// ROUTERMAESTRO_STREAM_FAULTS sets the number of faults.
/// </summary>
public sealed class StreamFaultPropertyTests(ITestOutputHelper output)
{
    private const int DefaultRounds = 100_000;
    private const int MaxShown = 20;
    private static readonly WireProtocol[] _protocols = [WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages, WireProtocol.OpenAIResponses];
    private static readonly string[] _forbidden = ["not JSON", "after the error", "after [DONE]", "after message_stop", "after the terminal", "holds the type", "while a block is open"];
    private static readonly string[] _words = ["one ", "zwei ", "três ", "四 ", "🎉 ", "fünf "];
    private static readonly string[] _pieces = ["{\"a", "\":1", ",\"b\":[2", "]", "}"];

    private enum Ending
    {
        /// <summary>The fault did no harm.</summary>
        Whole,

        /// <summary>An error event ended the stream.</summary>
        Broken,

        /// <summary>The attempt failed before anything was sent, so that another candidate may serve.</summary>
        Refused,
    }

    [Fact]
    public void Stream_faults_give_no_truncated_success()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("ROUTERMAESTRO_STREAM_FAULTS"), CultureInfo.InvariantCulture, out var number) ? number : DefaultRounds;
        var ends = new int[Enum.GetValues<Ending>().Length];
        ConcurrentQueue<string> wrong = [];
        Parallel.For(0, rounds, seed =>
        {
            var (ending, problem) = Run(seed);
            Interlocked.Increment(ref ends[(int)ending]);
            if (problem is not null)
            {
                wrong.Enqueue($"seed {seed}: {problem}");
            }
        });

        output.WriteLine($"{rounds} faults: {string.Join(", ", Enum.GetValues<Ending>().Select(ending => $"{ends[(int)ending]} {ending}"))}, {wrong.Count} wrong");
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {rounds}:\n{string.Join('\n', wrong.Take(MaxShown))}");

        // both must have happened, or the test proves nothing
        Assert.InRange(ends[(int)Ending.Whole], rounds / 20, rounds * 3 / 4);
    }

    private static (Ending Ending, string? Problem) Run(int seed)
    {
        var random = new Random(seed);
        var (upstream, caller) = (_protocols[random.Next(_protocols.Length)], _protocols[random.Next(_protocols.Length)]);
        var texts = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => _words[random.Next(_words.Length)]).ToArray();
        var arguments = random.Next(3) == 0 ? _pieces : [];
        var end = (StreamEnd)random.Next(3);
        var body = StreamFaults.Spoil(WireText.Frames(upstream, texts, arguments), upstream, random);
        var commit = (CommitMode)random.Next(2);

        var (output, isRefused) = Relay(body, end, upstream, caller, commit, random);
        if (isRefused)
        {
            return (Ending.Refused, null);
        }

        var response = ObservedResponse.FromStream(caller, SseTranscript.Parse(output));
        var problem = response.ErrorMessage is null
            ? ProblemOfWhole(response, string.Concat(texts), string.Concat(arguments), upstream == caller)
            : ProblemOfBroken(response, string.Concat(texts), commit, mayLack: upstream == WireProtocol.OpenAIResponses);
        return (response.ErrorMessage is null ? Ending.Whole : Ending.Broken, problem is null ? null : $"{upstream.Name} to {caller.Name}, {commit}: {problem}");
    }

    private static string? ProblemOfWhole(ObservedResponse response, string text, string arguments, bool isPassthrough) =>
        !response.IsComplete ? "neither whole nor failed"
        : response.Text != text ? $"{response.Text} instead of {text}"
        : string.Concat(response.ToolCalls.Select(c => c.Arguments)) != arguments ? "arguments are missing"
        : response.Problems.FirstOrDefault(p => isPassthrough ? IsForbidden(p) : p != "no usage");

    private static string? ProblemOfBroken(ObservedResponse response, string text, CommitMode commit, bool mayLack) =>
        response.IsComplete ? "both whole and failed"
        : commit == CommitMode.Complete ? "a response that was held back is not whole"

        // an event that is lost is missed only later, by the numbers of the others
        : !mayLack && !text.StartsWith(response.Text, StringComparison.Ordinal) ? $"{response.Text} is not the beginning of {text}"
        : response.Problems.FirstOrDefault(IsForbidden);

    private static bool IsForbidden(string problem) => Array.Exists(_forbidden, words => problem.Contains(words, StringComparison.Ordinal));

    /// <summary>Relays a provider's stream as the endpoint does.</summary>
    private static (byte[] Output, bool IsRefused) Relay(
        ReadOnlyMemory<byte> body, StreamEnd end, WireProtocol upstream, WireProtocol caller, CommitMode commit, Random random)
    {
        var clock = new FakeTimeProvider();
        var limits = new TimeLimits { Idle = TimeSpan.FromSeconds(5), FirstContent = TimeSpan.FromSeconds(5) };
        using var deadline = new UpstreamDeadline(clock, CancellationToken.None);
        deadline.Arm(limits.FirstContent);
        using var response = new HttpResponseMessage();
        using var source = new FaultyStream(body, random, end, clock);
        var reader = new UpstreamReader(response, source, deadline, MemoryBudget.Unlimited);
        var mask = new SecretMask([]);
        var codec = Codecs.All.OutboundFor(upstream);
        var inbound = Codecs.All.InboundFor(caller);
        using var inboundCall = new InboundCall(new ChatRequest("p/m", []));
        var call = new CandidateCall(inboundCall, new Candidate(new ModelRef("p", "m"), "test"), codec.Description, limits);
        var rules = new StreamRules { RefusesGaps = commit == CommitMode.Complete };
        ResponseStream stream = upstream == caller
            ? new HttpPassthroughStream(call, reader, codec.CreateTap(new() { Rules = rules }), JsonText.FromString("p/m").Quoted, mask)
            : new DecodedStream(call, reader, codec.CreateDecoder(new LossSink(), rules), new ResponseCalls(new LossSink(), static () => "0123456789abcdef0123456789abcdef"), mask);
        var opening = CommitGate.ReadAsync((ICommittableStream)stream, reader, limits, commit);
        Assert.True(opening.IsCompleted);
        if (opening.GetAwaiter().GetResult() is not null)
        {
            return ([], true);
        }

        var output = new ArrayBufferWriter<byte>();
        Drain(stream, inbound, output);
        return (output.WrittenSpan.ToArray(), false);
    }

    private static void Drain(ResponseStream stream, IInboundCodec caller, ArrayBufferWriter<byte> output)
    {
        var encoder = caller.CreateEncoder(new ResponseOptions(new ResponseIdentity(new string('a', 32), "p/m", 1)));
        encoder.Output = output;
        while (stream.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            if (stream is PassthroughStream passthrough)
            {
                passthrough.Drain(output);
            }
            else
            {
                ((EventStream)stream).Drain(encoder);
            }
        }

        if (stream is PassthroughStream { IsFailureForwarded: false, Failure: { } failure } broken)
        {
            output.Write(caller.WriteStreamError(RouterError.From(failure), broken.Place).Span);
        }
    }
}
