using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests.Importing;

/// <summary><c>import</c>, into a running gateway and into the files of one that does not run.</summary>
public sealed class ImportCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private UpstreamSimulator? _main;
    private UpstreamSimulator? _spare;
    private GatewayHost? _gateway;

    private string Folder => Path.GetDirectoryName(_home.ProvidersFile)!;

    private string Priorities => Path.Combine(Folder, "priorities.json");

    public async Task InitializeAsync()
    {
        _main = await UpstreamSimulator.StartAsync();
        _spare = await UpstreamSimulator.StartAsync();
    }

    [Fact]
    public async Task What_is_imported_from_LiteLLM_serves_calls_with_its_names_and_fallbacks()
    {
        await StartAsync();
        var file = Write("config.yaml", $$"""
            model_list:
              - { model_name: quick, litellm_params: { model: openai/m-1, api_base: "{{_main!.BaseUrl}}" } }
              - { model_name: quick, litellm_params: { model: openai/m-2, api_base: "{{_spare!.BaseUrl}}" } }
            """);

        Assert.True(await _home.RunAsync("import", "litellm", file, "--yes") == 0, _home.Error);

        Assert.Contains("Written: 2 providers and 2 routing settings. Try it with 'router-maestro model list'.", _home.Out);
        _main.Enqueue(SimulatedFault.Status(500), SimulatedFault.Status(500));
        _spare.Enqueue(SimulatedResponse.Text("From the spare one."));
        Assert.Contains("From the spare one.", await AskAsync("quick"));
        Assert.Equal("m-2", Assert.Single(_spare.Calls).Model);
    }

    [Fact]
    public async Task What_is_imported_from_claude_code_router_serves_the_names_of_Claude_Code()
    {
        await StartAsync();
        var file = Write("config.json", $$"""
            {"Providers":[{"name":"lab","api_base_url":"{{_main!.BaseUrl}}/chat/completions","api_key":"x","models":["big","small"]}],
             "Router":{"default":"lab,big","background":"lab,small"} }
            """);

        Assert.True(await _home.RunAsync("import", "claude-code-router", file, "--yes") == 0, _home.Error);

        await AskAsync("claude-sonnet-4-5-20250929");
        await AskAsync("claude-haiku-4-5-20251001");
        await AskAsync("router-maestro");
        Assert.Equal(["big", "small", "big"], _main.Calls.Select(call => call.Model));
    }

    [Fact]
    public async Task What_is_imported_from_OpenCode_serves_the_names_of_the_file()
    {
        await StartAsync();
        var file = Write("opencode.jsonc", $$"""
            {"model":"lab/main","provider":{"lab":{"npm":"@ai-sdk/openai-compatible","options":{"baseURL":"{{_main!.BaseUrl}}"},"models":{"main":{"id":"m-1","name":"Main"} } } } }
            """);

        Assert.True(await _home.RunAsync("import", "opencode", file, "-y") == 0, _home.Error);

        await AskAsync("lab/main");
        Assert.Equal("m-1", Assert.Single(_main.Calls).Model);
        Assert.Equal(0, await _home.RunAsync("model", "list"));
        Assert.Matches(@"1 +lab/m-1 +Main +lab", _home.Out);
    }

    [Fact]
    public async Task Without_yes_and_without_a_person_it_is_only_shown()
    {
        await StartAsync();
        Assert.Equal(0, await _home.RunAsync("import", "claude-code-router", Simple()));

        Assert.Contains($"config.json, for the gateway at {_gateway!.Address.GetLeftPart(UriPartial.Authority)}:", _home.Out.ReplaceLineEndings(" "));
        Assert.Contains("\"baseURL\": ", _home.Out);
        Assert.EndsWith("Nothing is written; --yes writes it.", _home.Out.Trim());
        Assert.False(File.Exists(_home.ProvidersFile));
        Assert.False(File.Exists(Priorities));
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData("YES", true)]
    [InlineData("", false)]
    [InlineData("n", false)]
    public async Task A_person_is_asked(string answer, bool isWritten)
    {
        await StartAsync();
        _home.CanAsk = true;
        _home.Typed.Enqueue(answer);

        Assert.Equal(0, await _home.RunAsync("import", "claude-code-router", Simple()));

        Assert.Equal($"Write this to the gateway at {_gateway!.Address.GetLeftPart(UriPartial.Authority)}? [y/N]", _home.Error.Trim());
        Assert.Equal(isWritten, File.Exists(_home.ProvidersFile));
    }

    [Fact]
    public async Task Where_no_gateway_runs_the_files_are_written_by_the_same_rules_and_nobody_is_called()
    {
        TestHome.Write(_home.ProvidersFile, """{"providers":{"old":{"type":"openai-compatible","baseURL":"http://127.0.0.1:9/v1"}},"//":"kept"}""");
        TestHome.Write(Priorities, """{"priorities":["old/m"],"names":"exact"}""");
        _home.WriteContext("sk-test", "http://127.0.0.1:1");

        Assert.True(await _home.RunAsync("import", "claude-code-router", Simple(), "--yes") == 0, _home.Error);

        Assert.Contains($"for the files in {Folder}, since no gateway runs:", _home.Out.ReplaceLineEndings(" "));
        Assert.Equal(["old", "lab"], JsonNode.Parse(await File.ReadAllTextAsync(_home.ProvidersFile))!["providers"]!.AsObject().Select(entry => entry.Key));
        Assert.Contains("\"//\":\"kept\"", await File.ReadAllTextAsync(_home.ProvidersFile));
        var routing = JsonNode.Parse(await File.ReadAllTextAsync(Priorities))!;
        Assert.Equal("""["old/m","lab/big"]""", routing["priorities"]!.ToJsonString());
        Assert.Equal("exact", (string?)routing["names"]);
        Assert.Empty(_main!.Requests);

        await StartAsync();
        await AskAsync("claude-opus-4-5");
        Assert.Equal("big", Assert.Single(_main.Calls).Model);
    }

    [Fact]
    public async Task Files_that_are_broken_stay_as_they_are()
    {
        TestHome.Write(_home.ProvidersFile, """{"providers":{""");
        _home.WriteContext("sk-test", "http://127.0.0.1:1");

        Assert.Equal(1, await _home.RunAsync("import", "claude-code-router", Simple(), "--yes"));

        Assert.Matches(@"^Error: \S+providers\.json: [^\n]* Correct it first\.$", _home.Error.Trim());
        Assert.Equal("""{"providers":{""", await File.ReadAllTextAsync(_home.ProvidersFile));
    }

    [Fact]
    public async Task Another_gateway_that_cannot_be_reached_is_no_reason_to_write_the_files_here()
    {
        _home.WriteContext("sk-test", "http://127.0.0.1:1", name: "prod");

        Assert.Equal(1, await _home.RunAsync("import", "claude-code-router", Simple(), "--yes"));

        Assert.Equal("Error: The server is not running at http://127.0.0.1:1.", _home.Error.Trim());
        Assert.False(File.Exists(_home.ProvidersFile));
    }

    [Fact]
    public async Task A_gateway_that_refuses_the_key_is_no_reason_either()
    {
        await StartAsync();
        _home.WriteContext("sk-wrong", _gateway!.Address.AbsoluteUri);

        Assert.Equal(1, await _home.RunAsync("import", "claude-code-router", Simple(), "--yes"));

        Assert.Contains("refuses the key", Assert.Single(_home.Error.Trim().Split('\n')));
        Assert.False(File.Exists(_home.ProvidersFile));
    }

    [Fact]
    public async Task A_provider_at_another_address_is_replaced_only_if_that_is_asked_for()
    {
        TestHome.Write(_home.ProvidersFile, $$$"""{"providers":{"lab":{"type":"openai-compatible","baseURL":"{{{_spare!.BaseUrl}}}","models":{"big":{} } } } }""");
        await StartAsync();
        var file = Simple();

        Assert.Equal(0, await _home.RunAsync("import", "claude-code-router", file, "--yes"));
        Assert.Contains("It is there already, at another address", _home.Out.ReplaceLineEndings(" "));
        Assert.EndsWith("There is nothing to write: all of it is there.", _home.Out.Trim());

        Assert.True(await _home.RunAsync("import", "claude-code-router", file, "--yes", "--replace") == 0, _home.Error);
        await AskAsync("claude-x");
        Assert.Single(_main!.Calls);
        Assert.Empty(_spare.Calls);

        Assert.Equal(0, await _home.RunAsync("import", "claude-code-router", file, "--yes"));
        Assert.EndsWith("There is nothing to write: all of it is there.", _home.Out.Trim());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_JSON_standard_output_is_one_document(bool isAgreed)
    {
        await StartAsync();
        _home.CanAsk = true;

        Assert.Equal(0, await _home.RunAsync(["import", "claude-code-router", Simple("$LAB_KEY"), "--json", .. isAgreed ? new[] { "--yes" } : []]));

        var result = JsonNode.Parse(_home.Out)!.AsObject();
        Assert.Equal(
            ["program", "file", "target", "written", "providers", "priorities", "keys", "kept", "not_carried_over", "notes", "warnings"], result.Select(member => member.Key));
        Assert.Equal(isAgreed, (bool)result["written"]!);
        Assert.Equal("""{"variable":"LAB_KEY","provider":"lab","reason":"named in the file"}""", result["keys"]![0]!.ToJsonString());
        Assert.Equal(isAgreed, result["warnings"]!.AsArray().Any(warning => ((string)warning!).StartsWith("LAB_KEY is not set", StringComparison.Ordinal)));
        Assert.Equal(isAgreed, File.Exists(_home.ProvidersFile));
        Assert.Empty(_home.Error);
    }

    [Fact]
    public async Task A_file_of_which_nothing_can_be_carried_over_says_why_and_ends_with_1()
    {
        await StartAsync();
        var file = Write("config.yaml", "model_list: [{ model_name: x, litellm_params: { model: bedrock/y } }]");

        Assert.Equal(1, await _home.RunAsync("import", "litellm", file, "--yes"));

        Assert.Contains("Amazon Bedrock", _home.Out);
        Assert.Equal($"Error: Nothing of {file} can be carried over.", _home.Error.Trim());
    }

    [Theory]
    [InlineData(1, "There is no file nowhere.yaml.", "litellm", "nowhere.yaml")]
    [InlineData(1, "is a folder: name the file in it.", "litellm", "{folder}")]
    [InlineData(1, "is no configuration of LiteLLM's proxy: it has no list 'model_list'.", "litellm", "{file}")]
    [InlineData(1, "is no configuration of OpenCode with models: it has neither 'provider' nor 'model'.", "opencode", "{file}")]
    [InlineData(2, "'router-maestro import litellm' needs FILE", "litellm")]
    [InlineData(2, "Unknown option '--yess'. Did you mean '--yes'?", "litellm", "{file}", "--yess")]
    [InlineData(2, "'other' is one word too many", "opencode", "{file}", "other")]
    [InlineData(2, "'portkey' is not a command of 'router-maestro import'", "portkey", "{file}")]
    public async Task What_cannot_be_done_is_said_in_one_line(int code, string line, params string[] args)
    {
        var file = Simple();

        Assert.Equal(code, await _home.RunAsync(["import", .. args.Select(arg => arg.Replace("{file}", file, StringComparison.Ordinal).Replace("{folder}", Path.GetTempPath(), StringComparison.Ordinal))]));

        Assert.Contains(line, Assert.Single(_home.Error.Trim().Split('\n')));
        Assert.Empty(_home.Out);
    }

    public async Task DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await _main!.DisposeAsync();
        await _spare!.DisposeAsync();
    }

    public void Dispose() => _home.Dispose();

    private string Simple(string key = "x") => Write(
        "config.json", $$"""{"Providers":[{"name":"lab","api_base_url":"{{_main!.BaseUrl}}/chat/completions","api_key":"{{key}}","models":["big"]}],"Router":{"default":"lab,big"} }""");

    private string Write(string name, string text)
    {
        var path = Path.Combine(Folder, "..", name);
        TestHome.Write(path, text);
        return path;
    }

    private async Task StartAsync()
    {
        _gateway = GatewayHost.Create(_home.Gateway());
        await _gateway.StartAsync();
        _home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    private async Task<string> AskAsync(string model)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_gateway!.Address, "v1/messages"))
        {
            Content = new StringContent($$"""{"model":"{{model}}","max_tokens":64,"messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-api-key", "sk-test");
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return body;
    }
}
