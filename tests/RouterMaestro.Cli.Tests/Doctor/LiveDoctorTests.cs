using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Doctor.Live;
using RouterMaestro.Cli.Tests.Contexts;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests.Doctor;

/// <summary>What <c>doctor --live</c> finds out about providers, with no gateway running and with one.</summary>
public sealed class LiveDoctorTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private UpstreamSimulator? _upstream;

    public async Task InitializeAsync()
    {
        _upstream = await UpstreamSimulator.StartAsync(new() { RequiredKey = "sk-right", Models = ["big", "text-embedding-3", "big-mini"], RejectsUnknownModels = true });
        _home.WriteContext(apiKey: null, $"http://localhost:{FreePort()}");
        _home.Variables["HOME"] = Path.GetDirectoryName(_home.ContextsFile);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_home.ContextsFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _home.Variables["RIGHT"] = "sk-right";
        _home.Variables["WRONG"] = "sk-wrong";
    }

    public Task DisposeAsync() => _upstream!.DisposeAsync().AsTask();

    [Fact]
    public async Task Each_provider_is_tried_step_by_step_and_all_at_once()
    {
        using var certificate = SelfMadeCertificates.SelfSigned();
        await using var tls = await FrontServer.StartAsync(_ => Task.CompletedTask, certificate);
        await using var silent = await FrontServer.StartAsync(http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted));
        WriteProviders(
            ("fine", _upstream!.BaseUrl.AbsoluteUri, "RIGHT"),
            ("refusing", _upstream.BaseUrl.AbsoluteUri, "WRONG"),
            ("closed", $"http://127.0.0.1:{FreePort()}/v1", "RIGHT"),
            ("nameless", "https://no-such-host.invalid/v1", "RIGHT"),
            ("untrusted", $"https://localhost:{tls.Port}/v1", "RIGHT"),
            ("silent", $"http://127.0.0.1:{silent.Port}/v1", "RIGHT"),
            ("keyless", "https://llm.example.com/v1", "ABSENT"));
        var start = TimeProvider.System.GetTimestamp();

        var findings = await ExamineAsync(code: 1);

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(30));
        AssertFinding(findings, "fine", "ok", "connected, key accepted; 3 models");
        AssertFinding(findings, "fine", "ok", "a request to big-mini was answered");
        AssertFinding(findings, "refusing", "problem", "connected; 'refusing' rejects the key of WRONG (status 401)");
        AssertFinding(findings, "closed", "problem", "refuses the connection");
        AssertFinding(findings, "nameless", "problem", "The name no-such-host.invalid cannot be resolved");
        AssertFinding(findings, "untrusted", "problem", "name resolved, connected; No TLS connection");
        AssertFinding(findings, "silent", "problem", "gave no answer within 5 seconds");
        Assert.DoesNotContain(findings, finding => (string?)finding["subject"] == "keyless");

        // one request that costs something, and it was said before
        var call = Assert.Single(_upstream.Calls);
        Assert.Equal("big-mini", (string?)JsonNode.Parse(call.Body.Span)!["model"]);
        Assert.Equal("Sending one request of at most 16 output tokens to each of these models, which their providers may charge for: fine/big-mini.", _home.Error.Trim());
        Assert.False(File.Exists(_home.ServerFile));
    }

    [Fact]
    public async Task A_refusal_of_the_model_is_a_warning_and_a_failure_a_problem()
    {
        WriteProviders(("fine", _upstream!.BaseUrl.AbsoluteUri, "RIGHT"));
        _upstream.Reply(SimulatedFault.Status(429, "no credit"));
        AssertFinding(await ExamineAsync(code: 0), "fine", "warning", "A request to big-mini was refused for now (status 429)");

        _upstream.Reply(SimulatedFault.Status(500, "down"));
        AssertFinding(await ExamineAsync(code: 1), "fine", "problem", "A request to big-mini failed (status 5");
    }

    [Fact]
    public async Task Without_live_no_provider_is_called()
    {
        WriteProviders(("fine", _upstream!.BaseUrl.AbsoluteUri, "RIGHT"));
        Assert.Equal(0, await _home.RunAsync("doctor"));
        Assert.Empty(_upstream.Requests);
        Assert.Empty(_home.Error);
    }

    [Theory]
    [InlineData("gpt-5 gpt-5-mini gpt-5-nano text-embedding-3-small", "gpt-5-nano")]
    [InlineData("claude-opus-4-6 claude-haiku-4-5 claude-sonnet-4-6", "claude-haiku-4-5")]
    [InlineData("whisper-1 one", "one")]
    [InlineData("whisper-1 dall-e-3", null)]
    public void The_cheapest_model_that_chats_is_chosen_by_its_name(string models, string? expected) =>
        Assert.Equal(expected, CheapModel.Choose(models.Split(' ')));

    public void Dispose() => _home.Dispose();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static void AssertFinding(IReadOnlyList<JsonNode> findings, string subject, string status, string message) => Assert.True(
        findings.Any(finding => (string?)finding["subject"] == subject && (string?)finding["status"] == status
            && ((string)finding["message"]!).Contains(message, StringComparison.Ordinal)
            && (status == "ok" || finding["fix"] is not null)),
        $"{status} {subject}: {message}\n{string.Join('\n', findings.Select(finding => finding.ToJsonString()))}");

    private void WriteProviders(params (string Name, string BaseUrl, string Variable)[] providers) => TestHome.Write(_home.ProvidersFile, new JsonObject
    {
        ["providers"] = new JsonObject(providers.Select(provider => KeyValuePair.Create<string, JsonNode?>(provider.Name, new JsonObject
        {
            ["type"] = "openai-compatible",
            ["baseURL"] = provider.BaseUrl,
            ["options"] = new JsonObject { ["api_key_env"] = provider.Variable },
        }))),
    }.ToJsonString());

    private async Task<IReadOnlyList<JsonNode>> ExamineAsync(int code)
    {
        var before = _home.Out.Length;
        var ended = await _home.RunAsync("doctor", "--live", "--json");
        var json = _home.Out[before..];
        Assert.DoesNotContain("sk-right", json, StringComparison.Ordinal);
        Assert.True(code == ended, json);
        return [.. JsonNode.Parse(json)!["findings"]!.AsArray().Select(finding => finding!).Where(finding => (string?)finding["group"] == "Providers, called")];
    }
}
