using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>A gateway with two models at one provider: the primary, which fails, and the backup, which is healthy.</summary>
public sealed class FaultBench : IAsyncDisposable
{
    public const string BackupText = "the backup answers in full";
    private readonly ProtocolCase _caller;
    private readonly string _upstream;

    private FaultBench(TestGateway gateway, string caller, string upstream)
    {
        (Gateway, _caller, _upstream) = (gateway, ProtocolCase.Named(caller), upstream);
        Primary = gateway.Upstream.When(r => r.Model == "primary");
        Backup = gateway.Upstream.When(r => r.Model == "backup")
            .Reply(SimulatedResponse.Text("the backup ", "answers ", "in full").WithUsage(input: 21, output: 9));
    }

    public TestGateway Gateway { get; }

    public SimulatorRule Primary { get; }

    public SimulatorRule Backup { get; }

    /// <summary>Gets every caller's protocol with every provider's, in both commit modes; pairs of OpenAI's two share one of them each.</summary>
    public static TheoryData<string, string, CommitMode> Modes() => Modes(ProtocolCase.All);

    /// <summary>Gets the same for chosen providers' protocols.</summary>
    public static TheoryData<string, string, CommitMode> Modes(params ProtocolCase[] upstreams) => Streamed(ModesAndWhole(upstreams));

    /// <summary>Gets the modes, and each pair of protocols without a stream.</summary>
    public static TheoryData<string, string, CommitMode, bool> ModesAndWhole() => ModesAndWhole(ProtocolCase.All);

    /// <summary>Gets every pair of protocols once, in one mode or without a stream: for slow tests.</summary>
    public static TheoryData<string, string, CommitMode, bool> EachPairOnce()
    {
        var data = new TheoryData<string, string, CommitMode, bool>();
        for (var i = 0; i < ProtocolCase.All.Length; i++)
        {
            var caller = ProtocolCase.All[i].Name;
            data.Add(caller, caller, CommitMode.Complete, true);
            data.Add(caller, ProtocolCase.All[(i + 1) % 3].Name, CommitMode.FirstContent, true);
            data.Add(caller, ProtocolCase.All[(i + 2) % 3].Name, CommitMode.FirstContent, false);
        }

        return data;
    }

    /// <summary>Gets the streams of <see cref="EachPairOnce"/>.</summary>
    public static TheoryData<string, string, CommitMode> SomePairs() => Streamed(EachPairOnce());

    private static TheoryData<string, string, CommitMode, bool> ModesAndWhole(ProtocolCase[] upstreams)
    {
        var data = new TheoryData<string, string, CommitMode, bool>();
        foreach (var row in ProtocolCase.Matrix(ProtocolCase.All, upstreams))
        {
            var (caller, upstream) = ((string)row[0], (string)row[1]);
            data.Add(caller, upstream, CommitMode.FirstContent, false);
            if ((caller, upstream) is not ("responses", "chat"))
            {
                data.Add(caller, upstream, CommitMode.FirstContent, true);
            }

            if ((caller, upstream) is not ("chat", "responses"))
            {
                data.Add(caller, upstream, CommitMode.Complete, true);
            }
        }

        return data;
    }

    private static TheoryData<string, string, CommitMode> Streamed(TheoryData<string, string, CommitMode, bool> rows)
    {
        var data = new TheoryData<string, string, CommitMode>();
        foreach (var row in rows.Where(row => (bool)row[3]))
        {
            data.Add((string)row[0], (string)row[1], (CommitMode)row[2]);
        }

        return data;
    }

    public static async Task<FaultBench> StartAsync(
        string caller,
        string upstream,
        CommitMode commit,
        Func<RoutingSettings, RoutingSettings>? change = null,
        TimeProvider? clock = null,
        Action<IRouterMaestroBuilder>? configure = null)
    {
        var settings = new RoutingSettings
        {
            Priorities = [$"{upstream}/primary", $"{upstream}/backup"],
            Commit = commit,
        };
        var gateway = await TestGateway.StartAsync(
            change?.Invoke(settings) ?? settings, configure, clock: clock, simulator: clock is null ? null : new() { TimeProvider = clock });
        return new FaultBench(gateway, caller, upstream);
    }

    /// <summary>Sets short timeouts for a silent provider.</summary>
    public static RoutingSettings Impatient(RoutingSettings settings)
    {
        var limit = TimeSpan.FromSeconds(1);
        return settings with { Limits = new TimeLimits { ResponseHeaders = limit, FirstContent = limit, Idle = limit, Unstreamed = limit } };
    }

    /// <summary>Asks for the primary.</summary>
    public async Task<FaultResult> AskAsync(bool stream = true)
    {
        using var request = _caller.AskAll(
            _upstream, stream, """{"role":"user","content":"hi"}""", _caller.MaxTokens(100) + _caller.Usage(stream), "primary");
        var (response, answer, transcript) = await _caller.SendAsync(Gateway.Client, request);
        return new FaultResult(response, answer, transcript);
    }

    /// <summary>Gets the requests that reached a model.</summary>
    public IReadOnlyList<ReceivedRequest> Attempts(string model) => [.. Gateway.Received.Where(r => r.Model == model)];

    public string Qualified(string model) => $"{_upstream}/{model}";

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
