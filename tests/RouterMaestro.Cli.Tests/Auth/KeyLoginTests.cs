using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Testing;

namespace RouterMaestro.Cli.Tests.Auth;

/// <summary><c>auth login</c> for providers that take a key.</summary>
public sealed class KeyLoginTests : IAsyncLifetime, IDisposable
{
    private const string Right = "sk-right-0123456789";

    private readonly TestHome _home = new();
    private UpstreamSimulator? _upstream;
    private GatewayHost? _gateway;

    public async Task InitializeAsync()
    {
        _upstream = await UpstreamSimulator.StartAsync(new UpstreamSimulatorOptions { RequiredKey = Right });
        TestHome.Write(_home.ProvidersFile, $$$$"""{"providers":{"lab":{"type":"openai-compatible","baseURL":"{{{{_upstream.BaseUrl}}}}"}}}""");
        _gateway = GatewayHost.Create(_home.Gateway());
        await _gateway.StartAsync();
        _home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("option")]
    [InlineData("input")]
    [InlineData("prompt")]
    public async Task A_key_is_tried_stored_and_never_shown(string way)
    {
        (_home.CanAsk, _home.Input) = (way == "prompt", Encoding.UTF8.GetBytes(Right + "\n"));
        _home.Typed.Enqueue("x\b" + Right);

        Assert.True(await _home.RunAsync(["auth", "login", "lab", .. way switch { "option" => ["--api-key", Right], "input" => ["--stdin"], _ => Array.Empty<string>() }]) == 0, _home.Error);

        Assert.Equal("Stored the key of 'lab', which accepts it.", _home.Out.Trim());
        Assert.Equal(way == "prompt" ? "Key of lab (not shown):" : "", _home.Error.Trim());
        Assert.Equal($$$"""{"lab":{"type":"api","key":"{{{Right}}}"}}""", JsonNode.Parse(await File.ReadAllTextAsync(_home.AuthFile))!.ToJsonString());
        Assert.Equal(0, await _home.RunAsync("provider", "test", "lab"));
        Assert.Equal(0, await _home.RunAsync("auth", "list"));
        Assert.Matches(@"(?m)^lab +API Key +Active", _home.Out);
        Assert.DoesNotContain(Right, _home.Out + _home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_provider_refuses_is_not_stored()
    {
        Assert.Equal(1, await _home.RunAsync("auth", "login", "lab", "--api-key", "sk-wrong-0123456789"));

        var error = Assert.Single(_home.Error.Trim().Split('\n'));
        Assert.Contains("refuses: The key is not stored: 'lab' rejects the key that was given (status 401)", error);
        Assert.DoesNotContain("sk-wrong", error, StringComparison.Ordinal);
        Assert.Empty(_home.Out);
        Assert.False(File.Exists(_home.AuthFile));
    }

    [Fact]
    public async Task A_provider_that_is_down_takes_a_key_only_untried()
    {
        await _upstream!.DisposeAsync();

        Assert.Equal(1, await _home.RunAsync("auth", "login", "lab", "--api-key", Right));
        Assert.Contains("reports: The key is not stored: ", _home.Error);
        Assert.False(File.Exists(_home.AuthFile));

        Assert.Equal(0, await _home.RunAsync("auth", "login", "lab", "--api-key", Right, "--no-verify"));
        Assert.Equal("Stored the key of 'lab', untried.", _home.Out.Trim());
    }

    [Fact]
    public async Task With_JSON_the_result_is_one_document()
    {
        Assert.Equal(0, await _home.RunAsync("auth", "login", "lab", "--api-key", Right, "--json"));
        Assert.Equal("""{"success":true,"provider":"lab"}""", JsonNode.Parse(_home.Out)!.ToJsonString());
        var before = _home.Out.Length;
        Assert.Equal(0, await _home.RunAsync("auth", "logout", "lab", "--json"));
        Assert.Equal("""{"success":true,"provider":"lab"}""", JsonNode.Parse(_home.Out[before..])!.ToJsonString());
        Assert.Empty(_home.Error);
    }

    [Theory]
    [InlineData(1, "There is no provider 'copilot'. Did you mean 'github-copilot'? 'router-maestro provider list' shows all.", "login", "copilot")]
    [InlineData(1, "There is no provider 'lab@two'. Did you mean 'lab'?", "login", "lab@two")]
    [InlineData(1, "Neither a key nor a login of 'lab' is stored.", "logout", "lab")]
    [InlineData(2, "'lab' needs a key: give it with --stdin, or run the command in a terminal.", "login", "lab")]
    [InlineData(2, "Name the provider: lab, openai, anthropic, github-copilot.", "login")]
    [InlineData(2, "Give the key by --api-key or by --stdin, not by both.", "login", "lab", "--api-key", "k", "--stdin")]
    [InlineData(2, "--api-key has no value: is the variable set?", "login", "lab", "--api-key", " ")]
    [InlineData(2, "--no-verify is about keys: give one with --api-key or --stdin.", "login", "github-copilot", "--no-verify")]
    [InlineData(1, "Standard input does not hold a key.", "login", "lab", "--stdin")]
    [InlineData(1, "is a classic personal access token (ghp_), which Copilot does not accept", "login", "github-copilot", "--api-key", "ghp_0123456789")]
    [InlineData(1, "This is a key of the gateway, which is of no use to 'lab'.", "login", "lab", "--api-key", "sk-rm-0123456789")]
    public async Task What_cannot_be_done_is_said_in_one_line(int code, string line, params string[] args)
    {
        Assert.Equal(code, await _home.RunAsync(["auth", .. args]));

        Assert.Contains(line, Assert.Single(_home.Error.Trim().Split('\n')));
        Assert.Empty(_home.Out);
        Assert.False(File.Exists(_home.AuthFile));
    }

    [Fact]
    public async Task An_empty_line_at_the_prompt_stores_nothing()
    {
        _home.CanAsk = true;
        _home.Typed.Enqueue("");

        Assert.Equal(1, await _home.RunAsync("auth", "login", "lab"));
        Assert.EndsWith("Error: No key was entered; nothing is stored.", _home.Error.Trim());
    }

    [Fact]
    public async Task Without_credentials_the_list_says_how_to_log_in()
    {
        Assert.Equal(0, await _home.RunAsync("auth", "list"));
        Assert.StartsWith("Nothing is stored: log in with 'router-maestro auth login'.", _home.Error);
        Assert.Empty(_home.Out);
    }

    [Theory]
    [InlineData("login", "lab")]
    [InlineData("logout", "lab")]
    [InlineData("list")]
    public async Task Without_a_gateway_the_command_says_so(params string[] args)
    {
        await _gateway!.DisposeAsync();

        Assert.Equal(1, await _home.RunAsync(["auth", .. args]));
        Assert.StartsWith("Error: The server is not running at ", Assert.Single(_home.Error.Trim().Split('\n')));
    }

    [Fact]
    public async Task The_help_of_login_has_an_example()
    {
        Assert.Equal(0, await _home.RunAsync("auth", "login", "--help"));
        Assert.Contains("Example:\n  router-maestro auth login github-copilot\n", _home.Out.ReplaceLineEndings("\n"));
    }

    public async Task DisposeAsync()
    {
        await _gateway!.DisposeAsync();
        await _upstream!.DisposeAsync();
    }

    public void Dispose() => _home.Dispose();
}
