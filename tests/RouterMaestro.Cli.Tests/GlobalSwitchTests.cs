using RouterMaestro.Cli.Parsing;

namespace RouterMaestro.Cli.Tests;

/// <summary>The switches that every command takes.</summary>
public sealed class GlobalSwitchTests : IDisposable
{
    private readonly TestHome _home = new();

    [Theory]
    [InlineData("--quiet model list", true, false, false, "model list")]
    [InlineData("model -q list --json", true, false, false, "model list --json")]
    [InlineData("stats --no-color --heatmap", false, true, false, "stats --heatmap")]
    [InlineData("--debug explain m", false, false, true, "explain m")]
    [InlineData("run claude-code -q --debug", false, false, false, "run claude-code -q --debug")]
    [InlineData("run -q --model a/b claude-code -q", true, false, false, "run --model a/b claude-code -q")]
    [InlineData("run --context local --debug codex exec", false, false, true, "run codex exec")]
    [InlineData("-q run codex --no-color", true, false, false, "run codex --no-color")]
    [InlineData("explain -- --debug", false, false, false, "explain -- --debug")]
    public void They_are_taken_wherever_they_stand_but_not_from_what_is_meant_for_others(string line, bool quiet, bool colorless, bool debug, string rest)
    {
        var switches = GlobalSwitches.Take(line.Split(' '));
        Assert.Equal((quiet, colorless, debug), (switches.IsQuiet, switches.IsColorless, switches.IsDebug));
        Assert.Equal(rest, string.Join(' ', switches.Rest));
    }

    [Theory]
    [InlineData("--context prod model list", "prod", "model list")]
    [InlineData("model list --context=prod -q", "prod", "model list")]
    [InlineData("model list", null, "model list")]
    [InlineData("--context prod run codex --context mine", "prod", "run codex --context mine")]
    [InlineData("run codex --context mine", null, "run codex --context mine")]
    public void A_context_is_taken_with_its_name(string line, string? context, string rest)
    {
        var switches = GlobalSwitches.Take(line.Split(' '));
        Assert.Equal((context, rest), (switches.Context, string.Join(' ', switches.Rest)));
    }

    [Theory]
    [InlineData("model list --context")]
    [InlineData("model list --context --json")]
    [InlineData("model list --context=")]
    public async Task A_context_without_a_name_is_wrong(string line)
    {
        Assert.Equal(2, await _home.RunAsync(line.Split(' ')));
        Assert.Equal("Error: --context needs the name of a context: 'router-maestro context list' shows all.", _home.Error.Trim());
    }

    [Theory]
    [InlineData(true, null, null, "stats", true)]
    [InlineData(true, null, null, "--no-color", false)]
    [InlineData(true, "1", null, "stats", false)]
    [InlineData(true, "", null, "stats", true)]
    [InlineData(true, null, "dumb", "stats", false)]
    [InlineData(false, null, null, "stats", false)]
    public void Colours_need_a_terminal_and_nobody_who_turns_them_off(bool isTerminal, string? noColor, string? term, string argument, bool expected)
    {
        _home.IsTerminal = isTerminal;
        (_home.Variables["NO_COLOR"], _home.Variables["TERM"]) = (noColor, term);
        Assert.Equal(expected, GlobalSwitches.Take([argument]).ApplyTo(_home.CliEnvironment()).HasColor);
    }

    [Fact]
    public async Task Debug_shows_the_cause_of_an_error()
    {
        _home.WriteContext("sk-test", "http://127.0.0.1:1");
        Assert.Equal(1, await _home.RunAsync("model", "list"));
        Assert.Single(_home.Error.Trim().Split('\n'));

        Assert.Equal(1, await _home.RunAsync("model", "list", "--debug"));
        Assert.Contains("System.Net.Http.HttpRequestException", _home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_leaves_out_what_is_no_data()
    {
        await using var gateway = GatewayHost.Create(_home.Gateway());
        await gateway.StartAsync();
        _home.WriteContext("sk-test", gateway.Address.AbsoluteUri);

        Assert.Equal(0, await _home.RunAsync("model", "refresh", "--quiet"));
        Assert.Equal(0, await _home.RunAsync("provider", "add", "lab", "--type", "openai-compatible", "--base-url", "http://127.0.0.1:1/v1", "--model", "m", "-q"));
        Assert.Equal("", _home.Out + _home.Error);

        Assert.Equal(0, await _home.RunAsync("model", "list", "-q"));
        Assert.Contains("lab/m", _home.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();
}
