using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.TestKit.Loopback;

namespace RouterMaestro.Benchmarks;

/// <summary>
/// Measures the overhead of the relay: the same bare client calls the provider directly, and through a whole gateway. The memory column
/// of the direct call shows that neither end allocates.
/// </summary>
public class RelayBenchmarks
{
    private const string Key = "sk-rm-bench";
    private RawUpstream _upstream = null!;
    private GatewayHost _gateway = null!;
    private RawClient _direct = null!;
    private RawClient _relayed = null!;
    private RawClient _translated = null!;

    [Params(Samples.SmallSize, Samples.LargeSize)]
    public int Size { get; set; }

    [GlobalSetup]
    public async Task Prepare()
    {
        _upstream = RawUpstream.WithDocument(Samples.Response("chat"));
        var nowhere = Path.Combine(AppContext.BaseDirectory, "no-settings");
        _gateway = GatewayHost.Create(new GatewayOptions
        {
            Port = 0,
            ApiKey = Key,
            LogLevel = LogLevel.Warning,
            Paths = new ConfigPaths(nowhere, nowhere),
            Variable = _ => null,
            Configure = router => router.AddOpenAICompatible("p", _upstream.Address.ToString(), provider => provider.Models.Add("model-x")),
        });
        await _gateway.StartAsync();
        _direct = new RawClient(new Uri(_upstream.Address, "v1/chat/completions"), Key, Samples.Request("chat", Size));
        _relayed = new RawClient(new Uri(_gateway.Address, "v1/chat/completions"), Key, Samples.Request("chat", Size));
        var messages = Samples.Request("messages", Size).AsSpan();
        _translated = new RawClient(new Uri(_gateway.Address, "v1/messages"), Key, [.. "{\"model\":\"p/model-x\","u8, .. messages["{\"model\":\"model-x\",".Length..]]);
    }

    [GlobalCleanup]
    public async Task Clean()
    {
        _direct.Dispose();
        _relayed.Dispose();
        _translated.Dispose();
        await _gateway.DisposeAsync();
        _upstream.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Direct() => Call(_direct);

    [Benchmark]
    public void Relayed() => Call(_relayed);

    [Benchmark]
    public void Translated() => Call(_translated);

    private static void Call(RawClient client)
    {
        client.Send();
        client.ReadToEnd();
    }
}
