namespace RouterMaestro.Cli.Tests;

public sealed class ShowKeyTests : IDisposable
{
    private readonly TestHome _home = new();

    [Theory]
    [InlineData(false, false, "sk-kept")]
    [InlineData(true, false, "API key: sk-kept")]
    [InlineData(true, true, "sk-kept")]
    public async Task A_pipe_gets_nothing_but_the_key(bool isTerminal, bool raw, string shown)
    {
        _home.WriteContext("sk-kept");
        _home.IsTerminal = isTerminal;
        Assert.Equal(0, await _home.RunAsync(raw ? ["server", "show-key", "--raw"] : ["server", "show-key"]));
        Assert.Equal(shown + Environment.NewLine, _home.Out);
    }

    [Fact]
    public async Task The_variable_comes_before_the_stored_key()
    {
        _home.WriteContext("sk-kept");
        _home.Variables["ROUTER_MAESTRO_API_KEY"] = "sk-variable";
        Assert.Equal(0, await _home.RunAsync("server", "show-key"));
        Assert.Equal("sk-variable" + Environment.NewLine, _home.Out);
    }

    [Fact]
    public async Task Without_a_key_it_says_how_to_get_one()
    {
        Assert.Equal(1, await _home.RunAsync("server", "show-key"));
        Assert.StartsWith("Error: There is no key yet", _home.Error);
        Assert.Empty(_home.Out);
    }

    public void Dispose() => _home.Dispose();
}
