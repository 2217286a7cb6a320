using RouterMaestro.Cli.Demo;
using RouterMaestro.Cli.Demo.Staging;
using RouterMaestro.Cli.Demo.Steps;
using RouterMaestro.Cli.Output;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests.Demo;

public sealed class DemoTests : IDisposable
{
    private readonly TestHome _home = new();

    [Fact]
    public async Task Every_step_passes_and_shows_what_goes_over_the_wires()
    {
        Assert.Equal(0, await _home.RunAsync("demo"));
        var lines = _home.Out.Split('\n');
        Assert.Equal(13, lines.Count(line => line.TrimEnd().EndsWith(" ms  ok", StringComparison.Ordinal)));
        Assert.Contains("    client    POST /v1/chat/completions anthropic/claude-demo, streamed", lines);
        Assert.Contains("    provider  POST /v1/messages claude-demo, streamed", lines);
        Assert.Contains("    response  Maestro 3 gives each word the moment the players have it.", lines);
        Assert.Contains("    usage     23 tokens in, 13 out; ended with stop", lines);
        Assert.Contains(lines, line => line.StartsWith("    login     open http://127.0.0.1:", StringComparison.Ordinal));
        Assert.Contains("    client    POST /v1/messages github-copilot/gpt-5.5", lines);
        Assert.Contains("    provider  POST /copilot-api/responses gpt-5.5", lines);
        Assert.Contains("All 13 steps passed", _home.Out);
        Assert.Empty(_home.Error);
    }

    [Fact]
    public async Task The_user_s_own_configuration_and_keys_are_left_alone()
    {
        TestHome.Write(_home.ProvidersFile, "{ broken");
        TestHome.Write(_home.ContextsFile, "{ broken");
        _home.Variables["OPENAI_API_KEY"] = "sk-real";
        _home.Variables["ROUTER_MAESTRO_OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1";
        Assert.Equal(0, await _home.RunAsync("demo"));
        Assert.Equal("{ broken", File.ReadAllText(_home.ContextsFile));
    }

    [Fact]
    public async Task Nothing_is_left_behind()
    {
        DirectoryInfo folder;
        await using (var stage = await DemoStage.StartAsync(CancellationToken.None))
        {
            folder = new DirectoryInfo(stage.Folder);
            Assert.True(folder.Exists);
        }

        folder.Refresh();
        Assert.False(folder.Exists);
    }

    [Theory]
    [InlineData("wrong text", "the text is")]
    [InlineData("wrong usage", "the usage is")]
    [InlineData("wrong end", "the stop reason is")]
    [InlineData("cut", "FAIL")]
    [InlineData("error", "FAIL")]
    public async Task A_response_that_the_provider_did_not_send_fails_the_step(string wrong, string message)
    {
        await using var stage = await DemoStage.StartAsync(CancellationToken.None);
        var good = SimulatedResponse.Text("Maestro 1 keeps every player in time.").WithUsage(21, 11);
        stage.Anthropic.Upstream.When(_ => true).Reply(wrong switch
        {
            "wrong text" => SimulatedResponse.Text("Maestro 1 sleeps.").WithUsage(21, 11),
            "wrong usage" => good.WithUsage(21, 12),
            "wrong end" => good.WithStop(SimulatedStop.Length),
            "cut" => good.CloseAfter(1),
            _ => SimulatedFault.Status(529),
        });

        Assert.False(await Tour().PlayAsync(stage, CancellationToken.None));
        Assert.Contains(message, _home.Out);
        Assert.Contains("6 of 13 steps failed", _home.Out);
    }

    [Fact]
    public async Task A_login_that_fails_fails_its_step_alone()
    {
        await using var stage = await DemoStage.StartAsync(CancellationToken.None);
        stage.Copilot.Simulator.Account.HasLicence = false;

        Assert.False(await Tour().PlayAsync(stage, CancellationToken.None));
        Assert.Contains("the login is \"error\", not \"complete\"", _home.Out);
        Assert.Contains("1 of 13 steps failed", _home.Out);
    }

    public void Dispose() => _home.Dispose();

    private DemoTour Tour() => new(new DemoReport(Terminals.Create(_home.CliEnvironment())), new DemoSummary(Terminals.Create(_home.CliEnvironment())), TimeProvider.System);
}
