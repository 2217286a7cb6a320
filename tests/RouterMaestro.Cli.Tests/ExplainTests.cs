using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Cli.Tests;

public sealed class ExplainTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private GatewayHost? _gateway;

    public async Task InitializeAsync()
    {
        _gateway = GatewayHost.Create(_home.Gateway(router => router
            .AddOpenAICompatible("one", "http://127.0.0.1:9/v1", options => options.Models.Add("same"))
            .AddAnthropicCompatible("two", "http://127.0.0.1:9", options => options.Models.Add("same"))));
        await _gateway.StartAsync();
        _home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    [Fact]
    public async Task It_prints_the_candidates_in_80_columns()
    {
        Assert.Equal(0, await _home.RunAsync("explain", "same"));

        var lines = _home.Out.TrimEnd().Split('\n');
        Assert.Contains("1. one/same", lines);
        Assert.Contains("2. two/same", lines);
        Assert.Contains(lines, line => line.StartsWith("   asked in chat", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("   health   closed", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("idle 00:05:00", StringComparison.Ordinal));
        Assert.Contains("   window   not known", lines);
        Assert.Contains("known larger window are asked: none.", lines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task A_request_in_a_file_is_explained_as_JSON()
    {
        var file = Path.Combine(Path.GetDirectoryName(_home.ProvidersFile)!, "request.json");
        TestHome.Write(file, """{"model":"other","max_tokens":5,"stream":true,"messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal(0, await _home.RunAsync("explain", "two/same", "--request", file, "--protocol", "messages", "--json"));

        var route = JsonNode.Parse(_home.Out)!;
        Assert.Equal("two/same", (string?)route["model"]);
        Assert.True((bool)route["request"]!["stream"]!);
        Assert.True((bool)route["candidates"]![0]!["passthrough"]!);
    }

    [Theory]
    [InlineData("same", 0)]
    [InlineData("SAME", 0)]
    [InlineData("nonexistent-xyz", 1)]
    public async Task As_JSON_it_is_what_the_gateway_returned(string model, int code)
    {
        using var http = new HttpClient { BaseAddress = _gateway!.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "sk-test");
        using var response = await http.PostAsync("/api/admin/route/explain", new StringContent($$"""{"model":"{{model}}"}"""));

        Assert.Equal(code, await _home.RunAsync("explain", model, "--json"));

        Assert.Equal(JsonNode.Parse(await response.Content.ReadAsStringAsync())!.ToJsonString(), JsonNode.Parse(_home.Out)!.ToJsonString());
        Assert.Equal("{", _home.Out.Split('\n')[0].Trim());
    }

    [Fact]
    public async Task An_unknown_name_says_so_and_fails()
    {
        Assert.Equal(1, await _home.RunAsync("explain", "nonexistent-xyz"));

        Assert.Contains("No model can serve it: 404", _home.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonexistent-xyz", "priority", 2, "at most 3 candidates")]
    [InlineData("nobody/m", "same-model", 4, "at most 5 candidates")]
    [InlineData("one/other", "none", 2, "at most 1 candidate;")]
    public async Task The_plan_of_an_unknown_name_says_its_error_once_and_the_limit_in_effect(string model, string strategy, int maxRetries, string limit)
    {
        Assert.Equal(0, await _home.RunAsync("model", "fallback", "set", "--strategy", strategy, "--max-retries", $"{maxRetries}"));
        var before = _home.Out.Length;

        Assert.Equal(1, await _home.RunAsync("explain", model));

        var text = _home.Out[before..];
        Assert.Contains(limit, text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("does not exist").Length);
        Assert.StartsWith($"{model}: means no model", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one/same", """{"input":"hi","previous_response_id":"resp_1"}""", "No model can serve it: 404")]
    [InlineData("one/same", """{"input":"hi","conversation":{"id":"conv_1"}}""", "refused  ")]
    public async Task A_request_that_would_be_refused_fails(string model, string body, string reason)
    {
        var file = Path.Combine(Path.GetDirectoryName(_home.ProvidersFile)!, "request.json");
        TestHome.Write(file, body);

        Assert.Equal(1, await _home.RunAsync("explain", model, "--request", file, "--protocol", "responses"));

        Assert.Contains(reason, _home.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allow", 0)]
    [InlineData("reject", 1)]
    public async Task A_loss_fails_where_it_is_not_allowed(string onLoss, int code)
    {
        using var http = new HttpClient { BaseAddress = _gateway!.Address, DefaultRequestHeaders = { { "x-api-key", "sk-test" }, { "If-Match", "*" } } };
        using var patched = await http.PatchAsync("/api/admin/priorities", new StringContent($$$"""{"translation":{"onLoss":"{{{onLoss}}}"}}"""));
        patched.EnsureSuccessStatusCode();
        var file = Path.Combine(Path.GetDirectoryName(_home.ProvidersFile)!, "request.json");
        TestHome.Write(file, """{"seed":7,"messages":[{"role":"user","content":"hi"}]}""");

        Assert.Equal(code, await _home.RunAsync("explain", "two/same", "--request", file, "--protocol", "chat"));

        Assert.Contains("   loses    seed", _home.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_spelling_is_said()
    {
        Assert.Equal(0, await _home.RunAsync("explain", "Same"));

        Assert.Contains("Found by its spelling: responses say x-router-maestro-model-match: fuzzy.", _home.Out.Split('\n'));
    }

    [Fact]
    public async Task A_missing_file_is_one_clear_line()
    {
        Assert.Equal(1, await _home.RunAsync("explain", "same", "--request", "/nowhere/request.json"));

        Assert.Equal("Error: /nowhere/request.json cannot be read.", _home.Error.Trim());
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _home.Dispose();
}
