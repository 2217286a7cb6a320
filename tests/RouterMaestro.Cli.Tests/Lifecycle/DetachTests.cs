using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RouterMaestro.Cli.Lifecycle;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Cli.Tests.Executable;

namespace RouterMaestro.Cli.Tests.Lifecycle;

/// <summary>Gateways in the background, as real processes.</summary>
public sealed class DetachTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly TestHome _home = new();

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "router-maestro.dll");

    // not by extension: Windows has one more
    private static string Executable => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "router-maestro.exe" : "router-maestro");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shell_that_waits_for_the_output_gets_it_at_once_and_its_lock_is_free(bool isExecutable)
    {
        var program = isExecutable ? $"'{Executable}'" : $"dotnet '{Dll}'";
        var output = await BashAsync($"exec 9>'{_home.ServerFile}.lock'; flock 9; told=$({program} server start --detach --port 0); echo \"$told\"; exec 9>&-; flock -n '{_home.ServerFile}.lock' echo free");

        Assert.Contains("runs in the background at http://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.EndsWith("free\n", output, StringComparison.Ordinal);
        var record = Record();
        Assert.True(Runs(record));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_home.ServerFile));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode((string)record["log"]!));

            // a session of its own, without a terminal: the 4th and 5th value behind the name
            var status = await File.ReadAllTextAsync($"/proc/{record["pid"]}/stat");
            var values = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            Assert.Equal((record["pid"]!.ToString(), "0"), (values[3], values[4]));
        }
    }

    [Fact]
    public async Task The_key_is_not_among_the_words_that_other_users_see()
    {
        await BashAsync($"dotnet '{Dll}' server start --detach --port 0 --api-key sk-secret-of-test");

        Assert.Equal("sk-secret-of-test", (string?)JsonNode.Parse(await File.ReadAllTextAsync(_home.ContextsFile))!["contexts"]!["local"]!["api_key"]);
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-o", "args=", "-p", Record()["pid"]!.ToString()]) { RedirectStandardOutput = true })!;
        var words = await ps.StandardOutput.ReadToEndAsync();
        Assert.Contains("server start", words, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret-of-test", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_it_from_starting_is_the_command_s_own_error()
    {
        TestHome.Write(_home.ContextsFile, "{");
        Assert.Equal(1, await _home.RunAsync("server", "start", "--detach", "--port", "0"));
        Assert.Equal("", _home.Out);
        Assert.StartsWith($"Error: {_home.ContextsFile} is not valid JSON", Assert.Single(_home.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_folder_for_its_record_it_does_not_start()
    {
        TestHome.Write(Path.GetDirectoryName(_home.ServerFile)!, "a file in the place of the folder");
        Assert.Equal(1, await _home.RunAsync("server", "start", "--detach", "--port", "0"));
        Assert.StartsWith("Error: The gateway cannot run in the background: ", Assert.Single(_home.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_full_is_rotated_before_the_first_line()
    {
        var log = Path.Combine(Path.GetDirectoryName(_home.ServerFile)!, "logs", "router-maestro.log");
        TestHome.Write(log, string.Concat(Enumerable.Repeat("a line of the run before\n", (int)(LogFiles.MaxBytes / 25))));

        Assert.Equal(0, await _home.RunAsync("server", "start", "--detach", "--port", "0"));
        Assert.Equal(0, await _home.RunAsync("server", "stop"));

        Assert.Equal(LogFiles.MaxBytes / 25 * 25, new FileInfo(log + ".1").Length);
        Assert.Contains("The gateway is stopping", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
        Assert.Equal(0, await _home.RunAsync("server", "logs", "-n", "10"));
        var lines = System.Text.Encoding.UTF8.GetString(_home.Output).TrimEnd().Split('\n');
        Assert.Equal(10, lines.Length);
        Assert.Equal("a line of the run before", lines[0]);
    }

    [Fact]
    public async Task Others_find_the_gateway_that_runs_or_start_one()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddCommandServices(_home.CliEnvironment())).Build();
        var background = host.Services.GetRequiredService<BackgroundGateway>();

        var first = await background.EnsureRunningAsync(CancellationToken.None);
        var second = await background.EnsureRunningAsync(CancellationToken.None);

        Assert.True(first.IsNew);
        Assert.Equal(first with { IsNew = false }, second);
        Assert.Equal(0, await _home.RunAsync("server", "status"));

        using var process = Process.GetProcessById(first.ProcessId);
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(_patience);
        Assert.True((await background.EnsureRunningAsync(CancellationToken.None)).IsNew);
    }

    [Fact]
    public async Task Commands_that_need_a_gateway_at_the_same_time_share_one()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddCommandServices(_home.CliEnvironment())).Build();
        var background = host.Services.GetRequiredService<BackgroundGateway>();

        var both = await Task.WhenAll(background.EnsureRunningAsync(CancellationToken.None), background.EnsureRunningAsync(CancellationToken.None));

        Assert.Equal(both[0].ProcessId, both[1].ProcessId);
        Assert.NotEqual(both[0].IsNew, both[1].IsNew);
    }

    [Fact]
    public async Task A_start_that_is_interrupted_leaves_nothing()
    {
        using var interruption = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
        Assert.Equal(ExitCodes.Terminated, await _home.RunAsync(["server", "start", "--detach", "--port", "0"], interruption.Token));
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        Assert.False(File.Exists(_home.ServerFile));
    }

    public void Dispose()
    {
        BackgroundGateways.End(_home);
        _home.Dispose();
    }

    private static bool Runs(JsonObject record) => Gateways.ProcessLife.Runs((int)record["pid"]!, (DateTimeOffset)record["started_at"]!);

    private JsonObject Record() => JsonNode.Parse(File.ReadAllText(_home.ServerFile))!.AsObject();

    private async Task<string> BashAsync(string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_home.ServerFile)!);
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _home.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("ROUTER_MAESTRO_API_KEY");
        using var shell = Process.Start(start)!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync().WaitAsync(_patience);
        Assert.True(shell.ExitCode == 0, await output.WaitAsync(_patience) + await error.WaitAsync(_patience));
        return (await output).ReplaceLineEndings("\n");
    }
}
