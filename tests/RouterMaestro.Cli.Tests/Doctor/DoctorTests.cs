using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Doctor;
using RouterMaestro.Cli.Tests.Contexts;
using Spectre.Console;

namespace RouterMaestro.Cli.Tests.Doctor;

/// <summary>What <c>doctor</c> finds: each state of a home that needs fixing, and those that do not.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Secret = "sk-geheim-0123456789abcdefghijklmnopqrstuvwxyz";

    private readonly TestHome _home = new();
    private readonly string _folder;

    public DoctorTests()
    {
        _folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(_home.ContextsFile)!, "..", ".."));
        _home.Variables["HOME"] = _home.Variables["USERPROFILE"] = _folder;

        // a port that nobody has, in place of 8080
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _home.WriteContext(apiKey: null, $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}");
        _home.Variables["OPENAI_API_KEY"] = Secret;
        Private(_home.ContextsFile);
    }

    [Fact]
    public async Task A_new_home_with_a_key_needs_no_fixing()
    {
        var findings = await ExamineAsync(code: 0);
        AssertFinding(findings, "openai", "ok", "key from OPENAI_API_KEY");
        AssertFinding(findings, "Gateway", "note", "none runs on this machine");
        AssertFinding(findings, "API key", "ok", "none yet: the first 'server start' makes one");
        AssertFinding(findings, "Proxy", "ok", "none is set");
        Assert.DoesNotContain(findings, finding => Status(finding) is "problem" or "warning");
    }

    [Fact]
    public async Task Without_any_key_no_provider_can_be_called()
    {
        _home.Variables.Remove("OPENAI_API_KEY");
        AssertFinding(await ExamineAsync(code: 1), "No provider", "problem", "None can be called", "auth login");
    }

    [Fact]
    public async Task A_private_file_that_others_can_read_is_a_problem()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        TestHome.Write(_home.AuthFile, """{"openai":{"type":"api","key":"KEY"}}""".Replace("KEY", Secret, StringComparison.Ordinal));
        File.SetUnixFileMode(_home.AuthFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var findings = await ExamineAsync(code: 1);
        AssertFinding(findings, "auth.json", "problem", "Other users can read it, and it is private (mode 644).", $"chmod 600 '{_home.AuthFile}'");
        AssertFinding(findings, "openai", "note", "key from OPENAI_API_KEY, which wins over the one in auth.json");

        Private(_home.AuthFile);
        File.SetUnixFileMode(Path.GetDirectoryName(_home.ContextsFile)!, (UnixFileMode)0b111_111_111);
        AssertFinding(await ExamineAsync(code: 1), "Configuration", "problem", "can be changed by other users", "chmod go-w");
    }

    [Theory]
    [InlineData("providers.json", "{", "problem", "is not valid JSON")]
    [InlineData("providers.json", """{"providers":{"x":{"type":"openai-compatible"}}}""", "problem", "providers.x is skipped: providers.x has no baseURL")]
    [InlineData("priorities.json", """{"fallback":{"maxRetries":"many"}}""", "problem", "maxRetries")]
    [InlineData("priorities.json", "[]", "problem", "must be a JSON object")]
    [InlineData("contexts.json", """{"contexts":{"local":5}}""", "problem", "'contexts.local' must be an object")]
    [InlineData("contexts.json", """{"current":"gone"}""", "problem", "the current context 'gone' is not among its contexts")]
    public async Task A_file_with_an_error_is_named_once(string file, string content, string status, string message)
    {
        var path = Path.Combine(Path.GetDirectoryName(_home.ContextsFile)!, file);
        TestHome.Write(path, content);
        Private(path);
        var findings = await ExamineAsync(code: 1);
        Assert.Single(findings, finding => Status(finding) == status && Text(finding, "message").Contains(message, StringComparison.Ordinal));
        AssertFinding(findings, file, status, message, path);
    }

    [Theory]
    [InlineData("ROUTER_MAESTRO_LOG_LEVEL", "LOUD", "Log level", "ROUTER_MAESTRO_LOG_LEVEL takes DEBUG")]
    [InlineData("ROUTER_MAESTRO_DRAIN_TIMEOUT", "soon", "Drain timeout", "ROUTER_MAESTRO_DRAIN_TIMEOUT takes seconds")]
    [InlineData("ROUTER_MAESTRO_MEMORY_SHARE", "all", "Memory share", "ROUTER_MAESTRO_MEMORY_SHARE takes a percentage")]
    [InlineData("ROUTER_MAESTRO_API_KEY", "two words", "API key", "The key of ROUTER_MAESTRO_API_KEY must be plain ASCII")]
    [InlineData("HTTPS_PROXY", "http://", "HTTPS_PROXY", "It is no address of a proxy")]
    [InlineData("SSL_CERT_FILE", "/no/such/file", "SSL_CERT_FILE", "The certificates that it names do not exist")]
    public async Task A_variable_that_is_wrong_is_a_problem(string variable, string value, string subject, string message)
    {
        _home.Variables[variable] = value;
        AssertFinding(await ExamineAsync(code: 1), subject, "problem", message, " ");
    }

    [Theory]
    [InlineData("ANTHROPIC_BASE_URL", "https://me:sk-geheim@other.example/x", "to https://other.example, which is no gateway of yours")]
    [InlineData("OPENAI_BASE_URL", "http://localhost:1/v1", "to http://localhost:1, which is no gateway of yours")]
    [InlineData("OPENAI_API_BASE", "nonsense", "It is no address")]
    [InlineData("CLAUDE_CODE_USE_BEDROCK", "1", "Claude Code calls a cloud instead of a gateway.")]
    [InlineData("DOTNET_TieredCompilation", "0", "every start is slow")]
    [InlineData("DOTNET_STARTUP_HOOKS", "/x.dll", "runs other code at every start")]
    [InlineData("XDG_DATA_HOME", "relative", "holds a relative path")]
    public async Task A_variable_that_may_be_intended_is_a_warning(string variable, string value, string message)
    {
        _home.Variables[variable] = value;
        AssertFinding(await ExamineAsync(code: 0), variable, "warning", message, " ");
    }

    [Fact]
    public async Task Addresses_of_the_own_gateway_are_fine_in_each_spelling()
    {
        var port = LocalPort();
        _home.Variables["ANTHROPIC_BASE_URL"] = $"http://127.0.0.1:{port}";
        _home.Variables["OPENAI_BASE_URL"] = $"http://[::1]:{port}/v1";
        var findings = await ExamineAsync(code: 0);
        AssertFinding(findings, "ANTHROPIC_BASE_URL", "ok", "the gateway of the context 'local'");
        AssertFinding(findings, "OPENAI_BASE_URL", "ok", "the gateway of the context 'local'");
    }

    [Fact]
    public async Task It_says_which_of_several_settings_wins()
    {
        _home.Variables["ROUTER_MAESTRO_API_KEY"] = "sk-geheim-own";
        _home.Variables["ROUTER_MAESTRO_OPENAI_BASE_URL"] = "https://proxy.example/v1";
        _home.Variables["ROUTER_MAESTRO_LOG_LEVEL"] = "debug";
        _home.WriteContext("sk-geheim-stored", $"http://localhost:{LocalPort()}");
        Private(_home.ContextsFile);
        var findings = await ExamineAsync(code: 0);
        AssertFinding(findings, "API key", "note", "from ROUTER_MAESTRO_API_KEY, which wins over the other key of 'contexts.local.api_key' in contexts.json");
        AssertFinding(findings, "Log level", "ok", "debug, from ROUTER_MAESTRO_LOG_LEVEL");
        AssertFinding(findings, "Address of openai", "note", "https://proxy.example, from ROUTER_MAESTRO_OPENAI_BASE_URL");
    }

    [Fact]
    public async Task A_proxy_is_named_without_its_password_and_this_machine_must_be_left_out()
    {
        _home.Variables["HTTP_PROXY"] = "http://me:sk-geheim@proxy.example:3128";
        _home.Variables["http_proxy"] = "http://proxy2.example:3128";
        var findings = await ExamineAsync(code: 0);
        AssertFinding(findings, "http_proxy", "note", "through http://proxy2.example:3128");
        AssertFinding(findings, "NO_PROXY", "warning", "It leaves out this machine", "NO_PROXY=localhost,127.0.0.1,::1");
        if (!OperatingSystem.IsWindows())
        {
            AssertFinding(findings, "http_proxy", "warning", "It differs from HTTP_PROXY", "set both");
        }

        _home.Variables["NO_PROXY"] = "localhost,127.0.0.1";
        Assert.DoesNotContain(await ExamineAsync(code: 0), finding => Text(finding, "subject") == "NO_PROXY");
    }

    [Fact]
    public async Task Settings_of_clients_that_name_another_gateway_are_found()
    {
        TestHome.Write(Path.Combine(_folder, ".claude", "settings.json"), """{"env":{"ANTHROPIC_BASE_URL":"http://localhost:9999"}, /* mine */}""");
        TestHome.Write(Path.Combine(_folder, ".codex", "config.toml"), $"model_provider = \"rm\"\n[model_providers.rm]\nbase_url = \"http://127.0.0.1:{LocalPort()}/v1\"\n[model_providers.other]\nbase_url = \"http://x\"\n");
        TestHome.Write(Path.Combine(_folder, ".gemini", ".env"), "A=b\nGOOGLE_GEMINI_BASE_URL=\"https://g.example\"\n");
        TestHome.Write(Path.Combine(_home.Variables["XDG_CONFIG_HOME"]!, "opencode", "opencode.json"), """{"provider":{"rm":{"options":{"baseURL":"https://o.example/v1"}}}}""");
        var findings = await ExamineAsync(code: 0);
        AssertFinding(findings, "Claude Code", "warning", "names http://localhost:9999, which is no gateway of yours", "config claude-code");
        AssertFinding(findings, "Codex", "ok", "the gateway of the context 'local'");
        AssertFinding(findings, "opencode", "warning", "names https://o.example", "config opencode");
        AssertFinding(findings, "Gemini CLI", "warning", "names https://g.example", "set it to");

        TestHome.Write(Path.Combine(_folder, ".claude", "settings.json"), "{");
        TestHome.Write(Path.Combine(_folder, ".codex", "config.toml"), "a = = 1");
        findings = await ExamineAsync(code: 0);
        AssertFinding(findings, "Claude Code", "warning", "is not valid", "correct");
        AssertFinding(findings, "Codex", "warning", "is not valid", "correct");
    }

    [Fact]
    public async Task Leftovers_of_killed_processes_are_found()
    {
        TestHome.Write(_home.ServerFile, """{"pid":2147483646,"started_at":"2026-01-01T00:00:00Z","address":"http://127.0.0.1:1"}""");
        Private(_home.ServerFile);
        var draft = $"{_home.ContextsFile}.{Guid.NewGuid():N}.tmp";
        TestHome.Write(draft, "{}");
        File.SetLastWriteTimeUtc(draft, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        var findings = await ExamineAsync(code: 0);
        AssertFinding(findings, "server.json", "warning", "no longer runs", _home.ServerFile);
        AssertFinding(findings, Path.GetFileName(draft), "warning", "interrupted", draft);
    }

    [Fact]
    public async Task A_port_of_another_program_is_a_problem()
    {
        using var other = new TcpListener(IPAddress.Loopback, LocalPort());
        other.Start();
        AssertFinding(await ExamineAsync(code: 1), $"Port {LocalPort()}", "problem", "Another program has it", "--port");
    }

    [Fact]
    public async Task A_gateway_that_works_is_asked_once()
    {
        await using var gateway = GatewayHost.Create(_home.Gateway());
        await gateway.StartAsync();
        List<string> paths = [];
        await using var front = await FrontServer.StartAsync(async http =>
        {
            lock (paths)
            {
                paths.Add(http.Request.Path);
            }

            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, http.Request.Path));
            request.Headers.TryAddWithoutValidation("Authorization", http.Request.Headers.Authorization.ToString());
            using var response = await client.SendAsync(request);
            await response.Content.CopyToAsync(http.Response.Body);
        });
        _home.WriteContext("sk-test", $"http://127.0.0.1:{front.Port}", "prod");
        Private(_home.ContextsFile);

        var findings = await ExamineAsync(code: 1);
        AssertFinding(findings, "Gateway", "ok", $"http://127.0.0.1:{front.Port} answers and accepts the key");
        AssertFinding(findings, "Its providers", "problem", "None can be called", "auth login");
        Assert.Equal(["/api/admin/providers"], paths);
    }

    [Fact]
    public async Task A_gateway_that_is_silent_costs_one_second()
    {
        await using var front = await FrontServer.StartAsync(http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted));
        _home.WriteContext("sk-test", $"http://127.0.0.1:{front.Port}", "prod");
        Private(_home.ContextsFile);
        var start = TimeProvider.System.GetTimestamp();
        AssertFinding(await ExamineAsync(code: 1), "Gateway", "problem", "does not respond", "context test");
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_key_that_the_running_gateway_lacks_is_said()
    {
        await using var gateway = GatewayHost.Create(_home.Gateway());
        await gateway.StartAsync();
        _home.WriteContext("sk-test", gateway.Address.AbsoluteUri);
        Private(_home.ContextsFile);
        AssertFinding(await ExamineAsync(code: 1), "openai", "warning", "OPENAI_API_KEY is set in this shell, but not in the environment of the gateway that runs.", "restart");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void The_report_fits_the_terminal_and_needs_no_colours(int width)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        var report = new DoctorReport(console, _home.CliEnvironment());
        report.Print("Group", [Finding.Warning("Subject", string.Join(' ', Enumerable.Repeat("words", 60)), string.Join(' ', Enumerable.Repeat("fix", 60)))]);

        var lines = output.ToString().TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.TrimEnd('\r').Length, 1, width));
        Assert.StartsWith("  ! Subject       words", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("                  → fix", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.EndsWith(' '));
    }

    public void Dispose() => _home.Dispose();

    private static string Status(JsonNode finding) => Text(finding, "status");

    private static string Text(JsonNode finding, string member) => (string?)finding[member] ?? "";

    private static void AssertFinding(IReadOnlyList<JsonNode> findings, string subject, string status, string message, string? fix = null)
    {
        Assert.True(
            findings.Any(finding => Text(finding, "subject") == subject && Status(finding) == status
                && Text(finding, "message").Contains(message, StringComparison.Ordinal)
                && (fix is null ? finding["fix"] is null : Text(finding, "fix").Contains(fix, StringComparison.Ordinal))),
            $"{status} {subject}: {message}\n{string.Join('\n', findings.Select(finding => finding.ToJsonString()))}");
    }

    private static void Private(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private int LocalPort() => new Uri((string)JsonNode.Parse(File.ReadAllText(_home.ContextsFile))!["contexts"]!["local"]!["endpoint"]!).Port;

    private async Task<IReadOnlyList<JsonNode>> ExamineAsync(int code)
    {
        var before = _home.Out.Length;
        var ended = await _home.RunAsync("doctor", "--json");
        var json = _home.Out[before..];
        Assert.DoesNotContain("geheim", json, StringComparison.Ordinal);
        Assert.True(code == ended, json);
        var diagnosis = JsonNode.Parse(json)!;
        Assert.Equal(code == 0, (bool?)diagnosis["ok"]);
        return [.. diagnosis["findings"]!.AsArray().Select(finding => finding!)];
    }
}
