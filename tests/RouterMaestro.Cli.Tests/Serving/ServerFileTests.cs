using System.Diagnostics;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Gateways;

namespace RouterMaestro.Cli.Tests.Serving;

public sealed class ServerFileTests : IDisposable
{
    private static readonly Uri _address = new("http://localhost:8123/");
    private readonly TestHome _home = new();

    private readonly ServerFile _file;

    public ServerFileTests() => _file = new(_home.ServerFile);

    private ServerFile File => _file;

    [Fact]
    public void What_a_running_gateway_writes_is_found_until_it_is_removed()
    {
        Assert.Null(File.FindRunning());

        File.Write(RecordOf(_address, TimeProvider.System.GetUtcNow()));
        Assert.Equal("http://localhost:8123", File.FindRunning()?.Address);

        File.Remove();
        Assert.False(System.IO.File.Exists(_home.ServerFile));
    }

    [Fact]
    public void A_dead_process_s_record_counts_for_nothing()
    {
        WriteFor(EndedProcessId(), TimeProvider.System.GetUtcNow());
        Assert.Null(File.FindRunning());
    }

    [Fact]
    public void A_process_that_got_a_dead_one_s_id_is_not_taken_for_it()
    {
        WriteFor(Environment.ProcessId, TimeProvider.System.GetUtcNow().AddDays(-1));
        Assert.Null(File.FindRunning());
    }

    [Theory]
    [InlineData("\"not a url\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void A_record_without_an_address_to_call_counts_for_nothing(string address)
    {
        TestHome.Write(_home.ServerFile, $$"""{"pid":{{Environment.ProcessId}},"started_at":"{{TimeProvider.System.GetUtcNow():O}}","address":{{address}}}""");
        Assert.Null(File.FindRunning());
        Assert.Empty(File.List());
    }

    [Fact]
    public void Another_gateway_s_record_is_not_removed()
    {
        WriteFor(EndedProcessId(), TimeProvider.System.GetUtcNow());
        File.Remove();
        Assert.True(System.IO.File.Exists(_home.ServerFile));
    }

    [Fact]
    public void A_second_gateway_leaves_the_record_of_the_first_and_removes_its_own()
    {
        var second = new ServerFile(_home.ServerFile);
        File.Write(RecordOf(_address, Now));
        second.Write(RecordOf(new Uri("http://localhost:8124/"), Now.AddSeconds(1)));

        Assert.Equal(["server-8124.json", "server.json"], Records());
        Assert.Equal("http://localhost:8123", second.FindRunning()?.Address);

        File.Remove();
        Assert.Equal(["server-8124.json"], Records());
        Assert.Equal("http://localhost:8124", File.FindRunning()?.Address);

        second.Remove();
        Assert.Empty(Records());
    }

    [Fact]
    public void Of_several_gateways_without_the_first_the_oldest_is_found()
    {
        ServerFile[] gateways = [File, new(_home.ServerFile), new(_home.ServerFile)];
        gateways[0].Write(RecordOf(_address, Now));
        gateways[1].Write(RecordOf(new Uri("http://localhost:8999/"), Now.AddSeconds(1)));
        gateways[2].Write(RecordOf(new Uri("http://localhost:8124/"), Now.AddSeconds(2)));

        gateways[0].Remove();

        Assert.Equal("http://localhost:8999", File.FindRunning()?.Address);
    }

    [Fact]
    public void A_record_of_the_same_process_id_in_another_container_is_not_removed()
    {
        File.Write(RecordOf(_address, Now));
        WriteFor(Environment.ProcessId, Now.AddSeconds(3));

        File.Remove();

        Assert.True(System.IO.File.Exists(_home.ServerFile));
    }

    [Fact]
    public void What_a_crash_left_behind_is_taken_over_and_cleared()
    {
        var ended = EndedProcessId();
        WriteFor(ended, Now);
        System.IO.File.Copy(_home.ServerFile, Path.Combine(Path.GetDirectoryName(_home.ServerFile)!, "server-8001.json"));

        File.Write(RecordOf(_address, Now));

        Assert.Equal(["server.json"], Records());
        Assert.Equal(Environment.ProcessId, File.FindRunning()?.ProcessId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"pid":"x"}""")]
    public void A_broken_record_counts_for_nothing(string content)
    {
        TestHome.Write(_home.ServerFile, content);
        Assert.Null(File.FindRunning());
    }

    public void Dispose() => _home.Dispose();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private IEnumerable<string?> Records() => Directory.GetFiles(Path.GetDirectoryName(_home.ServerFile)!).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static ServerRecord RecordOf(Uri address, DateTimeOffset startedAt) => new(Environment.ProcessId, startedAt, address.GetLeftPart(UriPartial.Authority));

    private static int EndedProcessId()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.Id;
    }

    private void WriteFor(int processId, DateTimeOffset startedAt) => TestHome.Write(_home.ServerFile, new JsonObject
    {
        ["pid"] = processId,
        ["started_at"] = startedAt.ToString("O"),
        ["address"] = "http://localhost:8123",
    }.ToJsonString());
}
