namespace RouterMaestro.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TestHome _home = new();

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("server", "--help")]
    [InlineData("server", "start", "--help")]
    [InlineData("model", "list", "-h")]
    [InlineData("demo", "--help")]
    [InlineData("translate", "--help")]
    public async Task Help_is_printed_with_exit_code_0(params string[] args)
    {
        Assert.Equal(0, await _home.RunAsync(args));
        Assert.StartsWith("Usage: router-maestro", _home.Out);
        Assert.Empty(_home.Error);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    public async Task It_prints_its_version(string option)
    {
        Assert.Equal(0, await _home.RunAsync(option));
        Assert.Matches(@"^router-maestro \d+\.\d+\.\d+\S*\s*$", _home.Out);
    }

    [Theory]
    [InlineData("'bogus' is not a command of 'router-maestro'", "bogus")]
    [InlineData("'bogus' is not a command of 'router-maestro server'", "server", "bogus")]
    [InlineData("'remov' is not a command of 'router-maestro model priority'; 'router-maestro model priority --help' lists them. Did you mean 'remove'?", "model", "priority", "remov", "a/b")]
    [InlineData("Unknown option '--bogus'.", "model", "list", "--bogus")]
    [InlineData("Unknown option '--jsno'. Did you mean '--json'?", "model", "list", "--jsno")]
    [InlineData("Unknown option '-x'.", "model", "list", "-x")]
    [InlineData("'extra' is one word too many: this command takes only options.", "server", "start", "--port", "80", "extra")]
    [InlineData("'extra' is one word too many: this command takes only options.", "server", "start", "extra")]
    [InlineData("'false' is one word too many", "model", "priority", "clear", "false")]
    [InlineData("'b/c' is one word too many: this command takes one, KEY.", "model", "priority", "remove", "a/b", "b/c")]
    [InlineData("'two.json' is one word too many: this command takes one, FILE.", "translate", "one.json", "two.json")]
    [InlineData("--thinking takes no word behind a blank: write --thinking or --thinking=false, not '--thinking false'.", "provider", "set", "lab", "--thinking", "false")]
    [InlineData("--json takes no word behind a blank", "model", "list", "--json", "no")]
    [InlineData("--response takes no word behind a blank", "translate", "--response", "true", "one.json")]
    [InlineData("--thinking is on or off: write --thinking or --thinking=false, not '--thinking=maybe'.", "provider", "set", "lab", "--thinking=maybe")]
    [InlineData("--port takes a whole number, not 'many'.", "server", "start", "--port", "many")]
    [InlineData("--port takes a whole number, not '99999999999'.", "server", "start", "--port", "99999999999")]
    [InlineData("--max-retries takes a whole number, not 'many'.", "model", "fallback", "set", "--max-retries", "many")]
    [InlineData("--position takes a whole number, not '1.5'.", "model", "priority", "add", "lab/a", "--position", "1.5")]
    [InlineData("--keep is on or off", "demo", "--keep=")]
    [InlineData("'router-maestro key add' needs NAME: see 'router-maestro key add --help'.", "key", "add")]
    [InlineData("'router-maestro key add' needs NAME", "key", "add", "--json")]
    [InlineData("'router-maestro key add' needs NAME", "key", "add", "")]
    [InlineData("'router-maestro key revoke' needs NAME", "key", "revoke")]
    [InlineData("'router-maestro provider add' needs NAME", "provider", "add", "--type", "openai-compatible")]
    [InlineData("'router-maestro provider set' needs NAME", "provider", "set")]
    [InlineData("'router-maestro provider remove' needs NAME", "provider", "remove")]
    [InlineData("'router-maestro provider test' needs NAME", "provider", "test")]
    [InlineData("'router-maestro explain' needs MODEL", "explain")]
    [InlineData("'router-maestro explain' needs MODEL", "explain", " ")]
    [InlineData("'router-maestro model priority add' needs KEY", "model", "priority", "add")]
    [InlineData("'router-maestro model priority add' needs KEY", "model", "priority", "--position", "1")]
    [InlineData("'router-maestro model priority remove' needs KEY", "model", "priority", "remove")]
    [InlineData("--port needs a value. See 'router-maestro server start --help'.", "server", "start", "--port")]
    [InlineData("--api-key needs a value.", "server", "start", "--api-key")]
    [InlineData("--api-key needs a value.", "server", "start", "-k")]
    [InlineData("--api-key needs a value, not the option '--port'; a value of this form is written --api-key=--port.", "server", "start", "--api-key", "--port", "0")]
    [InlineData("--api-key needs a value, not the option '-p'", "server", "start", "-k", "-p", "0")]
    [InlineData("--api-key needs a value, not the option '--'", "server", "start", "--api-key", "--")]
    [InlineData("--key-env needs a value, not the option '--json'", "provider", "set", "lab", "--base-url=--json", "--key-env", "--json")]
    [InlineData("--api-key must not be empty. See 'router-maestro server start --help'.", "server", "start", "--api-key", "")]
    [InlineData("--api-key must not be empty.", "server", "start", "--api-key=")]
    [InlineData("--api-key must be plain ASCII without spaces", "server", "start", "--api-key", "with space")]
    [InlineData("--log-level needs a value.", "server", "start", "--log-level")]
    [InlineData("--port takes a whole number from 0 to 65535, not 65536. See 'router-maestro server start --help'.", "server", "start", "--port", "65536")]
    [InlineData("--port takes a whole number from 0 to 65535, not -1.", "server", "start", "--port", "-1")]
    [InlineData("--port takes a whole number, not ''.", "server", "start", "--port=")]
    [InlineData("--log-level takes DEBUG, INFO, WARNING or ERROR, not 'LOUD'.", "server", "start", "--log-level", "LOUD")]
    [InlineData("--drain-timeout takes seconds from 0 to 86400, not '-3'.", "server", "start", "--drain-timeout", "-3")]
    [InlineData("--position takes a whole number of 1 or more, not 0.", "model", "priority", "lab/a", "--position", "0")]
    [InlineData("--position takes a whole number of 1 or more, not -1.", "model", "priority", "add", "lab/a", "--position", "-1")]
    [InlineData("A model is written provider/model-id, not 'gpt'.", "model", "priority", "add", "gpt")]
    [InlineData("A model is written provider/model-id, not 'gpt'.", "model", "priority", "remove", "gpt")]
    [InlineData("Say what to change: --strategy, --max-retries, or both.", "model", "fallback", "set")]
    [InlineData("--max-retries takes a whole number from 0 to 10, not 11.", "model", "fallback", "set", "--max-retries", "11")]
    [InlineData("--max-retries takes a whole number from 0 to 10, not -1.", "model", "fallback", "set", "--max-retries", "-1")]
    [InlineData("Say what to change, such as --base-url or --key-env", "provider", "set", "lab")]
    [InlineData("A header field is written NAME=VALUE, not 'foo'. See 'router-maestro provider set --help'.", "provider", "set", "lab", "--header", "foo")]
    [InlineData("A header field is written NAME=VALUE, not 'foo'.", "provider", "add", "lab", "--header", "foo")]
    [InlineData("'--header x-gone=' removes a header field, and a new provider has none", "provider", "add", "lab", "--header", "x-gone=")]
    [InlineData("--key-env must not be empty.", "provider", "add", "lab", "--key-env", "")]
    [InlineData("--model must not be empty.", "provider", "set", "lab", "--model", "")]
    [InlineData("A provider's name must not be blank, '.' or '..', and must not contain a slash.", "provider", "remove", "a/b")]
    [InlineData("A provider's name must not be blank, '.' or '..', and must not contain a slash.", "provider", "test", "..")]
    [InlineData("--base-url is missing: 'openai-compatible' is the type of a server at an address of your own.", "provider", "add", "lab", "--type", "openai-compatible")]
    [InlineData("PROVIDER must not be empty: leave it out, or give a value. See 'router-maestro auth login --help'.", "auth", "login", "")]
    [InlineData("NAME must not be empty", "context", "test", " ")]
    [InlineData("FILE must not be empty", "translate", "--from", "chat", "--to", "messages", "")]
    [InlineData("--protocol takes one of chat, responses, messages, not 'nope'. See 'router-maestro explain --help'.", "explain", "m", "--protocol", "nope")]
    [InlineData("--request must not be empty.", "explain", "m", "--request", "")]
    [InlineData("--host takes localhost, an IP address or *, not 'nope.invalid'. See 'router-maestro server start --help'.", "server", "start", "--host", "nope.invalid")]
    [InlineData("--host takes localhost, an IP address or *, not ''.", "server", "start", "--host", "")]
    [InlineData("--host takes localhost, an IP address or *, not ''.", "server", "start", "--host=", "--detach")]
    public async Task Wrong_usage_gives_one_line_and_code_2(string line, params string[] args)
    {
        Assert.Equal(2, await _home.RunAsync(args));
        Assert.Contains(line, Assert.Single(_home.Error.Trim().Split('\n')));
        Assert.Empty(_home.Out);
        Assert.False(File.Exists(_home.ContextsFile), "nothing was done");
    }

    [Fact]
    public async Task A_host_that_cannot_be_listened_on_gives_one_line_and_code_1()
    {
        // an address for documents, which no machine has
        Assert.Equal(1, await _home.RunAsync("server", "start", "--host", "203.0.113.1", "--port", "0"));
        Assert.Contains("The address cannot be listened on", Assert.Single(_home.Error.Trim().Split('\n')));
        Assert.Empty(_home.Out);
        Assert.False(File.Exists(_home.ContextsFile), "a start that fails leaves no key behind");
    }

    [Fact]
    public async Task A_name_close_to_a_command_is_met_with_a_hint()
    {
        Assert.Equal(2, await _home.RunAsync("serve"));
        Assert.EndsWith("Did you mean 'server'?", _home.Error.TrimEnd());
    }

    public void Dispose() => _home.Dispose();
}
