using System.Diagnostics;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Gateways;

namespace RouterMaestro.Cli.Tests.Serving;

public sealed class ServerFileTests : IDisposable
{
    private static readonly Uri _address = new("http://localhost:8123/");
    private readonly TestHome _home = new();

    private ServerFile File => new(_home.ServerFile);

    [Fact]
    public void What_a_running_gateway_writes_is_found_until_it_is_removed()
    {
        Assert.Null(File.FindRunning());

        File.Write(_address, TimeProvider.System.GetUtcNow());
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

    [Fact]
    public void Another_gateway_s_record_is_not_removed()
    {
        WriteFor(EndedProcessId(), TimeProvider.System.GetUtcNow());
        File.Remove();
        Assert.True(System.IO.File.Exists(_home.ServerFile));
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
