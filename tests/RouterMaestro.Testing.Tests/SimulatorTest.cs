namespace RouterMaestro.Testing.Tests;

/// <summary>A test with a simulator and a plain client of it.</summary>
public abstract class SimulatorTest : IAsyncLifetime
{
    public static TheoryData<string> Protocols => ["chat", "messages", "responses"];

    public static TheoryData<string, bool> Calls => new()
    {
        { "chat", false }, { "chat", true }, { "messages", false }, { "messages", true }, { "responses", false }, { "responses", true },
    };

    protected UpstreamSimulator Upstream { get; private set; } = null!;

    private protected WireClient Client { get; private set; } = null!;

    private protected virtual UpstreamSimulatorOptions Options => new();

    public async Task InitializeAsync()
    {
        Upstream = await UpstreamSimulator.StartAsync(Options);
        Client = new WireClient(Upstream);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Upstream.DisposeAsync();
    }

    private protected static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token;
}
