using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Cli.Tests;

/// <summary>The commands that change a running gateway.</summary>
public sealed class RoutingCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private GatewayHost? _gateway;

    private string PrioritiesFile => Path.Combine(Path.GetDirectoryName(_home.ContextsFile)!, "priorities.json");

    public async Task InitializeAsync()
    {
        var options = _home.Gateway(router => router.AddOpenAICompatible("lab", "http://127.0.0.1:9/v1", provider =>
        {
            provider.Models.Add("a");
            provider.Models.Add("b");
        }));
        _gateway = GatewayHost.Create(options with { AdminKey = "sk-admin" });
        await _gateway.StartAsync();
        WriteContext("sk-admin");
    }

    [Fact]
    public async Task Models_are_added_at_their_places_and_moved()
    {
        Assert.Equal(["lab/a"], await ChangeAsync("model", "priority", "add", "lab/a"));
        Assert.Equal(["lab/a", "lab/b"], await ChangeAsync("model", "priority", "lab/b"));
        Assert.Equal(["lab/b", "lab/a"], await ChangeAsync("model", "priority", "lab/b", "--position", "1"));
        Assert.Equal(["lab/b", "lab/a", "lab/c"], await ChangeAsync("model", "priority", "add", "lab/c", "-p", "9"));
        Assert.Equal(["lab/b", "lab/c"], await ChangeAsync("model", "priority", "remove", "lab/a"));
        Assert.Empty(await ChangeAsync("model", "priority", "clear"));
    }

    [Fact]
    public async Task The_model_list_shows_the_places()
    {
        await ChangeAsync("model", "priority", "lab/b");

        Assert.Equal(0, await _home.RunAsync("model", "list"));

        Assert.Matches(@"(?m)^1 +lab/b +b +lab\r?$", _home.Out);
        Assert.Matches(@"(?m)^- +lab/a +a +lab\r?$", _home.Out);
    }

    [Fact]
    public async Task The_list_is_for_people_and_for_programs()
    {
        await ChangeAsync("model", "priority", "lab/b");

        Assert.Equal(0, await _home.RunAsync("model", "priority", "list"));
        Assert.EndsWith("Position  Model Key\n1         lab/b\n", _home.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task What_a_change_does_not_name_stays()
    {
        TestHome.Write(PrioritiesFile, """{ "later": 1, "fallback": { "strategy": "none", "maxRetries": 5 } }""");

        Assert.Equal(0, await _home.RunAsync("model", "fallback", "set", "--strategy", "same-model", "--json"));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(_home.Out), JsonNode.Parse("""{"fallback":{"strategy":"same-model","maxRetries":5}}""")));
        Assert.Equal(1, (int?)JsonNode.Parse(await File.ReadAllTextAsync(PrioritiesFile))!["later"]);
    }

    [Fact]
    public async Task The_fallback_is_shown()
    {
        Assert.Equal(0, await _home.RunAsync("model", "fallback", "show"));

        Assert.Equal("Strategy     priority\nMax retries  2\n", _home.Out.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_refresh_counts_the_models()
    {
        Assert.Equal(0, await _home.RunAsync("model", "refresh"));

        Assert.Equal("The gateway has 2 models.", _home.Out.Trim());
    }

    [Theory]
    [InlineData("'lab/x' is not among the priorities.", "model", "priority", "remove", "lab/x")]
    [InlineData("refuses: fallback.strategy", "model", "fallback", "set", "--strategy", "hope")]
    public async Task What_cannot_be_done_is_said_in_one_line(string line, params string[] args)
    {
        Assert.Equal(1, await _home.RunAsync(args));
        Assert.Contains(line, Assert.Single(_home.Error.Trim().Split('\n')));
        Assert.Empty(_home.Out);
        Assert.False(File.Exists(PrioritiesFile));
    }

    [Theory]
    [InlineData("lba/a", "Warning: priorities[0] names a provider that does not exist: did you mean \"lab\"?")]
    [InlineData("nope/x", "Warning: priorities[0] names a provider that does not exist.")]
    [InlineData("lab/zzz", "Warning: priorities[0] names a model that 'lab' is configured without.")]
    public async Task A_model_that_cannot_be_asked_is_added_with_a_warning(string model, string warning)
    {
        Assert.Equal(0, await _home.RunAsync("model", "priority", "add", model));

        Assert.Equal(warning, _home.Error.Trim());
        Assert.Contains($"1         {model}", _home.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_the_list_is_added_without_a_warning()
    {
        Assert.Equal(0, await _home.RunAsync("model", "priority", "add", "lab/a"));

        Assert.Empty(_home.Error);
    }

    [Fact]
    public async Task The_admin_API_warns_too_and_takes_its_response_back()
    {
        using var admin = new HttpClient { BaseAddress = _gateway!.Address, DefaultRequestHeaders = { { "x-api-key", "sk-admin" }, { "If-Match", "*" } } };
        using var changed = await admin.PatchAsync("/api/admin/priorities", new StringContent("""{"fallback":{"weights":{"lab/a":1,"lab/q":2}}}"""));
        var answer = JsonNode.Parse(await changed.Content.ReadAsStringAsync())!;

        Assert.Equal("""fallback.weights["lab/q"] names a model that 'lab' is configured without""", Assert.Single((string[])[.. answer["warnings"]!.AsArray().Select(w => (string)w!)]));
        using var again = await admin.PutAsync("/api/admin/priorities", new StringContent(answer.ToJsonString()));
        Assert.True(again.IsSuccessStatusCode, "the response can be sent back");
        Assert.False(JsonNode.Parse(await File.ReadAllTextAsync(PrioritiesFile))!.AsObject().ContainsKey("warnings"));
        using var read = await admin.GetAsync(new Uri("/api/admin/priorities", UriKind.Relative));
        Assert.DoesNotContain("warnings", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_members_of_a_change_are_warned_about()
    {
        await _home.RunAsync("model", "priority", "add", "nope/x");
        var before = _home.Error.Length;

        Assert.Equal(0, await _home.RunAsync("model", "fallback", "set", "--max-retries", "1"));

        Assert.Empty(_home.Error[before..]);
    }

    [Fact]
    public async Task The_list_shows_what_is_in_effect()
    {
        TestHome.Write(PrioritiesFile, """{ "priorities": ["lab/b", 42, "lab/b", "gpt", null, "lab/a", ["lab/c"]] }""");
        Assert.Equal(0, await _home.RunAsync("model", "refresh"));

        Assert.Equal(["lab/b", "lab/a"], await ChangeAsync("model", "priority", "list"));
        Assert.Equal(["lab/b", "lab/c", "lab/a"], await ChangeAsync("model", "priority", "add", "lab/c", "--position", "2"));
    }

    [Fact]
    public async Task Changes_at_the_same_time_all_count()
    {
        var others = Enumerable.Range(0, 4).Select(async n => Assert.Equal(0, await _home.RunAsync("model", "priority", $"lab/{n}")));

        await Task.WhenAll(others);

        Assert.Equal(
            ["lab/0", "lab/1", "lab/2", "lab/3"],
            JsonNode.Parse(await File.ReadAllTextAsync(PrioritiesFile))!["priorities"]!.AsArray().Select(id => (string)id!).Order());
    }

    [Fact]
    public async Task The_gateway_key_does_not_open_the_admin_routes_of_one_with_two_keys()
    {
        WriteContext(adminKey: null);
        Assert.Equal(1, await _home.RunAsync("model", "list"));
        Assert.Contains("or set ROUTER_MAESTRO_ADMIN_KEY.", _home.Error);

        _home.Variables["ROUTER_MAESTRO_API_KEY"] = "sk-wrong";
        _home.Variables["ROUTER_MAESTRO_ADMIN_KEY"] = "sk-admin";
        Assert.Equal(0, await _home.RunAsync("model", "list"));
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _home.Dispose();

    private void WriteContext(string? adminKey) => TestHome.Write(_home.ContextsFile, new JsonObject
    {
        ["contexts"] = new JsonObject
        {
            ["local"] = new JsonObject { ["endpoint"] = _gateway!.Address.AbsoluteUri, ["api_key"] = "sk-test", ["admin_key"] = adminKey },
        },
    }.ToJsonString());

    private async Task<string[]> ChangeAsync(params string[] args)
    {
        var before = _home.Out.Length;
        Assert.True(await _home.RunAsync([.. args, "--json"]) == 0, _home.Error);
        return [.. JsonNode.Parse(_home.Out[before..])!["priorities"]!.AsArray().Select(id => (string)id!)];
    }
}
