using Microsoft.Extensions.Logging;
using RouterMaestro.Cli.Serving;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Tests.Serving;

public sealed class LogLevelsTests : IDisposable
{
    private readonly TestHome _home = new();

    [Theory]
    [InlineData("DEBUG", LogLevel.Debug)]
    [InlineData("info", LogLevel.Information)]
    [InlineData("Warning", LogLevel.Warning)]
    [InlineData("ERROR", LogLevel.Error)]
    public void The_spellings_are_read_in_any_case_from_option_and_variable(string text, LogLevel level)
    {
        Assert.Equal(level, LogLevels.Choose(text, _home.CliEnvironment()));
        _home.Variables[LogLevels.Variable] = text;
        Assert.Equal(level, LogLevels.Choose(option: null, _home.CliEnvironment()));
    }

    [Fact]
    public void The_option_comes_before_the_variable()
    {
        _home.Variables[LogLevels.Variable] = "ERROR";
        Assert.Equal(LogLevel.Debug, LogLevels.Choose("DEBUG", _home.CliEnvironment()));
    }

    [Fact]
    public void Without_either_it_is_INFO() => Assert.Equal(LogLevel.Information, LogLevels.Choose(option: null, _home.CliEnvironment()));

    [Fact]
    public void A_wrong_variable_is_named()
    {
        _home.Variables[LogLevels.Variable] = "loud";
        var exception = Assert.Throws<CommandFailedException>(() => LogLevels.Choose(option: null, _home.CliEnvironment()));
        Assert.StartsWith("ROUTER_MAESTRO_LOG_LEVEL takes", exception.Message);
    }

    public void Dispose() => _home.Dispose();
}
