using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests;

public sealed class ServerStartTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private readonly TestHome _home = new();
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task A_first_start_shows_the_new_key_and_how_to_go_on()
    {
        var (address, running) = await StartAsync();
        var key = (string?)JsonNode.Parse(File.ReadAllText(_home.ContextsFile))!["contexts"]!["local"]!["api_key"];
        await StopAsync(running);

        Assert.NotNull(key);
        Assert.Contains($"listens on {address}", _home.Out);
        Assert.Contains($"API key    {key}", _home.Out);
        Assert.Contains("new, and kept in contexts.json;", _home.Out);
        Assert.Contains($"Config     {Path.GetDirectoryName(_home.ContextsFile)}", _home.Out);
        Assert.Contains("openai needs OPENAI_API_KEY", _home.Out);
        Assert.Contains("anthropic needs ANTHROPIC_API_KEY", _home.Out);
        Assert.Contains("github-copilot needs a login: router-maestro auth login github-copilot", _home.Out);
        Assert.Contains("No provider can be asked yet", _home.Out);
        Assert.Contains($"curl {address}/v1/chat/completions", _home.Out);
        Assert.Contains($"curl {address}/v1/messages", _home.Out);
        Assert.Empty(_home.Error);
    }

    [Fact]
    public async Task A_later_start_shows_no_more_of_the_key_than_its_ends()
    {
        const string Key = "sk-rm-cnZ7gdgntJtZybULWwF3ICbOkkVBugpYGPpNveO3gYI";
        _home.WriteContext(Key);
        var (_, running) = await StartAsync();
        await StopAsync(running);
        Assert.Contains("API key    sk-rm-cnZ7gd...3gYI from contexts.json", _home.Out);
        Assert.DoesNotContain(Key, _home.Out);
    }

    [Fact]
    public async Task A_given_key_is_stored_and_not_shown()
    {
        var (_, running) = await StartAsync("--api-key", "sk-mine-0123456789-0123456789-0123456789");
        await StopAsync(running);
        Assert.DoesNotContain("sk-mine-0123456789-", _home.Out);
        Assert.Contains(" from --api-key", _home.Out);
        Assert.Equal(0, await _home.RunAsync("server", "show-key"));
        Assert.EndsWith($"sk-mine-0123456789-0123456789-0123456789{Environment.NewLine}", _home.Out);
    }

    [Fact]
    public async Task Providers_are_listed_with_their_key_state()
    {
        _home.Variables["OPENAI_API_KEY"] = "sk-openai";
        _home.Variables["SPLIT_API_KEY"] = "sk-a\nsk-b";
        _home.Variables["ROUTER_MAESTRO_API_KEY"] = "sk-of-the-environment-0123456789-0123456789";
        _home.Variables["ANTHROPIC_API_KEY"] = "sk-rm-of-a-gateway";
        TestHome.Write(_home.ProvidersFile, """
            {"providers":{
              "ollama":{"type":"openai-compatible","baseURL":"http://127.0.0.1:9/v1","models":{"llama3":{}}},
              "far":{"type":"openai-compatible","baseURL":"https://llm.example.com/v1","models":{"m":{}}},
              "split":{"type":"openai-compatible","baseURL":"https://llm.example.com/v1","models":{"m":{}}},
              "broken":{"type":"openai-compatible"},
              "openai":{"baseURL":"http://127.0.0.1:9/v1"}}}
            """);
        var (_, running) = await StartAsync();
        await StopAsync(running);

        Assert.Contains("ollama is ready, without a key", _home.Out);
        Assert.Contains("split is not used: SPLIT_API_KEY must not hold a line break", _home.Out);
        Assert.Contains("API key    sk-of-the-en...6789 from ROUTER_MAESTRO_API_KEY", _home.Out);
        Assert.Contains("far needs FAR_API_KEY", _home.Out);
        Assert.Contains("Provider   openai is ready, its key is from OPENAI_API_KEY", _home.Out);
        Assert.Contains("Note       ANTHROPIC_API_KEY", _home.Out);
        Assert.Contains($"Problem    {_home.ProvidersFile}: providers.broken is skipped: providers.broken has no baseURL", _home.Out);
        Assert.DoesNotContain("No provider", _home.Out);
    }

    [Fact]
    public async Task Other_commands_find_it_while_it_runs_and_no_longer()
    {
        var (address, running) = await StartAsync();
        var record = JsonNode.Parse(File.ReadAllText(_home.ServerFile))!;
        await StopAsync(running);

        Assert.Equal(address, (string?)record["address"]);
        Assert.Equal(Environment.ProcessId, (int?)record["pid"]);
        Assert.InRange(DateTimeOffset.Parse((string)record["started_at"]!, null), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
        Assert.False(File.Exists(_home.ServerFile));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_a_warning()
    {
        _home.Variables["ROUTER_MAESTRO_API_KEY"] = "sk-1";
        TestHome.Write(Path.GetDirectoryName(_home.ServerFile)!, "a file in the place of the folder");

        var running = _home.RunAsync(["server", "start", "--port", "0", "--log-level", "ERROR"], _stop.Token);
        await UntilStartedAsync(running);
        await StopAsync(running);

        Assert.StartsWith("Warning: other commands look for this gateway at the endpoint of contexts.json, since ", _home.Error);
        Assert.Contains($"{_home.ServerFile} cannot be written", Assert.Single(_home.Error.Trim().Split('\n')));
    }

    [Fact]
    public async Task A_given_key_that_cannot_be_stored_is_a_warning()
    {
        TestHome.Write(Path.GetDirectoryName(_home.ContextsFile)!, "a file in the place of the folder");

        var (_, running) = await StartAsync("--api-key", "sk-1");
        await StopAsync(running);

        Assert.StartsWith("Warning: the key is not stored for later starts: ", Assert.Single(_home.Error.Trim().Split('\n')));
    }

    [Theory]
    [InlineData(null, "KEY=$(router-maestro server show-key)")]
    [InlineData("sk-of-the-environment", "KEY=${ROUTER_MAESTRO_API_KEY:?set it in this shell too}")]
    public async Task The_example_gets_the_key_from_where_it_is(string? variable, string line)
    {
        _home.Variables["ROUTER_MAESTRO_API_KEY"] = variable;
        var (_, running) = await StartAsync();
        await StopAsync(running);

        Assert.Contains($"\n  {line}\n", _home.Out.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(null, "KEY=$(router-maestro server show-key)")]
    [InlineData("sk-other", "KEY=...  # the value of --api-key")]
    public async Task The_example_of_a_given_key_does_not_show_another(string? variable, string line)
    {
        _home.Variables["ROUTER_MAESTRO_API_KEY"] = variable;
        var (_, running) = await StartAsync("--api-key", "sk-given");
        await StopAsync(running);

        Assert.Contains($"\n  {line}\n", _home.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_an_error_that_names_the_way_out()
    {
        TestHome.Write(Path.GetDirectoryName(_home.ContextsFile)!, "a file in the place of the folder");

        Assert.Equal(1, await _home.RunAsync("server", "start", "--port", "0", "--log-level", "ERROR"));

        var line = Assert.Single(_home.Error.Trim().Split('\n'));
        Assert.StartsWith($"Error: {_home.ContextsFile} cannot be ", line, StringComparison.Ordinal);
        Assert.EndsWith(": let this user read and write it, or set ROUTER_MAESTRO_API_KEY, which needs no file.", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ROUTER_MAESTRO_API_KEY")]
    [InlineData("ROUTER_MAESTRO_ADMIN_KEY")]
    public async Task A_key_that_no_header_can_carry_is_named_by_its_variable(string variable)
    {
        _home.Variables[variable] = "two words";

        Assert.Equal(1, await _home.RunAsync("server", "start", "--port", "0"));

        Assert.Equal($"Error: {variable} must be plain ASCII without spaces, so that it fits into a header.", _home.Error.Trim());
    }

    [Theory]
    [InlineData("{\"contexts\":{\"local\":{\"api_key\":5}}}", "'contexts.local.api_key' must be a string")]
    [InlineData("{\"contexts\":{\"local\":[]}}", "'contexts.local' must be an object")]
    [InlineData("{\"contexts\":{\"local\":{\"api_key\":\"two words\"}}}", "'contexts.local.api_key' must be plain ASCII")]
    public async Task A_contexts_file_with_a_wrong_member_stays_as_it_is(string content, string error)
    {
        TestHome.Write(_home.ContextsFile, content);

        Assert.Equal(1, await _home.RunAsync("server", "start", "--port", "0"));

        Assert.StartsWith($"Error: {_home.ContextsFile}: {error}", Assert.Single(_home.Error.Trim().Split('\n')));
        Assert.Equal(content, File.ReadAllText(_home.ContextsFile));
        Assert.Empty(_home.Out);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_that_says_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        Assert.Equal(1, await _home.RunAsync("server", "start", "--port", $"{port}"));
        Assert.Equal($"Error: Port {port} is in use on localhost: stop what runs there, or choose another port with --port.", _home.Error.Trim());
        Assert.Empty(_home.Out);
        Assert.False(File.Exists(_home.ContextsFile), "nobody was shown a key");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("*")]
    public async Task A_port_in_use_is_found_before_a_provider_is_asked(string host)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        using var provider = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        provider.Start();
        TestHome.Write(_home.ProvidersFile, $$"""{ "providers": { "a": { "type": "openai-compatible", "baseURL": "http://{{provider.LocalEndpoint}}/v1" } } }""");

        Assert.Equal(1, await _home.RunAsync("server", "start", "--host", host, "--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}"));

        Assert.StartsWith("Error: Port", Assert.Single(_home.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.False(provider.Pending());
    }

    [Fact]
    public async Task A_gateway_that_starts_at_the_same_time_is_recognized_by_its_record()
    {
        await using var other = GatewayHost.Create(_home.Gateway());
        await other.StartAsync();
        var port = other.Address.Port;
        var start = _home.RunAsync("server", "start", "--port", $"{port}");
        await Task.Delay(TimeSpan.FromMilliseconds(700), TimeProvider.System);
        TestHome.Write(_home.ServerFile, $$"""{ "pid": {{Environment.ProcessId}}, "started_at": "{{DateTimeOffset.UtcNow:O}}", "address": "http://localhost:{{port}}" }""");

        Assert.Equal(1, await start.WaitAsync(_patience));
        Assert.Equal(
            $"Error: Port {port} is in use by the gateway that you started (process {Environment.ProcessId}): 'router-maestro server stop' stops it, or choose another port with --port.",
            _home.Error.Trim());
    }

    // the host of a start that failed ends while its services are beginning
    [Fact]
    public async Task A_port_in_use_is_one_line_with_files_to_watch_and_lists_to_get()
    {
        var address = IPAddress.Parse("127.0.0.2");
        using var taken = new TcpListener(address, 0);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        silent.Start();
        TestHome.Write(_home.ProvidersFile, $$"""{ "providers": { "a": { "type": "openai-compatible", "baseURL": "http://{{silent.LocalEndpoint}}/v1" } } }""");
        for (var starts = 0; starts < 20; starts++)
        {
            Assert.Equal(1, await _home.RunAsync("server", "start", "--host", $"{address}", "--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}"));
        }

        Assert.All(_home.Error.Trim().Split('\n'), line => Assert.StartsWith("Error: Port", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_contexts_file_is_one_line_that_names_it()
    {
        TestHome.Write(_home.ContextsFile, "{\"contexts\":");
        Assert.Equal(1, await _home.RunAsync("server", "start", "--port", "0"));
        Assert.StartsWith($"Error: {_home.ContextsFile} is not valid JSON", Assert.Single(_home.Error.Trim().Split('\n')));
    }

    public void Dispose()
    {
        _stop.Dispose();
        _home.Dispose();
    }

    private async Task<(string Address, Task<int> Running)> StartAsync(params string[] options)
    {
        // the log would go to this process's own error stream
        var running = _home.RunAsync(["server", "start", "--port", "0", "--log-level", "ERROR", .. options], _stop.Token);
        await UntilStartedAsync(running);
        return ((string)JsonNode.Parse(File.ReadAllText(_home.ServerFile))!["address"]!, running);
    }

    private async Task UntilStartedAsync(Task running)
    {
        using var limit = new CancellationTokenSource(_patience, TimeProvider.System);
        while (!_home.Out.Contains("/v1/messages", StringComparison.Ordinal))
        {
            Assert.False(running.IsCompleted, _home.Error);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    private async Task StopAsync(Task<int> running)
    {
        await _stop.CancelAsync();
        Assert.Equal(0, await running.WaitAsync(_patience));
    }
}
