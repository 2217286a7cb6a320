using System.Text;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Domain.Usage;
using RouterMaestro.TestKit.Usage;

namespace RouterMaestro.Cli.Tests.Stats;

/// <summary>The line for Claude Code's status line and for prompts.</summary>
public sealed class StatuslineTests : IAsyncLifetime
{
    private StatsHome _stats = null!;

    private string Memory => Path.Combine(Path.GetDirectoryName(_stats.Home.AuthFile)!, "statusline.json");

    public async Task InitializeAsync()
    {
        _stats = await StatsHome.StartAsync();
        _stats.Store.Add(
            Record(1, "sonnet", "one", TimeSpan.FromHours(2)) with { IsFallback = true, RequestedModel = "claude-opus-4-5" },
            Record(2, "haiku", "two", TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task The_session_of_the_document_chooses_the_model()
    {
        Pipe("""{"hook_event_name":"Status","session_id":"one","model":{"id":"claude-opus-4-5","display_name":"Opus"},"cost":{"total_cost_usd":9.9}}""");
        Assert.Equal("lab/sonnet (fallback for claude-opus-4-5) | $2.50 today | cache 90 %", (await _stats.RunAsync("statusline")).Trim());

        Pipe("""{"session_id":"two"}""");
        Assert.Equal("lab/haiku | $2.50 today | cache 90 %", (await _stats.RunAsync("statusline")).Trim());

        Pipe("""{"session_id":"three"}""");
        Assert.Equal("$2.50 today | cache 90 %", (await _stats.RunAsync("statusline")).Trim());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"session_id":7}""")]
    public async Task Without_a_session_the_last_model_of_all_is_shown(string input)
    {
        Pipe(input);

        Assert.StartsWith("lab/haiku | ", await _stats.RunAsync("statusline"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_does_not_respond_in_time_leaves_the_last_line_of_the_session()
    {
        Pipe("""{"session_id":"one"}""");
        var line = await _stats.RunAsync("statusline");

        Assert.Equal(line, await RunUntilPatienceEndsAsync());
        Pipe("""{"session_id":"two"}""");
        Assert.Equal("", (await RunUntilPatienceEndsAsync()).Trim());
        Assert.Empty(_stats.Home.Error);
    }

    [Fact]
    public async Task No_error_reaches_the_line()
    {
        _stats.Home.WriteContext("sk-wrong", "http://127.0.0.1:9");

        Assert.Equal("", (await _stats.RunAsync("statusline")).Trim());

        TestHome.Write(_stats.Home.ContextsFile, "{");
        TestHome.Write(Memory, "broken");
        Assert.Equal("", (await _stats.RunAsync("statusline")).Trim());
        Assert.Empty(_stats.Home.Error);
    }

    [Fact]
    public async Task The_memory_is_private_and_names_no_session()
    {
        Pipe("""{"session_id":"one"}""");
        await _stats.RunAsync("statusline");

        Assert.DoesNotContain("one\"", await File.ReadAllTextAsync(Memory), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Memory) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    public async Task DisposeAsync() => await _stats.DisposeAsync();

    private static UsageRecord Record(int number, string model, string session, TimeSpan ago) => new($"r{number}", StatsHome.Now - ago, UsageOperation.Chat, CallEnd.Completed)
    {
        Model = new ModelRef("lab", model),
        RequestedModel = model,
        Session = InMemoryUsageStore.HashOf(session),
        Usage = new(10, 90, 0, 5, 0),
        Cost = new(null, 1_250_000_000, CostSource.Table),
        Duration = TimeSpan.FromSeconds(1),
    };

    private async Task<string> RunUntilPatienceEndsAsync()
    {
        var asked = new TaskCompletionSource();
        _stats.Store.Delay = async cancellation =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        var line = Task.Run(() => _stats.RunAsync("statusline")); // it holds its thread while it waits
        await asked.Task;
        ((FakeTimeProvider)_stats.Home.Clock).Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(line.IsCompleted);
        ((FakeTimeProvider)_stats.Home.Clock).Advance(TimeSpan.FromMilliseconds(1));
        return await line;
    }

    private void Pipe(string document) => (_stats.Home.CanAsk, _stats.Home.Input) = (false, Encoding.UTF8.GetBytes(document));
}
