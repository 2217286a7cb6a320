using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Tests.Auth;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests;

/// <summary>The built program as users run it.</summary>
public sealed partial class ProcessTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly TestHome _home = new();
    private readonly List<Process> _started = [];

    [Fact]
    public async Task Help_ends_with_0()
    {
        var (code, output, error) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.StartsWith("Usage: router-maestro", output);
        Assert.Empty(error);
    }

    [Fact]
    public async Task The_demo_passes()
    {
        var (code, output, error) = await RunAsync("demo");
        Assert.True(code == 0, output + error);
        Assert.Contains("All 13 steps passed", output);
        Assert.Empty(error);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Fact]
    public async Task The_demo_can_be_kept_and_its_curl_lines_work_as_they_stand()
    {
        using var process = Start("demo", "--keep");
        List<string> lines = [];
        using var limit = new CancellationTokenSource(_patience, TimeProvider.System);
        do
        {
            lines.Add(await process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException(string.Join('\n', lines)));
        }
        while (!lines[^1].Contains("/v1/models", StringComparison.Ordinal));

        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        var script = string.Join('\n', lines.SkipWhile(line => !line.StartsWith("KEY=", StringComparison.Ordinal)));
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync(limit.Token);
        Assert.Contains("The simulated provider Anthropic was asked: Hello", output);
        Assert.Contains("event: message_stop", output);
        Assert.Contains("\"id\":\"openai/gpt-demo\"", output);

        using (var kill = Process.Start("kill", $"-INT {process.Id}"))
        {
            await kill.WaitForExitAsync(limit.Token);
        }

        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(130, process.ExitCode);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line_without_a_stack()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (code, output, error) = await RunAsync("server", "start", "--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}");
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.StartsWith("Error: Port ", Assert.Single(error.Trim().Split('\n')));
    }

    [Theory]
    [InlineData("TERM", 0)]
    [InlineData("INT", 130)]
    public async Task A_signal_stops_the_gateway_and_removes_its_record(string signal, int code)
    {
        using var process = Start("server", "start", "--port", "0");
        var output = await ReadUntilAsync(process, "/v1/messages");
        Assert.Contains("listens on http://127.0.0.1:", output);
        Assert.Equal(process.Id, (int?)JsonNode.Parse(await File.ReadAllTextAsync(_home.ServerFile))!["pid"]);

        using (var kill = Process.Start("kill", $"-{signal} {process.Id}"))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync().WaitAsync(_patience);
        Assert.Equal(code, process.ExitCode);
        Assert.False(File.Exists(_home.ServerFile));
    }

    [Fact]
    public async Task SIGHUP_reloads_the_configuration()
    {
        using var process = Start("server", "start", "--port", "0", "--api-key", "sk-test");
        var (log, _) = (process.StandardError.ReadToEndAsync(), await ReadUntilAsync(process, "/v1/messages"));
        for (var times = 0; times < 2; times++)
        {
            using var hangUp = Process.Start("kill", $"-HUP {process.Id}");
            await hangUp.WaitForExitAsync();
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
            Assert.False(process.HasExited);
        }

        using (var kill = Process.Start("kill", $"-TERM {process.Id}"))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync().WaitAsync(_patience);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(2, (await log).Split("SIGHUP: the configuration is read again; problems: 0").Length - 1);
    }

    [Fact]
    public async Task SIGTERM_ends_a_stream_that_takes_too_long_with_an_error_event_and_then_the_process()
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        upstream.Reply(SimulatedResponse.Text("one ", "two").StallAfter(1));
        TestHome.Write(_home.ProvidersFile, new JsonObject
        {
            ["providers"] = new JsonObject
            {
                ["lab"] = new JsonObject { ["type"] = "openai-compatible", ["baseURL"] = upstream.BaseUrl.AbsoluteUri, ["models"] = new JsonObject { ["m"] = new JsonObject() } },
            },
        }.ToJsonString());
        using var process = Start("server", "start", "--port", "0", "--api-key", "sk-test", "--drain-timeout", "1");
        var (log, _) = (process.StandardError.ReadToEndAsync(), await ReadUntilAsync(process, "/v1/messages"));
        var address = new Uri((string)JsonNode.Parse(await File.ReadAllTextAsync(_home.ServerFile))!["address"]!);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "v1/messages"))
        {
            Content = new StringContent("""{"model":"lab/m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hello"}]}"""),
        };
        request.Headers.Add("x-api-key", "sk-test");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        var start = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", $"-TERM {process.Id}"))
        {
            await kill.WaitForExitAsync();
        }

        var events = await response.Content.ReadAsStringAsync().WaitAsync(_patience);
        await process.WaitForExitAsync().WaitAsync(_patience);
        Assert.Contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"The gateway is stopping: send the request again.\"}", events);
        Assert.Equal(0, process.ExitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
        Assert.Contains("Calls ended before their time: 1.", await log);
        Assert.Contains("served=lab/m attempts=1 status=200", await log);
        Assert.Contains("outcome=failed key=gateway", await log);
    }

    [Fact]
    public async Task A_pipe_is_translated_byte_for_byte()
    {
        using var process = Start("translate", "--from", "chat", "--to", "messages");
        await using (var input = process.StandardInput.BaseStream)
        {
            await input.WriteAsync("{\"model\":\"m\",\"seed\":7,\"messages\":[{\"role\":\"user\",\"content\":\"Ünï 😀?\"}]}"u8.ToArray());
        }

        using var output = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync().WaitAsync(_patience);
        Assert.Equal((0, "lost: seed"), (process.ExitCode, (await error).Trim()));
        Assert.Equal("Ünï 😀?", (string?)JsonNode.Parse(output.ToArray())!["messages"]![0]!["content"]);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_wait_for_standard_input()
    {
        using var process = Start("translate", "--from", "chat", "--to", "messages");
        var error = process.StandardError.ReadToEndAsync();

        // a pipe holds 64 KiB: the write ends once the program reads
        await process.StandardInput.WriteAsync(new string(' ', 100_000)).WaitAsync(_patience);
        await process.StandardInput.FlushAsync().WaitAsync(_patience);
        using (var kill = Process.Start("kill", $"-INT {process.Id}"))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync().WaitAsync(_patience);
        Assert.Equal((130, ""), (process.ExitCode, await error));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_wait_for_a_login_and_the_login()
    {
        await using var stage = await LoginStage.StartAsync();
        using var process = Start(stage.Home, "auth", "login", "github-copilot");
        using var limit = new CancellationTokenSource(_patience, TimeProvider.System);
        Assert.Contains("and enter the code", await process.StandardOutput.ReadLineAsync(limit.Token));

        using (var kill = Process.Start("kill", $"-INT {process.Id}"))
        {
            await kill.WaitForExitAsync(limit.Token);
        }

        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("Waiting for the login; the code is valid for 15 minutes.", (await process.StandardError.ReadToEndAsync(limit.Token)).Trim());

        // the gateway would have asked within a second
        stage.Copilot.ApproveLogin(stage.Copilot.Logins[0].UserCode);
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System, limit.Token);
        Assert.False(File.Exists(stage.Home.AuthFile));
    }

    public void Dispose()
    {
        // a test that failed has left its program running, which would hold what it inherited, such as the lock of a build
        foreach (var process in _started)
        {
            process.Kill();
            process.Dispose();
        }

        _home.Dispose();
    }

    private static async Task<string> ReadUntilAsync(Process process, string text)
    {
        using var limit = new CancellationTokenSource(_patience, TimeProvider.System);
        var output = "";
        while (!output.Contains(text, StringComparison.Ordinal))
        {
            output += await process.StandardOutput.ReadLineAsync(limit.Token)
                ?? throw new InvalidOperationException(output + await process.StandardError.ReadToEndAsync(limit.Token));
        }

        return output;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var process = Start(args);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(_patience);
        return (process.ExitCode, await output, await error);
    }

    private Process Start(params string[] args) => Start(_home, args);

    private Process Start(TestHome home, params string[] args)
    {
        // beside the tests lies all that the program needs
        var program = Path.Combine(AppContext.BaseDirectory, "router-maestro.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in home.Variables)
        {
            start.Environment[name] = value;
        }

        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("_API_KEY", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        var process = Process.Start(start)!;
        _started.Add(Process.GetProcessById(process.Id));
        return process;
    }
}
