using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Tests.Serving;

/// <summary>The built program where handles are short, or nobody reads what it prints.</summary>
public sealed class ShortageTests : IAsyncLifetime, IDisposable
{
    private const string Key = "sk-test";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly TestHome _home = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private UpstreamSimulator _upstream = null!;
    private Process? _process;
    private Uri _address = null!;

    [Fact]
    public async Task The_first_calls_load_nothing()
    {
        await StartAsync("exec \"$@\"");
        var before = LoadedFiles();

        foreach (var stream in new[] { "false", "true" })
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync("chat/completions", $$"""{"model":"lab/m","stream":{{stream}},"messages":[{"role":"user","content":"Hello"}]}"""));
            Assert.Equal(HttpStatusCode.OK, await AskAsync("messages", $$"""{"model":"lab/m","max_tokens":9,"stream":{{stream}},"messages":[{"role":"user","content":"Hello"}]}"""));
            Assert.Equal(HttpStatusCode.OK, await AskAsync("responses", $$"""{"model":"lab/m","stream":{{stream}},"input":"Hello"}"""));
        }

        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync("messages", """{"model":"","messages":[]}"""));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("messages", """{"model":"no-such-model","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}"""));
        Assert.Empty(LoadedFiles().Except(before));
    }

    [Fact]
    public async Task Silent_connections_cannot_take_the_handles_of_a_call()
    {
        await StartAsync("ulimit -n 600; exec \"$@\"");
        List<Socket> silent = [];
        try
        {
            for (var i = 0; i < 800; i++)
            {
                silent.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                await silent[^1].ConnectAsync(_address.Host, _address.Port).WaitAsync(_patience);
            }

            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(HttpStatusCode.OK, await AskAsync("messages", """{"model":"lab/m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hello"}]}"""));
            }

            // those that gave up their place are closed at once, the others after 20 seconds
            Assert.InRange(silent.Count(IsOpen), 1, 400);
            await Task.Delay(TimeSpan.FromSeconds(22), TimeProvider.System);
            Assert.Equal(0, silent.Count(IsOpen));
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }

        var log = await StopAsync();
        Assert.Matches(@"Up to \d+ callers may be connected: the process may open 600 files", log);
        Assert.Single(log.Split('\n'), line => line.Contains("connections are in use", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("P")]
    [InlineData("POST /v1/messages HTTP/1.1\r\nHost: x\r\nX-")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task Connections_without_a_whole_request_cannot_take_them_either(string sent)
    {
        await StartAsync("ulimit -n 600; exec \"$@\"");
        List<Socket> idle = [];
        try
        {
            for (var i = 0; i < 800; i++)
            {
                idle.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                await SendAsync(idle[^1], sent);
            }

            // a busy machine accepts the last ones later
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);

            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(HttpStatusCode.OK, await AskAsync("messages", """{"model":"lab/m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hello"}]}"""));
            }
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }

        await StopAsync();

        // one that is refused, or gave up its place, may be closed already
        async Task SendAsync(Socket socket, string text)
        {
            try
            {
                await socket.ConnectAsync(_address.Host, _address.Port).WaitAsync(_patience);
                await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(text));
            }
            catch (SocketException)
            {
            }
        }
    }

    [Theory]
    [InlineData("exec \"$@\" >&-")]
    [InlineData("exec \"$@\" >/dev/full")]
    [InlineData("exec \"$@\" <&- >&-")]
    public async Task It_starts_where_standard_output_cannot_be_written(string script)
    {
        await StartAsync(script);

        Assert.Equal(HttpStatusCode.OK, await AskAsync("messages", """{"model":"lab/m","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]}"""));
        await StopAsync();
        Assert.Equal(0, _process!.ExitCode);
    }

    public async Task InitializeAsync()
    {
        _upstream = await UpstreamSimulator.StartAsync();
        _upstream.Reply(SimulatedResponse.Text("one ", "two"));
        TestHome.Write(_home.ProvidersFile, new JsonObject
        {
            ["providers"] = new JsonObject
            {
                ["lab"] = new JsonObject { ["type"] = "openai-compatible", ["baseURL"] = _upstream.BaseUrl.AbsoluteUri, ["models"] = new JsonObject { ["m"] = new JsonObject() } },
            },
        }.ToJsonString());
    }

    public async Task DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync().WaitAsync(_patience);
        }

        _process?.Dispose();
        await _upstream.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _home.Dispose();
    }

    private static bool IsOpen(Socket socket) => !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);

    /// <summary>Starts the gateway in a shell, which puts itself in its place, and waits for its address.</summary>
    private async Task StartAsync(string script)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "router-maestro.dll");
        var start = new ProcessStartInfo("bash", ["-c", script, "bash", "dotnet", program, "server", "start", "--port", "0", "--api-key", Key])
        {
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _home.Variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        var begun = Stopwatch.GetTimestamp();
        while (!File.Exists(_home.ServerFile))
        {
            Assert.False(_process.HasExited, _process.HasExited ? await _process.StandardError.ReadToEndAsync() : "");
            Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, _patience);
            await Task.Delay(50, CancellationToken.None);
        }

        _address = new Uri((string)JsonNode.Parse(await File.ReadAllTextAsync(_home.ServerFile))!["address"]!);
    }

    private async Task<string> StopAsync()
    {
        using (var kill = Process.Start("kill", $"-TERM {_process!.Id.ToString(CultureInfo.InvariantCulture)}"))
        {
            await kill.WaitForExitAsync();
        }

        var log = await _process.StandardError.ReadToEndAsync().WaitAsync(_patience);
        await _process.WaitForExitAsync().WaitAsync(_patience);
        return log;
    }

    private async Task<HttpStatusCode> AskAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, "v1/" + path)) { Content = new StringContent(body) };
        request.Headers.Add("Authorization", $"Bearer {Key}");
        using var response = await _client.SendAsync(request).WaitAsync(_patience);
        _ = await response.Content.ReadAsStringAsync().WaitAsync(_patience);
        return response.StatusCode;
    }

    /// <summary>Gets the assemblies and native libraries that the process has opened.</summary>
    private HashSet<string> LoadedFiles() => [.. File.ReadLines($"/proc/{_process!.Id}/maps")
        .Select(line => Path.GetFileName(line[(line.LastIndexOf(' ') + 1)..]))
        .Where(name => name.EndsWith(".dll", StringComparison.Ordinal) || name.Contains(".so", StringComparison.Ordinal))];
}
