using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Application.Ports;
using RouterMaestro.TestKit.Usage;

namespace RouterMaestro.Cli.Tests.Stats;

/// <summary>A gateway whose store of usage is in memory, and a user who calls it.</summary>
public sealed class StatsHome : IAsyncDisposable
{
    private readonly GatewayHost _gateway;

    private StatsHome(GatewayHost gateway, TestHome home) => (_gateway, Home) = (gateway, home);

    /// <summary>Gets the present of the gateway and of the user: Monday, in Berlin.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 30, 14, 30, 0, TimeSpan.Zero);

    public TestHome Home { get; }

    public InMemoryUsageStore Store { get; } = new();

    public HttpClient Admin { get; private set; } = null!;

    public static async Task<StatsHome> StartAsync(bool hasStore = true)
    {
        var clock = new FakeTimeProvider(Now);
        clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var home = new TestHome { Clock = clock, CanAsk = true };
        IUsageStore? store = null;
        var gateway = GatewayHost.Create(home.Gateway(router =>
        {
            router.Services.AddSingleton<TimeProvider>(new PresentClock());
            if (hasStore)
            {
                router.Services.AddSingleton(_ => store!);
            }
        }) with
        { RecordUsage = hasStore });
        await gateway.StartAsync();
        var stats = new StatsHome(gateway, home);
        store = stats.Store;
        stats.Admin = new HttpClient { BaseAddress = gateway.Address, DefaultRequestHeaders = { { "x-api-key", "sk-test" } }, DefaultRequestVersion = HttpVersion.Version11 };
        home.WriteContext("sk-test", gateway.Address.AbsoluteUri);
        return stats;
    }

    /// <summary>Runs a command and returns what it printed.</summary>
    public async Task<string> RunAsync(params string[] args)
    {
        var before = Home.Out.Length;
        Assert.True(await Home.RunAsync(args) == 0, Home.Error);
        return Home.Out[before..];
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await _gateway.DisposeAsync();
        Home.Dispose();
    }

    /// <summary>A clock whose time of day is fixed, and whose timers are real.</summary>
    private sealed class PresentClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
