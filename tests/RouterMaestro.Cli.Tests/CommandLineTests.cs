namespace RouterMaestro.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TestHome _home = new();

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("server", "--help")]
    [InlineData("server", "start", "--help")]
    [InlineData("model", "list", "-h")]
    [InlineData("demo", "--help")]
    [InlineData("translate", "--help")]
    public async Task Help_is_printed_with_exit_code_0(params string[] args)
    {
        Assert.Equal(0, await _home.RunAsync(args));
        Assert.StartsWith("Usage: router-maestro", _home.Out);
        Assert.Empty(_home.Error);
    }

    [Fact]
    public async Task Without_arguments_it_shows_its_commands()
    {
        Assert.Equal(0, await _home.RunAsync());
        Assert.All(["server", "model", "translate", "demo"], command => Assert.Contains($"  {command} ", _home.Out));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    public async Task It_prints_its_version(string option)
    {
        Assert.Equal(0, await _home.RunAsync(option));
        Assert.Matches(@"^router-maestro \d+\.\d+\.\d+\S*\s*$", _home.Out);
    }

    [Theory]
    [InlineData("'bogus' is not a command", "bogus")]
    [InlineData("'bogus' is not a command", "server", "bogus")]
    [InlineData("Unknown option 'bogus'", "model", "list", "--bogus")]
    [InlineData("Option '--port' requires a value", "server", "start", "--port")]
    [InlineData("'many' cannot be converted", "server", "start", "--port", "many")]
    [InlineData("The port must be between 0 and 65535, not 65536.", "server", "start", "--port", "65536")]
    [InlineData("The host must be localhost, an IP address or *, not 'example.com'.", "server", "start", "--host", "example.com")]
    [InlineData("--log-level takes DEBUG, INFO, WARNING or ERROR, not 'loud'.", "server", "start", "--log-level", "loud")]
    [InlineData("must be plain ASCII without spaces", "server", "start", "--api-key", "with space")]
    public async Task Bad_arguments_give_one_line_and_code_1(string line, params string[] args)
    {
        Assert.Equal(1, await _home.RunAsync(args));
        Assert.Contains(line, Assert.Single(_home.Error.Trim().Split('\n')));
        Assert.Empty(_home.Out);
        Assert.False(File.Exists(_home.ContextsFile), "a start that fails leaves no key behind");
    }

    [Fact]
    public async Task A_name_close_to_a_command_is_met_with_a_hint()
    {
        Assert.Equal(1, await _home.RunAsync("serve"));
        Assert.Contains("server", _home.Error);
    }

    public void Dispose() => _home.Dispose();
}
