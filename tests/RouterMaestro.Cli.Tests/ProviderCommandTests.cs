using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Testing;

namespace RouterMaestro.Cli.Tests;

/// <summary>The commands that change the providers of a running gateway.</summary>
public sealed class ProviderCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private UpstreamSimulator? _upstream;
    private GatewayHost? _gateway;

    private string BaseUrl => _upstream!.BaseUrl.ToString();

    private JsonObject Entries => JsonNode.Parse(File.ReadAllText(_home.ProvidersFile))!["providers"]!.AsObject();

    public async Task InitializeAsync()
    {
        _upstream = await UpstreamSimulator.StartAsync(new UpstreamSimulatorOptions { RequiredKey = "sk-right" });
        var options = _home.Gateway(router => router.AddOpenAICompatible("coded", "http://127.0.0.1:9/v1", provider => provider.Models.Add("a")));
        _gateway = GatewayHost.Create(options with { Variable = name => name == "LAB_KEY" ? "sk-right" : null });
        await _gateway.StartAsync();
        _home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    [Fact]
    public async Task A_provider_is_added_tested_changed_and_removed()
    {
        Assert.True(await _home.RunAsync("provider", "add", "lab", "--type", "openai-compatible", "--base-url", BaseUrl, "--key-env", "LAB_KEY") == 0, _home.Error);
        Assert.Equal(0, await _home.RunAsync("provider", "test", "lab"));
        Assert.Equal(0, await _home.RunAsync("provider", "set", "lab", "--header", "x-team=search", "--stream-usage=false"));
        Assert.Equal(
            $$$"""{"type":"openai-compatible","baseURL":"{{{BaseUrl}}}","options":{"api_key_env":"LAB_KEY","stream_usage":false},"headers":{"x-team":"search"}}""",
            Entries["lab"]!.ToJsonString());
        Assert.Equal(0, await _home.RunAsync("provider", "remove", "lab"));

        Assert.Empty(_home.Error);
        Assert.Contains($"Added 'lab' (openai-compatible, {BaseUrl}, LAB_KEY).", _home.Out);
        Assert.Contains("'lab' lists 1 model (", _home.Out);
        Assert.Contains("\n  lab/simulated-model\n", _home.Out.ReplaceLineEndings("\n"));
        Assert.Contains("Changed 'lab'", _home.Out);
        Assert.Contains("Removed 'lab'.", _home.Out);
        Assert.Empty(Entries);
    }

    [Fact]
    public async Task All_members_of_an_entry_have_an_option()
    {
        Assert.True(
            await _home.RunAsync(
                "provider", "add", "lab", "-t", "openai-compatible", "--base-url", BaseUrl, "--protocols", "chat,messages", "--header", "x-a=1", "--header", "x-b=2=3",
                "--model", "m", "--model", "org/n", "--allow-unauthenticated", "--thinking=false", "--stream-usage") == 0,
            _home.Error);

        Assert.Equal(
            $$$"""{"type":"openai-compatible","baseURL":"{{{BaseUrl}}}","headers":{"x-a":"1","x-b":"2=3"},"models":{"m":{},"org/n":{}},"options":{"protocols":["chat","messages"],"allow_unauthenticated":true,"stream_usage":true,"thinking":false}}""",
            Entries["lab"]!.ToJsonString());

        Assert.Equal(0, await _home.RunAsync("provider", "set", "lab", "--header", "x-a="));
        Assert.Equal("""{"x-b":"2=3"}""", Entries["lab"]!["headers"]!.ToJsonString());
    }

    [Fact]
    public async Task The_list_is_for_people_and_for_programs()
    {
        await _home.RunAsync("provider", "add", "lab", "-t", "openai-compatible", "--base-url", BaseUrl, "--key-env", "LAB_KEY", "--model", "m");
        var before = _home.Out.Length;

        Assert.Equal(0, await _home.RunAsync("provider", "list"));
        var text = _home.Out[before..];
        Assert.Matches(@"(?m)^Name +Type +Source +Key +Models +Base URL\r?$", text);
        Assert.Matches(@"(?m)^lab +openai-compatible +file +LAB_KEY +1 +http://", text);
        Assert.Matches(@"(?m)^coded +openai-compatible +code +no key needed +1 +http://127.0.0.1:9/v1\r?$", text);
        Assert.Matches(@"(?m)^openai +openai +built-in +needs OPENAI_API_KEY +none +https://", text);
        Assert.Matches(@"(?m)^github-copilot +github-copilot +built-in +needs a login +none +https://", text);
        Assert.Contains("Note: github-copilot: log in with 'router-maestro auth login github-copilot'", _home.Error);

        before = _home.Out.Length;
        Assert.Equal(0, await _home.RunAsync("provider", "list", "--json"));
        Assert.Equal("lab", (string?)JsonNode.Parse(_home.Out[before..])!["providers"]![0]!["name"]);
    }

    [Fact]
    public async Task Problems_of_the_files_stand_above_the_list()
    {
        TestHome.Write(_home.ProvidersFile, """{ "providers": { "bad": { "type": 3, "headers": 1 }, "openai": { "modelz": {} } } }""");
        Assert.Equal(0, await _home.RunAsync("model", "refresh"));

        Assert.Equal(0, await _home.RunAsync("provider", "list"));

        Assert.Equal(
            [
                $"Problem: {_home.ProvidersFile}: providers.bad is skipped: providers.bad.type must be \"openai-compatible\", \"anthropic-compatible\" or \"github-copilot\"; providers.bad has no baseURL; providers.bad.headers must be an object",
                $"Problem: {_home.ProvidersFile}: providers.openai.modelz is not a known member: did you mean \"models\"?",
            ],
            _home.Error.Trim().ReplaceLineEndings("\n").Split('\n').Take(2));
        Assert.Equal(1, await _home.RunAsync("provider", "test", "bad"));
        Assert.EndsWith("       providers.bad.headers must be an object", _home.Error.Trim());
    }

    [Fact]
    public async Task A_key_that_the_gateway_lacks_is_a_warning()
    {
        Assert.Equal(0, await _home.RunAsync("provider", "add", "lab", "-t", "openai-compatible", "--base-url", BaseUrl, "--key-env", "OTHER_KEY", "--json"));

        Assert.StartsWith("Warning: OTHER_KEY is not set in the gateway's environment", _home.Error);
        Assert.Equal("OTHER_KEY", (string?)JsonNode.Parse(_home.Out)!["key"]!["variable"]);
    }

    [Fact]
    public async Task A_failed_test_ends_with_an_error_and_its_reason()
    {
        await _home.RunAsync("provider", "add", "lab", "-t", "openai-compatible", "--base-url", BaseUrl);
        var before = _home.Out.Length;

        Assert.Equal(1, await _home.RunAsync("provider", "test", "lab"));
        Assert.Contains("Error: 'lab' wants a key and got none (status 401): set LAB_API_KEY in the gateway's environment.", _home.Error);
        Assert.Equal(before, _home.Out.Length);

        Assert.Equal(1, await _home.RunAsync("provider", "test", "lab", "--json"));
        Assert.Equal("unauthorized", (string?)JsonNode.Parse(_home.Out[before..])!["failure"]!["code"]);
    }

    [Theory]
    [InlineData("""providers.lab.type must be "openai-compatible", "anthropic-compatible" or "github-copilot".""", "add", "lab", "--type", "ollama", "--base-url", "http://h/v1")]
    [InlineData("providers.lab has no type", "add", "lab", "--base-url", "http://h/v1")]
    [InlineData("There is no provider 'lab'.", "set", "lab", "--key-env", "K")]
    [InlineData("There is no provider 'lab'.", "remove", "lab")]
    [InlineData("There is no provider 'lab'.", "test", "lab")]
    [InlineData("'github-copilot' has no usable login, so that it was not called: log in with 'router-maestro auth login github-copilot'.", "test", "github-copilot")]
    [InlineData("'coded' is part of the host's program", "remove", "coded")]
    [InlineData("options.api_key_env must be the name of an environment variable", "add", "lab", "--type", "openai-compatible", "--base-url", "http://h/v1", "--key-env", "sk-1")]
    public async Task What_cannot_be_done_is_said_in_one_line(string line, params string[] args)
    {
        Assert.Equal(1, await _home.RunAsync(["provider", .. args]));

        Assert.Contains(line.TrimEnd('.'), Assert.Single(_home.Error.Trim().Split('\n')));
        Assert.Empty(_home.Out);
        Assert.False(File.Exists(_home.ProvidersFile));
    }

    [Fact]
    public async Task An_empty_value_removes_its_member_and_leaves_no_empty_object()
    {
        string[] set = ["provider", "set", "lab"];
        Assert.True(await _home.RunAsync("provider", "add", "lab", "-t", "openai-compatible", "--base-url", BaseUrl, "--key-env", "LAB_KEY", "--protocols", "chat") == 0, _home.Error);

        Assert.Equal(0, await _home.RunAsync([.. set, "--header", "NO="]));
        Assert.Equal(0, await _home.RunAsync([.. set, "--protocols", ""]));
        Assert.Equal("""{"api_key_env":"LAB_KEY"}""", Entries["lab"]!["options"]!.ToJsonString());
        Assert.Equal(0, await _home.RunAsync([.. set, "--key-env", ""]));
        Assert.Equal($$"""{"type":"openai-compatible","baseURL":"{{BaseUrl}}"}""", Entries["lab"]!.ToJsonString());

        Assert.Equal(0, await _home.RunAsync([.. set, "--header", "x-a=1"]));
        Assert.Equal(0, await _home.RunAsync([.. set, "--header", "x-a="]));
        Assert.Equal($$"""{"type":"openai-compatible","baseURL":"{{BaseUrl}}"}""", Entries["lab"]!.ToJsonString());
    }

    [Fact]
    public async Task A_member_that_every_entry_needs_is_not_removed()
    {
        Assert.Equal(0, await _home.RunAsync("provider", "add", "lab", "-t", "openai-compatible", "--base-url", BaseUrl));

        Assert.Equal(1, await _home.RunAsync("provider", "set", "lab", "--base-url", ""));

        Assert.Contains("providers.lab has no baseURL", _home.Error, StringComparison.Ordinal);
        Assert.Equal(BaseUrl, (string?)Entries["lab"]!["baseURL"]);
    }

    [Fact]
    public async Task A_name_with_a_blank_is_quoted_where_it_is_to_be_typed()
    {
        Assert.Equal(0, await _home.RunAsync("provider", "add", "a b", "--type", "openai-compatible", "--base-url", "http://127.0.0.1:1/v1"));
        Assert.EndsWith("Try it with 'router-maestro provider test \"a b\"'.", _home.Out.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_exists_is_changed_with_set()
    {
        string[] add = ["provider", "add", "lab", "-t", "openai-compatible", "--base-url", BaseUrl];
        Assert.Equal(0, await _home.RunAsync(add));

        Assert.Equal(1, await _home.RunAsync(add));
        Assert.Contains("There is a provider 'lab' already: change it with 'router-maestro provider set lab'.", _home.Error);
    }

    [Fact]
    public async Task Providers_added_at_the_same_time_are_all_there()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(n =>
            _home.RunAsync("provider", "add", $"lab-{n}", "-t", "openai-compatible", "--base-url", BaseUrl)));

        Assert.All(codes, code => Assert.Equal(0, code));
        Assert.Equal(4, Entries.Count);
    }

    [Fact]
    public async Task Without_a_gateway_the_command_says_so()
    {
        await _gateway!.DisposeAsync();

        Assert.Equal(1, await _home.RunAsync("provider", "list"));
        Assert.Contains("The server is not running at", _home.Error);
    }

    public async Task DisposeAsync()
    {
        await _gateway!.DisposeAsync();
        await _upstream!.DisposeAsync();
    }

    public void Dispose() => _home.Dispose();
}
