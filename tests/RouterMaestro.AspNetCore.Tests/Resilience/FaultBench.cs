using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>A gateway with two models at one provider: the primary, which misbehaves, and the backup, which is well.</summary>
public sealed class FaultBench : IAsyncDisposable
{
    public const string BackupText = "the backup answers in full";
    private readonly Dialect _caller;
    private readonly string _upstream;

    private FaultBench(TestGateway gateway, string caller, string upstream)
    {
        (Gateway, _caller, _upstream) = (gateway, Dialect.Named(caller), upstream);
        Primary = gateway.Upstream.When(r => r.Model == "primary");
        Backup = gateway.Upstream.When(r => r.Model == "backup")
            .Reply(SimulatedAnswer.Text("the backup ", "answers ", "in full").WithUsage(input: 21, output: 9));
    }

    public TestGateway Gateway { get; }

    public SimulatorRule Primary { get; }

    public SimulatorRule Backup { get; }

    /// <summary>Gets every caller's dialect with every provider's, in both commit modes.</summary>
    public static TheoryData<string, string, CommitMode> Modes()
    {
        var data = new TheoryData<string, string, CommitMode>();
        foreach (var row in Dialect.Matrix())
        {
            data.Add((string)row[0], (string)row[1], CommitMode.FirstContent);
            data.Add((string)row[0], (string)row[1], CommitMode.Complete);
        }

        return data;
    }

    /// <summary>Gets the modes, and each pair of dialects without a stream.</summary>
    public static TheoryData<string, string, CommitMode, bool> ModesAndWhole()
    {
        var data = new TheoryData<string, string, CommitMode, bool>();
        foreach (var row in Dialect.Matrix())
        {
            data.Add((string)row[0], (string)row[1], CommitMode.FirstContent, true);
            data.Add((string)row[0], (string)row[1], CommitMode.Complete, true);
            data.Add((string)row[0], (string)row[1], CommitMode.FirstContent, false);
        }

        return data;
    }

    public static async Task<FaultBench> StartAsync(
        string caller, string upstream, CommitMode commit, Func<RoutingSettings, RoutingSettings>? change = null, TimeProvider? clock = null)
    {
        var settings = new RoutingSettings
        {
            Priorities = [$"{upstream}/primary", $"{upstream}/backup"],
            Commit = commit,
        };
        var gateway = await TestGateway.StartAsync(
            change?.Invoke(settings) ?? settings, clock: clock, simulator: clock is null ? null : new() { TimeProvider = clock });
        return new FaultBench(gateway, caller, upstream);
    }

    /// <summary>Sets limits that a silent provider runs into soon.</summary>
    public static RoutingSettings Impatient(RoutingSettings settings)
    {
        var limit = TimeSpan.FromSeconds(1);
        return settings with { Limits = new TimeLimits { ResponseHeaders = limit, FirstContent = limit, Idle = limit, Unstreamed = limit } };
    }

    /// <summary>Asks for the primary.</summary>
    public async Task<FaultResult> AskAsync(bool stream = true)
    {
        var model = $$"""{"model":"{{_upstream}}/primary","stream":{{(stream ? "true" : "false")}},"max_tokens":100,"messages":[{"role":"user","content":"hi"}]""";
        var usage = stream && _caller == Dialect.Chat ? ""","stream_options":{"include_usage":true}}""" : "}";
        var (response, answer, transcript) = await _caller.SendAsync(Gateway.Client, _caller.Ask(model + usage));
        return new FaultResult(response, answer, transcript);
    }

    /// <summary>Gets the requests that reached a model.</summary>
    public IReadOnlyList<ReceivedRequest> Attempts(string model) => [.. Gateway.Asked.Where(r => r.Model == model)];

    public string Qualified(string model) => $"{_upstream}/{model}";

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
