using System.Buffers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Resilience;
using RouterMaestro.Infrastructure.Providers.Streams;

namespace RouterMaestro.Infrastructure.Tests.Providers.Streams;

/// <summary>The repair of a passthrough stream depends on its bytes alone, not on how they arrive.</summary>
public sealed class RepairPropertyTests
{
    private const int Rounds = 40_000;

    [Fact]
    public void A_stream_is_repaired_to_the_same_bytes_wherever_it_is_cut()
    {
        var repaired = 0;
        Parallel.For(0, Rounds, seed =>
        {
            var random = new Random(seed);
            var script = RepairedScript.Write(random);

            var (output, names) = Relay(script.Sent, random, (CommitMode)(seed % 2), repair: true);

            Assert.True(output.AsSpan().SequenceEqual(script.Expected), $"seed {seed}:\n{Encoding.UTF8.GetString(script.Expected)}\nwas\n{Encoding.UTF8.GetString(output)}");
            Assert.True(script.IsRepaired == !names.IsEmpty, $"seed {seed}: {string.Join(", ", names)}");
            Interlocked.Add(ref repaired, script.IsRepaired ? 1 : 0);
        });

        // both must have happened, or the test proves nothing
        Assert.InRange(repaired, Rounds / 4, Rounds * 3 / 4);
    }

    [Fact]
    public void Without_repair_only_the_model_is_written_anew()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = new Random(seed);
            var script = RepairedScript.Write(random);

            var (output, names) = Relay(script.Sent, random, CommitMode.FirstContent, repair: false);

            Assert.Equal(Encoding.UTF8.GetString(script.Sent).Replace("\"model\":\"m\"", "\"model\":\"p/m\"", StringComparison.Ordinal), Encoding.UTF8.GetString(output));
            Assert.Empty(names);
        }
    }

    private static (byte[] Output, EquatableArray<string> Repaired) Relay(byte[] body, Random random, CommitMode commit, bool repair)
    {
        var clock = new FakeTimeProvider();
        using var deadline = new UpstreamDeadline(clock, CancellationToken.None);
        using var response = new HttpResponseMessage();
        using var source = new FaultyStream(body, random, StreamEnd.Clean, clock);
        var reader = new UpstreamReader(response, source, deadline, MemoryBudget.Unlimited);
        var codec = Codecs.All.OutboundFor(WireProtocol.OpenAIChat);
        using var inboundCall = new InboundCall(new ChatRequest("p/m", []));
        var call = new CandidateCall(inboundCall, new Candidate(new ModelRef("p", "m"), "test"), codec.Description, TimeLimits.Default);
        var stream = new HttpPassthroughStream(call, reader, codec.CreateTap(new() { Repair = repair }), JsonText.FromString("p/m").Quoted, new SecretMask([]));
        var opening = CommitGate.ReadAsync(stream, reader, TimeLimits.Default, commit);
        Assert.True(opening.IsCompleted);
        Assert.Null(opening.GetAwaiter().GetResult());

        var output = new ArrayBufferWriter<byte>();
        while (stream.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            stream.Drain(output);
        }

        Assert.Null(stream.Failure);
        return (output.WrittenSpan.ToArray(), stream.Repaired);
    }
}
