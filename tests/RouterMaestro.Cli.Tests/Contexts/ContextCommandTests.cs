using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests.Contexts;

/// <summary>The commands about contexts, and what they do with <c>contexts.json</c>.</summary>
public sealed class ContextCommandTests : IDisposable
{
    private const string Key = "sk-rm-0123456789abcdefghijklmnopqrstuvwxyz";

    private readonly TestHome _home = new();

    [Fact]
    public async Task Without_a_file_there_is_the_gateway_of_this_machine()
    {
        Assert.Equal(0, await _home.RunAsync("context", "list"));
        Assert.Equal(["   Name   Endpoint               API Key  Admin Key", "*  local  http://localhost:8080  -        -"], Lines(_home.Out));
        Assert.Equal(0, await _home.RunAsync("context", "current"));
        Assert.Equal("local", Lines(_home.Out)[^1]);
        Assert.False(File.Exists(_home.ContextsFile));
    }

    [Fact]
    public async Task A_change_keeps_what_others_wrote()
    {
        TestHome.Write(_home.ContextsFile, """
            {"theme":"dark","current":"local","contexts":{"local":{"endpoint":"http://localhost:9","note":"mine"},"prod":{"endpoint":"https://a.example","api_key":"sk-1","team":7}}}
            """);

        Assert.Equal(0, await _home.RunAsync("context", "update", "prod", "--endpoint", "https://b.example/"));
        Assert.Equal(0, await _home.RunAsync("context", "set", "prod"));
        Assert.Equal(0, await _home.RunAsync("context", "set-key", "sk-2", "--admin"));
        Assert.Equal(0, await _home.RunAsync("context", "add", "test", "-e", "https://c.example"));
        Assert.Equal(0, await _home.RunAsync("context", "remove", "test"));

        AssertFile("""
            {"theme":"dark","current":"prod","contexts":{"local":{"endpoint":"http://localhost:9","note":"mine"},
             "prod":{"endpoint":"https://b.example","api_key":"sk-1","team":7,"admin_key":"sk-2"}}}
            """);
    }

