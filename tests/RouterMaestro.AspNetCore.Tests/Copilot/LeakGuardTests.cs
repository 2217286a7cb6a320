using System.Net.Http.Json;
using System.Text.Json;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Copilot;

/// <summary>Messages of an agent's program that a Claude model of Copilot writes never reach the caller as a complete response.</summary>
public sealed class LeakGuardTests
{
    private const string Leaked = "<task-notification>\n<task-id>1</task-id>\n</task-notification>";
    private const string Feed = "Here it is:\n\n```xml\n<rss><channel><title>News</title></channel></rss>\n```\nand `<tick>1</tick>`, <channels>x</channels>, <channel>";
    private const string Error = "a message that is not its own (<task-notification>)";

    public static TheoryData<string, bool> Callers => new()
    {
        { "chat", true }, { "chat", false }, { "messages", true }, { "messages", false }, { "responses", true }, { "responses", false },
    };

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    [InlineData("responses")]
    public Task A_leak_in_a_stream_ends_it_in_one_error(string caller) => RealTime.HoldsAsync(async () =>
    {
        await using var bench = await CopilotBench.StartAsync();
        bench.Copilot.Reply(SimulatedResponse.Text("one ", "two ", "<task-notif", "ication>\n<task-id>1</task-id>\n</task-notification", "> five")
            .WithUsage(8, 5).DelayPieces(TimeSpan.FromMilliseconds(100)));

        var result = await bench.AskAsync(caller, stream: true);

        // on a machine that stands still, all pieces arrive before the commit, so that the backup is asked
        RealTime.InRange(bench.Gateway.Received.Count, 0, 0);
        result.IsBrokenOff("one two <task-notification>\n<task-id>1</task-id>\n</task-notification");
        Assert.Contains(Error, result.Observed.ErrorMessage, StringComparison.Ordinal);
        await IsHealthyAsync(bench);
        Assert.Single(bench.Gateway.Logs.All, line => line.Contains($"The stream guard leak_guard stopped the response of {CopilotBench.Claude}", StringComparison.Ordinal));
    });

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_leak_that_the_caller_has_not_seen_hands_over_to_the_next_candidate(string caller, bool stream)
    {
        await using var bench = await CopilotBench.StartAsync();
        bench.Copilot.Reply(SimulatedResponse.Text(Leaked, " and more").WithUsage(8, 5));

        var result = await bench.AskAsync(caller, stream);

        result.IsWhole(CopilotBench.BackupText, "chat/backup");
        Assert.Equal(2, result.Attempts);
        await IsHealthyAsync(bench);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_stream_that_is_held_back_is_saved_by_the_next_candidate(string caller, bool stream)
    {
        await using var bench = await CopilotBench.StartAsync(s => s with { Commit = CommitMode.Complete });
        bench.Copilot.Reply(SimulatedResponse.Text("one ", "two ", "<task-notif", "ication>x</task-notification>").WithUsage(8, 5));

        (await bench.AskAsync(caller, stream)).IsWhole(CopilotBench.BackupText, "chat/backup");
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Without_another_candidate_the_caller_is_told_to_retry(string caller, bool stream)
    {
        await using var bench = await CopilotBench.StartAsync(s => s with { MaxRetries = 0 });
        bench.Copilot.Reply(SimulatedResponse.Text(Leaked).WithUsage(8, 5));

        (await bench.AskAsync(caller, stream)).IsRefused(529, Error);
    }

    [Fact]
    public async Task Reasoning_is_searched_by_itself()
    {
        await using var bench = await CopilotBench.StartAsync(s => s with { MaxRetries = 0 });

        bench.Copilot.Reply(SimulatedResponse.Empty.WithReasoning(Leaked).WithText("one").WithUsage(8, 5));
        (await bench.AskAsync("messages", stream: false)).IsRefused(529, Error);

        bench.Copilot.Reply(SimulatedResponse.Empty.WithReasoning("<task-notification>x").WithText("</task-notification>").WithUsage(8, 5));
        Assert.Equal("</task-notification>", (await bench.AskAsync("messages", stream: false)).Observed.Text);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Code_and_other_tags_pass(string caller, bool stream)
    {
        await using var bench = await CopilotBench.StartAsync();
        bench.Copilot.Reply(SimulatedResponse.Text(Feed).InPiecesOf(3).WithUsage(8, 5));

        (await bench.AskAsync(caller, stream)).IsWhole(Feed, CopilotBench.Claude);
    }

    [Theory]
    [InlineData("github-copilot/gpt-4o")]
    [InlineData("chat/claude-sonnet-4.6")]
    [InlineData("messages/claude-sonnet-4.6")]
    public async Task Other_models_and_other_providers_are_not_searched(string model)
    {
        await using var bench = await CopilotBench.StartAsync();
        bench.Copilot.Reply(SimulatedResponse.Text(Leaked).WithUsage(8, 5));
        bench.Gateway.Upstream.Reply(SimulatedResponse.Text(Leaked).WithUsage(8, 5));

        (await bench.AskAsync("chat", stream: true, model)).IsWhole(Leaked, model);
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task It_can_be_turned_off(string caller, bool stream)
    {
        await using var bench = await CopilotBench.StartAsync(s => s with { Guards = s.Guards with { LeakGuard = false } });
        bench.Copilot.Reply(SimulatedResponse.Text("one ", Leaked).WithUsage(8, 5));

        (await bench.AskAsync(caller, stream)).IsWhole("one " + Leaked, CopilotBench.Claude);
    }

    private static async Task IsHealthyAsync(CopilotBench bench)
    {
        var health = await bench.Gateway.Client.GetFromJsonAsync<JsonElement>("/api/admin/health");
        Assert.Empty(health.GetProperty("circuits").EnumerateArray());
    }
}
