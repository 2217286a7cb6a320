using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace RouterMaestro.Cli.Tests.Completion;

/// <summary>What shells are told to propose.</summary>
public sealed class CompletionTests : IAsyncLifetime, IDisposable
{
    // a clock that stands still: on a machine under load, the first call takes longer than a person would wait
    private readonly TestHome _home = new() { Clock = new FakeTimeProvider() };
    private GatewayHost? _gateway;

    public async Task InitializeAsync()
    {
        TestHome.Write(_home.ProvidersFile, """
            {"providers":{"lab":{"type":"openai-compatible","baseURL":"http://127.0.0.1:1/v1","models":{"one":{"name":"Number One"},"q:8b":{}}}}}
            """);
        _gateway = GatewayHost.Create(_home.Gateway());
        await _gateway.StartAsync();
        _home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("router-maestro model pr", "price|priority")]
    [InlineData("/usr/bin/router-maestro  model  pr", "price|priority")]
    [InlineData("router-maestro model priority l", "list|lab/one|lab/q:8b")]
    [InlineData("router-maestro model priority LAB/", "lab/one|lab/q:8b")]
    [InlineData("router-maestro model priority lab/one --po", "--position")]
    [InlineData("router-maestro model price lab/o", "lab/one")]
    [InlineData("router-maestro explain ", "lab/one|lab/q:8b|router-maestro")]
    [InlineData("router-maestro -q explain lab/q", "lab/q:8b")]
    [InlineData("router-maestro explain 'lab/q", "lab/q:8b")]
    [InlineData("router-maestro explain lab/one ", "")]
    [InlineData("router-maestro explain --protocol ", "chat|responses|messages")]
    [InlineData("router-maestro explain --protocol=m", "--protocol=messages")]
    [InlineData("router-maestro explain --json --js", "")]
    [InlineData("router-maestro explain --request ", ":files")]
    [InlineData("router-maestro translate --from chat ", ":files")]
    [InlineData("router-maestro provider set l", "lab")]
    [InlineData("router-maestro provider add x --model a --mod", "--model")]
    [InlineData("router-maestro auth login opena", "openai")]
    [InlineData("router-maestro stats --by w", "weekday-hour")]
    [InlineData("router-maestro stats -p l", "lab")]
    [InlineData("router-maestro stats --provider", "--provider")]
    [InlineData("router-maestro stats --quie", "--quiet")]
    [InlineData("router-maestro completion ", "bash|zsh|fish|powershell")]
    [InlineData("router-maestro context set l", "local")]
    [InlineData("router-maestro context add l", "")]
    [InlineData("router-maestro --context l", "local")]
    [InlineData("router-maestro import litellm ", ":files")]
    [InlineData("router-maestro bogus ", "")]
    public async Task The_words_that_may_stand_at_the_cursor_are_proposed(string line, string expected)
    {
        Assert.Equal(0, await _home.RunAsync("complete", "--line", line));
        Assert.Empty(_home.Error);
        Assert.Equal(expected, string.Join('|', _home.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(proposal => proposal.Trim('\r').Split('\t')[0])));
    }

    [Fact]
    public async Task Proposals_have_their_meanings()
    {
        await _home.RunAsync("complete", "--line", "router-maestro explain lab/o");
        Assert.Equal("lab/one\tNumber One", _home.Out.Trim());
    }

    [Fact]
    public async Task Without_a_gateway_nothing_is_proposed_and_nothing_complained_of()
    {
        await _gateway!.DisposeAsync();
        _gateway = null;
        Assert.Equal(0, await _home.RunAsync("complete", "--line", "router-maestro explain "));
        Assert.Equal("", _home.Error);
        Assert.Equal("", _home.Out);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    [InlineData("pwsh")]
    public async Task Every_shell_has_a_script(string shell)
    {
        Assert.Equal(0, await _home.RunAsync("completion", shell));
        Assert.Contains("complete --line", _home.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_shell_is_wrong_usage()
    {
        Assert.Equal(2, await _home.RunAsync("completion", "tcsh"));
        Assert.StartsWith("Error: There are completions for bash, zsh, fish, powershell, not for 'tcsh'.", _home.Error);
    }

    [Theory]
    [InlineData("router-maestro explain lab/q", "lab/q:8b")]
    [InlineData("router-maestro explain lab/q:8", "8b")]
    [InlineData("router-maestro explain --protocol=m", "messages")]
    [InlineData("router-maestro model pri", "price priority")]
    public async Task Bash_replaces_the_part_of_the_word_that_it_takes_for_one(string line, string expected)
    {
        await _home.RunAsync("completion", "bash");
        var shell = new ProcessStartInfo("bash", ["--norc", "-c", $$"""
            {{_home.Out}}
            router-maestro() { dotnet '{{Path.Combine(AppContext.BaseDirectory, "router-maestro.dll")}}' "$@"; }
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            # as bash divides the line: at blanks, and at ':' and '='
            read -ra COMP_WORDS <<< "$(sed 's/\([:=]\)/ \1 /g' <<< "$COMP_LINE")"
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _router_maestro
            echo "${COMPREPLY[@]}"
            """])
        { RedirectStandardOutput = true };
        foreach (var (name, value) in _home.Variables)
        {
            shell.Environment[name] = value;
        }

        using var process = Process.Start(shell)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(expected, output.Trim());
    }

    public async Task DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    public void Dispose() => _home.Dispose();
}