    [Fact]
    public async Task Concurrent_changes_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(async () =>
        {
            Assert.Equal(0, await _home.RunAsync("context", "add", $"c{number}", "-e", $"https://host{number}.example"));
        })));

        Assert.Equal(0, await _home.RunAsync("context", "list", "--json"));
        var listed = JsonNode.Parse(_home.Out[_home.Out.IndexOf('{', StringComparison.Ordinal)..])!["contexts"]!.AsArray();
        Assert.Equal(21, listed.Count);
    }

    [Fact]
    public async Task The_first_context_makes_a_file_that_is_complete_and_for_its_owner_alone()
    {
        Assert.Equal(0, await _home.RunAsync("context", "add", "prod", "-e", "https://a.example/x/", "-k", Key, "--admin-key", "admin"));

        AssertFile("""{"current":"local","contexts":{"prod":{"endpoint":"https://a.example/x","api_key":"KEY","admin_key":"admin"}}}""".Replace("KEY", Key, StringComparison.Ordinal));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(_home.ContextsFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.DoesNotContain(Key, _home.Out + _home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_the_current_context_returns_to_this_machine()
    {
        _home.WriteContext("sk-1", "https://a.example", "prod");
        Assert.Equal(0, await _home.RunAsync("context", "remove", "prod"));

        Assert.Equal("Removed 'prod'; commands now call 'local', the gateway on this machine.", _home.Out.Trim());
        AssertFile("""{"current":"local","contexts":{}}""");
    }

    [Fact]
    public async Task A_current_context_that_is_gone_can_be_mended()
    {
        TestHome.Write(_home.ContextsFile, """{"current":"gone"}""");
        Assert.Equal(1, await _home.RunAsync("context", "show"));
        Assert.Contains("'router-maestro context set NAME' chooses another", _home.Error, StringComparison.Ordinal);

        Assert.Equal(0, await _home.RunAsync("context", "list"));
        Assert.Contains("Warning: the current context 'gone' is not among them", _home.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _home.RunAsync("context", "set", "local"));
        AssertFile("""{"current":"local"}""");
    }

    [Theory]
    [InlineData("sk-rm-012345...wxyz", true)]
    [InlineData(Key, true, "--raw")]
    [InlineData(Key, false)]
    public async Task A_key_is_masked_for_a_person_alone(string shown, bool isTerminal, params string[] options)
    {
        _home.IsTerminal = isTerminal;
        _home.WriteContext(Key, "https://a.example", "prod");
        Assert.Equal(0, await _home.RunAsync(["context", "get-key", .. options]));

        Assert.Equal(isTerminal && options.Length == 0 ? $"API key: {shown}" : shown, _home.Out.Trim());
    }

    [Fact]
    public async Task Show_never_shows_a_whole_key()
    {
        _home.Variables["ROUTER_MAESTRO_ADMIN_KEY"] = "admin-" + Key;
        _home.WriteContext(Key, "https://a.example", "prod");
        Assert.Equal(0, await _home.RunAsync("context", "show"));
        Assert.Equal(0, await _home.RunAsync("context", "show", "prod", "--json"));

        Assert.DoesNotContain(Key, _home.Out, StringComparison.Ordinal);
        Assert.Contains("API key    sk-rm-012345...wxyz from contexts.json", _home.Out, StringComparison.Ordinal);
        Assert.Contains("Admin key  admin-sk-rm-...wxyz from ROUTER_MAESTRO_ADMIN_KEY", _home.Out, StringComparison.Ordinal);
        Assert.Contains("\"admin_key_from\": \"ROUTER_MAESTRO_ADMIN_KEY\"", _home.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_asked_for_the_key_and_warned_of_a_variable()
    {
        (_home.CanAsk, _home.IsTerminal) = (true, true);
        _home.Variables["ROUTER_MAESTRO_API_KEY"] = "sk-other";
        _home.Typed.Enqueue(Key);
        Assert.Equal(0, await _home.RunAsync("context", "set-key"));

        Assert.StartsWith("Key of the context 'local' (not shown):", _home.Error, StringComparison.Ordinal);
        Assert.Contains("Warning: ROUTER_MAESTRO_API_KEY is set, and used in place of it.", _home.Error, StringComparison.Ordinal);
        AssertFile("""{"current":"local","contexts":{"local":{"endpoint":"http://localhost:8080","api_key":"KEY"}}}""".Replace("KEY", Key, StringComparison.Ordinal));

        _home.Typed.Enqueue("");
        Assert.Equal(1, await _home.RunAsync("context", "set-key"));
        Assert.Contains("Error: No key was entered; nothing is stored.", _home.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:8080", "must be an http or https address")]
    [InlineData("ftp://a.example", "must be an http or https address")]
    [InlineData("https://", "must be an http or https address")]
    [InlineData("https://me:geheim@a.example", "must not hold a user name or a password")]
    [InlineData("https://a.example/?key=geheim", "must not have a query or a fragment")]
    [InlineData("https://a.example/#x", "must not have a query or a fragment")]
    public async Task An_endpoint_that_cannot_be_called_is_refused_and_not_quoted(string endpoint, string reason)
    {
        Assert.Equal(2, await _home.RunAsync("context", "add", "prod", "-e", endpoint));
        Assert.StartsWith($"Error: --endpoint {reason}", Assert.Single(Lines(_home.Error)), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", _home.Error, StringComparison.Ordinal);

        _home.WriteContext(Key, endpoint, "prod");
        Assert.Equal(1, await _home.RunAsync("model", "list"));
        Assert.StartsWith($"Error: The endpoint of the context 'prod' {reason}", Lines(_home.Error)[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", _home.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://llm.example.com", true)]
    [InlineData("http://192.168.1.4:8080", true)]
    [InlineData("http://localhost:1", false)]
    [InlineData("http://127.0.0.2:1", false)]
    [InlineData("http://[::1]:1", false)]
    [InlineData("http://gateway.localhost", false)]
    [InlineData("https://llm.example.com", false)]
    public async Task A_key_that_would_travel_unencrypted_is_warned_of(string endpoint, bool isWarned)
    {
        Assert.Equal(0, await _home.RunAsync("context", "add", "prod", "-e", endpoint));
        Assert.Equal(isWarned, _home.Error.Contains("has no TLS, so that others on the way can read the key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("-x")]
    [InlineData("a/b")]
    [InlineData("schlüssel")]
    public async Task A_name_that_shells_would_stumble_over_is_refused(string name)
    {
        Assert.Equal(2, await _home.RunAsync("context", "add", "-e", "https://a.example", "--", name));
        Assert.StartsWith("Error: A context's name begins with a letter or a digit", _home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_no_header_can_carry_is_refused_and_not_shown()
    {
        Assert.Equal(2, await _home.RunAsync("context", "add", "prod", "-e", "https://a.example", "-k", "ge heim"));
        Assert.Equal(2, await _home.RunAsync("context", "set-key", "ge heim"));
        Assert.DoesNotContain("ge heim", _home.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_home.ContextsFile));
    }

    [Fact]
    public async Task One_command_or_one_shell_can_call_another_context()
    {
        TestHome.Write(_home.ContextsFile, """{"current":"local","contexts":{"a":{"endpoint":"http://127.0.0.1:1"},"b":{"endpoint":"http://127.0.0.1:2"}}}""");
        _home.Variables["ROUTER_MAESTRO_CONTEXT"] = "a";
        Assert.Equal(1, await _home.RunAsync("model", "list"));
        Assert.Equal(1, await _home.RunAsync("model", "list", "--context", "b"));
        Assert.Equal(["Error: The server is not running at http://127.0.0.1:1.", "Error: The server is not running at http://127.0.0.1:2."], Lines(_home.Error));

        Assert.Equal(1, await _home.RunAsync("model", "list", "--context", "c"));
        Assert.Contains("has no context 'c'; 'router-maestro context list' shows all.", _home.Error, StringComparison.Ordinal);

        Assert.Equal(0, await _home.RunAsync("context", "set", "b"));
        Assert.Contains("Warning: here they call 'a'", _home.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_explained_by_where_it_is_from()
    {
        await using var gateway = GatewayHost.Create(_home.Gateway() with { AdminKey = "sk-admin" });
        await gateway.StartAsync();
        var endpoint = gateway.Address.AbsoluteUri.TrimEnd('/');
        _home.WriteContext("sk-wrong", endpoint, "prod");

        Assert.Equal(1, await _home.RunAsync("context", "test"));
        Assert.Equal($"Error: The gateway at {endpoint} refuses the key of the context: store the right one with 'router-maestro context set-key'.", _home.Error.Trim());

        _home.Variables["ROUTER_MAESTRO_API_KEY"] = "sk-other";
        Assert.Equal(1, await _home.RunAsync("context", "test"));
        Assert.Contains("refuses the key of ROUTER_MAESTRO_API_KEY, which is used in place of those in contexts.json: correct it, or unset it.", _home.Error, StringComparison.Ordinal);

        _home.Variables["ROUTER_MAESTRO_API_KEY"] = "sk-test";
        Assert.Equal(1, await _home.RunAsync("context", "test"));
        Assert.Contains("accepts only its admin key here: store it with 'router-maestro context set-key --admin'", _home.Error, StringComparison.Ordinal);

        Assert.Equal(0, await _home.RunAsync("context", "set-key", "sk-admin", "--admin"));
        Assert.Equal(1, await _home.RunAsync("context", "test")); // the variable still wins
        _home.Variables.Remove("ROUTER_MAESTRO_API_KEY");
        Assert.Equal(0, await _home.RunAsync("context", "set-key", "sk-test"));
        Assert.Equal(0, await _home.RunAsync("context", "test", "prod"));
    }

    public void Dispose() => _home.Dispose();

    private static string[] Lines(string text) => text.Trim('\r', '\n').Split(Environment.NewLine);

    private void AssertFile(string expected) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(File.ReadAllText(_home.ContextsFile))), File.ReadAllText(_home.ContextsFile));
}
