using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Tests.Auth;

namespace RouterMaestro.Cli.Tests.Lifecycle;

/// <summary>What is stopped, and what never is.</summary>
public sealed class StopTests : IDisposable
{
    private readonly TestHome _home = new() { Clock = new QuickClock() };
    private readonly List<Process> _started = [];

    [Fact]
    public async Task A_process_that_does_not_answer_with_the_name_of_the_record_is_left_alone()
    {
        var process = StartProcess("sleep 300");
        await using var other = FakeGateway.Start(instance: "another", process.Id);
        Write(process, other.Address);

        Assert.Equal(1, await _home.RunAsync("server", "stop"));
        Assert.StartsWith($"Error: Process {process.Id} does not answer at {other.Address} as the gateway of ", _home.Error, StringComparison.Ordinal);
        Assert.Contains("a request that it has received takes effect when it wakes", _home.Error, StringComparison.Ordinal);
        Assert.False(process.HasExited);
        Assert.True(File.Exists(_home.ServerFile));
    }

    [Fact]
    public async Task A_gateway_of_another_process_at_the_address_is_not_taken_for_the_recorded_one()
    {
        var process = StartProcess("sleep 300");
        await using var other = FakeGateway.Start("run-1", process.Id + 1);
        Write(process, other.Address);

        Assert.Equal(1, await _home.RunAsync("server", "stop"));
        Assert.False(process.HasExited);
    }

    [Fact]
    public async Task A_gateway_that_does_not_end_in_its_time_gets_a_signal()
    {
        var process = StartProcess("sleep 300 & wait");
        await using var gateway = FakeGateway.Start("run-1", process.Id);
        Write(process, gateway.Address);

        Assert.Equal(0, await _home.RunAsync("server", "stop"));
        Assert.Equal($"The gateway at {gateway.Address} did not stop in its time, and was ended by SIGTERM.\n", _home.Out.ReplaceLineEndings("\n"));
        Assert.Equal("POST /api/control/stop with token-1", Assert.Single(gateway.Requests));
    }

    [Fact]
    public async Task A_gateway_that_ignores_the_signal_is_killed_and_its_record_removed()
    {
        var process = StartProcess("trap '' TERM; while :; do sleep 1; done");
        await using var gateway = FakeGateway.Start("run-1", process.Id);
        Write(process, gateway.Address);

        Assert.Equal(0, await _home.RunAsync("server", "stop", "--json"));
        Assert.Contains("\"outcome\": \"killed\"", _home.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(_home.ServerFile));
    }

    [Fact]
    public async Task A_gateway_that_this_user_has_not_started_is_named_and_left()
    {
        await using var gateway = GatewayHost.Create(_home.Gateway());
        await gateway.StartAsync();
        _home.WriteContext("sk-test", gateway.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal(1, await _home.RunAsync("server", "stop"));
        Assert.Matches("^Error: RouterMaestro \\S+ runs at \\S+, but another user, folder or container has started it: stop it there\\.\n$", _home.Error.ReplaceLineEndings("\n"));
        Assert.Equal(0, await _home.RunAsync("server", "status"));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("stop")]
    public async Task A_folder_in_the_place_of_the_record_is_named(string command)
    {
        Directory.CreateDirectory(_home.ServerFile);
        _home.WriteContext("sk-test", "http://127.0.0.1:1");
        Assert.Equal(1, await _home.RunAsync("server", command));
        Assert.Equal($"Error: {_home.ServerFile} is a folder, so that no gateway can be found by it: remove it.", _home.Error.Trim());
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        _home.Dispose();
    }

    private Process StartProcess(string script)
    {
        var process = Process.Start("bash", ["-c", script]);
        _started.Add(process);
        return process;
    }

    private void Write(Process process, string address) => TestHome.Write(_home.ServerFile, new JsonObject
    {
        ["pid"] = process.Id,
        ["started_at"] = TimeProvider.System.GetUtcNow().ToString("O"),
        ["address"] = address,
        ["instance"] = "run-1",
        ["token"] = "token-1",
    }.ToJsonString());

    /// <summary>Answers as a gateway that is asked to stop, and does not.</summary>
    private sealed class FakeGateway(HttpListener listener, string address) : IAsyncDisposable
    {
        private Task _serving = Task.CompletedTask;

        public string Address { get; } = address;

        public List<string> Requests { get; } = [];

        public static FakeGateway Start(string instance, int processId)
        {
            for (var attempt = 0; ; attempt++)
            {
                var address = $"http://127.0.0.1:{Random.Shared.Next(20000, 60000)}";
                var listener = new HttpListener();
                listener.Prefixes.Add(address + "/");
                try
                {
                    listener.Start();
                    var gateway = new FakeGateway(listener, address);
                    gateway._serving = gateway.ServeAsync(instance, processId);
                    return gateway;
                }
                catch (HttpListenerException) when (attempt < 20)
                {
                    // the port is taken
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            listener.Close();
            await _serving;
        }

        private async Task ServeAsync(string instance, int processId)
        {
            try
            {
                while (true)
                {
                    var http = await listener.GetContextAsync();
                    Requests.Add($"{http.Request.HttpMethod} {http.Request.Url!.AbsolutePath} with {http.Request.Headers["Authorization"]?.Replace("Bearer ", "", StringComparison.Ordinal)}");
                    http.Response.Close(Encoding.UTF8.GetBytes($$"""{"instance":"{{instance}}","pid":{{processId}},"version":"1","drain_seconds":0}"""), willBlock: false);
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // the test is over
            }
        }
    }
}
