using System.Buffers;
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
using RouterMaestro.Testing.Observing;

namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>A fault in a stream never yields a truncated response that looks complete.</summary>
public sealed class StreamFaultPropertyTests
{
    private const int Rounds = 100_000;
    private static readonly WireProtocol[] _protocols = [WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages];
    private static readonly string[] _words = ["one ", "zwei ", "três ", "四 ", "🎉 ", "fünf "];
    private static readonly string[] _pieces = ["{\"a", "\":1", ",\"b\":[2", "]", "}"];

    [Fact]
    public void A_hundred_thousand_stream_faults_give_no_truncated_success()
    {
        var (broken, whole) = (0, 0);
        Parallel.For(0, Rounds, seed =>
        {
            if (Run(seed))
            {
                Interlocked.Increment(ref whole);
            }
            else
            {
                Interlocked.Increment(ref broken);
            }
        });

        // both must have happened, or the test proves nothing
        Assert.InRange(broken, Rounds / 4, Rounds);
        Assert.InRange(whole, Rounds / 20, Rounds);
    }

    private static bool Run(int seed)
    {
        var random = new Random(seed);
        var (upstream, caller) = (_protocols[random.Next(2)], _protocols[random.Next(2)]);
        var texts = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => _words[random.Next(_words.Length)]).ToArray();
        var arguments = random.Next(3) == 0 ? _pieces : [];
        var (body, end) = Spoil(WireText.Frames(upstream, texts, arguments), upstream, random);
        var commit = (CommitMode)random.Next(2);

        var (output, isRefused) = Relay(body, end, upstream, caller, commit, random);
        if (isRefused)
        {
            return false;
        }

        var answer = ObservedResponse.FromStream(caller, SseTranscript.Parse(output));
        var text = string.Concat(texts);
        Assert.True(text.StartsWith(answer.Text, StringComparison.Ordinal), $"seed {seed}: {answer.Text}");
        if (answer.ErrorMessage is not null)
        {
            Assert.False(answer.IsComplete, $"seed {seed}: both whole and failed");
            Assert.True(commit == CommitMode.FirstContent, $"seed {seed}: an answer that was held back is whole");
            return false;
        }

        Assert.True(answer.IsComplete, $"seed {seed}: neither whole nor failed");
        Assert.True(answer.Text == text, $"seed {seed}: {answer.Text} instead of {text}");
        Assert.True(string.Concat(answer.ToolCalls.Select(c => c.Arguments)) == string.Concat(arguments), $"seed {seed}: arguments are missing");
        return true;
    }

    private static (ReadOnlyMemory<byte> Body, StreamEnd End) Spoil(List<string> frames, WireProtocol protocol, Random random)
    {
        var end = (StreamEnd)random.Next(3);
        switch (random.Next(5))
        {
            case 0:
                return (WireText.Bytes(frames), end);
            case 1:
                frames.Insert(random.Next(frames.Count), WireText.Malformed(protocol));
                return (WireText.Bytes(frames), end);
            case 2:
                frames[random.Next(frames.Count)] = WireText.Error(protocol);
                return (WireText.Bytes(frames), end);
            case 3:
                return (WireText.Bytes(frames.Take(random.Next(frames.Count + 1))), end);
            default:
                var bytes = WireText.Bytes(frames);
                return (bytes.AsMemory(0, random.Next(bytes.Length)), end);
        }
    }

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
        ResponseStream stream = upstream == caller
            ? new HttpPassthroughStream(call, reader, codec.CreateTap(default), JsonText.FromString("p/m").Quoted, mask)
            : new DecodedStream(call, reader, codec.CreateDecoder(new LossSink()), names: null, mask);
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

        if (stream is PassthroughStream { IsFailureForwarded: false, Failure: { } failure })
        {
            output.Write(caller.WriteError(RouterError.From(failure)).Frame.Span);
        }
    }
}
