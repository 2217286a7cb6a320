using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RouterMaestro.Cli.Tests;

/// <summary>What commands say of the gateway's own files when they cannot be used: nothing is lost in silence.</summary>
public sealed class BrokenFileTests : IDisposable
{
    private readonly TestHome _home = new();

    private string Data => Path.GetDirectoryName(_home.AuthFile)!;

    [Fact]
    public async Task Keys_of_providers_that_were_kept_aside_are_named_until_the_file_is_gone()
    {
        TestHome.Write(_home.AuthFile, "{");
        await using (await StartAsync())
        {
            var aside = Assert.Single(Directory.GetFiles(Data, "auth.json.broken-*"));
            Assert.Contains(await ProblemsAsync(), problem => (string?)problem!["path"] == aside && ((string)problem["message"]!).Contains("its keys and logins are not used", StringComparison.Ordinal));
            Assert.Contains((Path.GetFileName(aside), "problem"), await ExamineAsync());
            File.Delete(aside);
            Assert.Empty(await ProblemsAsync());
        }
    }

    [Fact]
    public async Task Doctor_and_the_overview_move_no_file()
    {
        _home.WriteContext("sk-test", "http://127.0.0.1:1");
        TestHome.Write(_home.AuthFile, "{");
        Assert.Contains(("auth.json", "problem"), await ExamineAsync());
        Assert.Equal(0, await _home.RunAsync());
        Assert.Equal("{", await File.ReadAllTextAsync(_home.AuthFile));
    }

    [Theory]
    [InlineData("{", "is not valid JSON")]
    [InlineData("""{"keys":5}""", "'keys' must be a list")]
    public async Task Named_keys_that_cannot_be_read_are_an_error_of_their_list(string content, string reason)
    {
        var file = Path.Combine(Data, "keys.json");
        TestHome.Write(file, content);
        await using (await StartAsync())
        {
            Assert.Contains(await ProblemsAsync(), problem => (string?)problem!["path"] == file && ((string)problem["message"]!).Contains(reason, StringComparison.Ordinal));
            Assert.Equal(1, await _home.RunAsync("key", "list"));
            Assert.Contains($"keys.json {reason}", Assert.Single(_home.Error.Trim().Split('\n')), StringComparison.Ordinal);
            Assert.Contains(("keys.json", "problem"), await ExamineAsync());
        }
    }

    [Fact]
    public async Task Usage_that_cannot_be_recorded_is_said_wherever_it_is_looked_at()
    {
        Directory.CreateDirectory(Path.Combine(Data, "stats.db"));
        await using (await StartAsync())
        {
            Assert.Contains(await ProblemsAsync(), problem => ((string)problem!["message"]!).StartsWith("stats.db cannot be", StringComparison.Ordinal));
            Assert.Equal(0, await _home.RunAsync("stats"));
            Assert.StartsWith("Warning: stats.db cannot be", Assert.Single(_home.Error.Trim().Split('\n')), StringComparison.Ordinal);
            Assert.Contains(("stats.db", "problem"), await ExamineAsync());
        }
    }

    [Theory]
    [InlineData("auth.json")]
    [InlineData("keys.json")]
    [InlineData("stats.db")]
    public async Task The_report_of_the_start_names_each(string name)
    {
        _home.WriteContext("sk-test", "http://127.0.0.1:1");
        if (name == "stats.db")
        {
            Directory.CreateDirectory(Path.Combine(Data, name));
        }
        else
        {
            TestHome.Write(Path.Combine(Data, name), "{");
        }

        using var stop = new CancellationTokenSource();
        var running = _home.RunAsync(["server", "start", "--port", "0"], stop.Token);
        for (var tries = 0; tries < 600 && !_home.Out.Contains("Try it", StringComparison.Ordinal) && !running.IsCompleted; tries++)
        {
            await Task.Delay(50);
        }

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Matches($@"Problem +{Regex.Escape(name == "stats.db" ? "usage" : Path.Combine(Data, name)).Replace("\\ ", @"\s", StringComparison.Ordinal)}", _home.Out);
    }

    [Fact]
    public async Task A_file_in_the_way_of_a_folder_is_a_problem()
    {
        _home.WriteContext("sk-test", "http://127.0.0.1:1");
        var file = Path.Combine(Data, "file");
        TestHome.Write(file, "");
        _home.Variables["XDG_DATA_HOME"] = file;
        Assert.Contains(("Data", "problem"), await ExamineAsync());
        Assert.Contains($"cannot be made, since {file} is a file", _home.Out, StringComparison.Ordinal);
        Assert.Contains("XDG_DATA_HOME", _home.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private async Task<GatewayHost> StartAsync()
    {
        var gateway = GatewayHost.Create(_home.Gateway());
        await gateway.StartAsync();
        _home.WriteContext("sk-test", gateway.Address.AbsoluteUri);
        return gateway;
    }

    private async Task<JsonArray> ProblemsAsync() => JsonNode.Parse(await PrintAsync(0, "server", "info", "--json"))!["problems"]!.AsArray();

    private async Task<IReadOnlyList<(string Subject, string Status)>> ExamineAsync() =>
    [
        .. JsonNode.Parse(await PrintAsync(1, "doctor", "--json"))!["findings"]!.AsArray().Select(finding => ((string)finding!["subject"]!, (string)finding["status"]!)),
    ];

    private async Task<string> PrintAsync(int code, params string[] args)
    {
        var before = _home.Out.Length;
        Assert.Equal(code, await _home.RunAsync(args));
        return _home.Out[before..];
    }
}
