using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.TestKit.Loopback;

namespace RouterMaestro.AspNetCore.Tests.Allocations;

/// <summary>
/// The bytes that a whole gateway allocates for a passthrough call, framework included: caller and provider are bare sockets that
/// allocate nothing. To change a figure, update it here and in docs/performance.md.
/// </summary>
[Collection(SerialCollection.Name)]
public sealed class AllocationTests
{
#if DEBUG
    // a debug build allocates the state of every asynchronous method
    private const double PerRequest = 10300;
    private const double PerChunk = 620;
#else
    private const double PerRequest = 7200;
    private const double PerChunk = 340;
#endif
    private const double PerOutcome = 800;
    private const string Key = "sk-rm-test";
    private const int Warm = 500;
    private const int Calls = 1000;
    private const int Chunks = 200;
    private const int Streams = 20;
    private const int Series = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(48)]
    public async Task A_request_allocates_the_documented_number_of_bytes(int kibibytes)
    {
        using var upstream = RawUpstream.WithDocument(Response());
        await using var gateway = await StartAsync(upstream);
        using var client = Client(gateway, $$"""{"model":"p/m","messages":[{"role":"user","content":"{{new string('x', kibibytes * 1024)}}"}]}""");

        var bytes = Measure(Warm, Calls, () =>
        {
            client.Send();
            client.ReadToEnd();
        });

        Assert.InRange(bytes, PerRequest * 0.9, PerRequest * 1.1);
    }

    /// <summary>Each chunk is sent when the one before has arrived, so that each is a read, a pass and a flush of its own.</summary>
    [Fact]
    public async Task A_chunk_allocates_the_documented_number_of_bytes()
    {
        using var upstream = RawUpstream.WithStream(
            [.. Enumerable.Range(0, Chunks).Select(Chunk), "data: [DONE]\n\n"u8.ToArray()]);
        await using var gateway = await StartAsync(upstream);
        using var client = Client(gateway, """{"model":"p/m","stream":true,"messages":[{"role":"user","content":"x"}]}""");

        var bytes = Measure(Streams, Streams, () =>
        {
            client.Send();
            for (var read = 1; read <= Chunks; read++)
            {
                client.ReadFrames(read);
                upstream.Next();
            }

            client.ReadToEnd();
        }) / Chunks;

        Assert.InRange(bytes, PerChunk * 0.9, PerChunk * 1.1);
    }

    private static byte[] Response() => Encoding.UTF8.GetBytes(
        "{\"id\":\"a\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
        + $"\"content\":\"{new string('x', 1024)}\"}},\"finish_reason\":\"stop\"}}],\"usage\":{{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}}}");

    private static byte[] Chunk(int number) => Encoding.UTF8.GetBytes(
        "data: {\"id\":\"a\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word "
        + $"{number}\"}},\"finish_reason\":{(number == Chunks - 1 ? "\"stop\"" : "null")}}}]}}\n\n");

    /// <summary>The outcome that is made for an observer; the writer of records works apart from the call.</summary>
    [Fact]
    public async Task An_observed_request_allocates_little_more()
    {
        using var upstream = RawUpstream.WithDocument(Response());
        await using var gateway = await StartAsync(upstream, router => router.AddCallObserver<Observer>());
        using var client = Client(gateway, """{"model":"p/m","messages":[{"role":"user","content":"x"}]}""");

        var bytes = Measure(Warm, Calls, () =>
        {
            client.Send();
            client.ReadToEnd();
        });

        Assert.InRange(bytes, PerRequest * 0.9, (PerRequest + PerOutcome) * 1.1);
    }

    private static async Task<GatewayHost> StartAsync(RawUpstream upstream, Action<IRouterMaestroBuilder>? configure = null)
    {
        var nowhere = Path.Combine(AppContext.BaseDirectory, "no-settings");
        var gateway = GatewayHost.Create(new GatewayOptions
        {
            Port = 0,
            ApiKey = Key,
            LogLevel = LogLevel.Warning,
            Paths = new ConfigPaths(nowhere, nowhere),
            Variable = _ => null,
            RecordUsage = false,
            Configure = router =>
            {
                router.AddOpenAICompatible("p", upstream.Address.ToString(), provider => provider.Models.Add("m"));
                configure?.Invoke(router);
            },
        });
        await gateway.StartAsync();
        return gateway;
    }

    private static RawClient Client(GatewayHost gateway, string body) =>
        new(new Uri(gateway.Address, "v1/chat/completions"), Key, Encoding.UTF8.GetBytes(body));

    /// <summary>Measures three times: other work of the process, as on a busy machine, can only increase a figure.</summary>
    private static double Measure(int warm, int count, Action call)
    {
        for (var i = 0; i < warm; i++)
        {
            call();
        }

        return Enumerable.Range(0, Series).Min(_ =>
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < count; i++)
            {
                call();
            }

            return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count;
        });
    }

    private sealed class Observer : ICallObserver
    {
        public void OnEnded(CallOutcome outcome)
        {
        }
    }
}
