using System.Net;
using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests;

/// <summary>The commands about the named keys of a running gateway.</summary>
public sealed class KeyCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TestHome _home = new();
    private GatewayHost? _gateway;

    public async Task InitializeAsync()
    {
        _gateway = GatewayHost.Create(_home.Gateway());
        await _gateway.StartAsync();
        _home.WriteContext("sk-test", _gateway.Address.AbsoluteUri);
    }

    [Fact]
    public async Task A_key_is_added_used_listed_and_revoked()
    {
        Assert.True(await _home.RunAsync("key", "add", "ci") == 0, _home.Error);
        var key = _home.Out.TrimEnd();
        Assert.Matches("^sk-rm-[A-Za-z0-9_-]{43}$", key);
        Assert.Equal("The key 'ci' is valid now and shown this once; 'router-maestro key revoke ci' revokes it.", _home.Error.TrimEnd());
        Assert.Equal(HttpStatusCode.OK, await CallAsync(key));

        var before = _home.Out.Length;
        Assert.Equal(0, await _home.RunAsync("key", "list"));
        Assert.Matches(@"^Name +Created\r?\nci +\d{4}-\d\d-\d\d \d\d:\d\d UTC\r?\n$", _home.Out[before..]);
        Assert.Equal(0, await _home.RunAsync("key", "revoke", "ci"));
        Assert.EndsWith("Revoked 'ci'." + Environment.NewLine, _home.Out);
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(key));
    }

    [Fact]
    public async Task All_commands_print_JSON_on_request()
    {
        Assert.Equal(0, await _home.RunAsync("key", "add", "ci", "--json"));
        var added = JsonNode.Parse(_home.Out)!;
        Assert.Equal(HttpStatusCode.OK, await CallAsync((string)added["key"]!));

        var before = _home.Out.Length;
        Assert.Equal(0, await _home.RunAsync("key", "list", "--json"));
        Assert.Equal("ci", (string?)JsonNode.Parse(_home.Out[before..])!["keys"]![0]!["name"]);
        before = _home.Out.Length;
        Assert.Equal(0, await _home.RunAsync("key", "revoke", "ci", "--json"));
        Assert.Equal("ci", (string?)JsonNode.Parse(_home.Out[before..])!["revoked"]);
        Assert.Empty(_home.Error);
    }

    [Fact]
    public async Task Without_keys_the_list_says_how_to_add_one()
    {
        Assert.Equal(0, await _home.RunAsync("key", "list"));

        Assert.Equal("There are no named keys: add one with 'router-maestro key add NAME'.", _home.Error.TrimEnd());
        Assert.Empty(_home.Out);
    }

    [Theory]
    [InlineData("There is no key 'none'.", "revoke", "none")]
    [InlineData("There is no key 'a/b'.", "revoke", "a/b")]
    [InlineData("The name of a key has 1 to 64 letters", "add", "a b")]
    [InlineData("The name 'gateway' stands for a key of the gateway's configuration", "add", "gateway")]
    [InlineData("There is a key 'old' already", "add", "old")]
    public async Task What_cannot_be_done_is_said_in_one_line(string line, params string[] args)
    {
        Assert.Equal(0, await _home.RunAsync("key", "add", "old"));
        var (before, errors) = (_home.Out.Length, _home.Error.Length);

        Assert.Equal(1, await _home.RunAsync(["key", .. args]));

        Assert.Contains(line, Assert.Single(_home.Error[errors..].Trim().Split('\n')));
        Assert.Equal(before, _home.Out.Length);
    }

    [Fact]
    public async Task Without_a_key_both_variables_are_named_at_once()
    {
        _home.WriteContext(apiKey: null, _gateway!.Address.AbsoluteUri);

        Assert.Equal(1, await _home.RunAsync("key", "list"));

        Assert.EndsWith(
            "needs a key: store it with 'router-maestro context set-key', or set ROUTER_MAESTRO_API_KEY.",
            Assert.Single(_home.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ROUTER_MAESTRO_API_KEY")]
    [InlineData("ROUTER_MAESTRO_ADMIN_KEY")]
    public async Task A_key_that_no_header_can_carry_is_named_by_its_variable(string variable)
    {
        _home.Variables[variable] = "sk-a\nsk-b";

        Assert.Equal(1, await _home.RunAsync("key", "list"));

        Assert.Equal($"Error: {variable} must be plain ASCII without spaces, so that it fits into a header.", _home.Error.Trim());
    }

    [Theory]
    [InlineData("api_key")]
    [InlineData("admin_key")]
    public async Task A_stored_key_that_no_header_can_carry_is_named_by_its_place(string member)
    {
        TestHome.Write(_home.ContextsFile, new JsonObject
        {
            ["contexts"] = new JsonObject { ["local"] = new JsonObject { ["endpoint"] = _gateway!.Address.AbsoluteUri, [member] = "sk-ü" } },
        }.ToJsonString());

        Assert.Equal(1, await _home.RunAsync("key", "list"));

        Assert.Equal($"Error: {_home.ContextsFile}: 'contexts.local.{member}' must be plain ASCII without spaces, so that it fits into a header.", _home.Error.Trim());
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _home.Dispose();

    private async Task<HttpStatusCode> CallAsync(string key)
    {
        using var http = new HttpClient { BaseAddress = _gateway!.Address };
        http.DefaultRequestHeaders.Add("x-api-key", key);
        using var response = await http.GetAsync(new Uri("/v1/models", UriKind.Relative));
        return response.StatusCode;
    }
}
