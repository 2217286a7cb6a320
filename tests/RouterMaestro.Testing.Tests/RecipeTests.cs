using System.Text.RegularExpressions;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;
using static RouterMaestro.Testing.Simulation.SimulatedFault;

namespace RouterMaestro.Testing.Tests;

/// <summary>The lines that docs/testing.md gives for what providers do wrong, each compiled as it stands there and played.</summary>
public partial class RecipeTests : SimulatorTest
{
    private static readonly SimulatedResponse _ok = SimulatedResponse.Text("one ", "two ", "three");
    private static readonly TimeSpan _two = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _twenty = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _five = TimeSpan.FromMilliseconds(5);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Errors_that_pass(string protocol, bool stream)
    {
        Upstream.Enqueue([.. Status(429, retryAfter: TimeSpan.FromSeconds(2)).Times(2), _ok]);
        await AssertAsync(protocol, stream, 429, 429, 200);
        Upstream.Enqueue(Status(500), _ok);
        await AssertAsync(protocol, stream, 500, 200);
        Upstream.Enqueue(Reset(), _ok);
        await AssertAsync(protocol, stream, 0, 200);
        Upstream.Enqueue(HangUp(), _ok);
        await AssertAsync(protocol, stream, 0, 200);
        Upstream.Reply(r => r.Number % 3 == 0 ? Status(500) : _ok);
        await AssertAsync(protocol, stream, 200, 200, 500, 200, 200, 500);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Errors_that_stay(string protocol, bool stream)
    {
        Upstream.Reply(Status(429));
        await AssertAsync(protocol, stream, 429, 429, 429);
        Upstream.Reply(ContextLength(limit: 8192, asked: 9000));
        await AssertAsync(protocol, stream, 400);
        Upstream.Reply(ContentPolicy());
        await AssertAsync(protocol, stream, 400);
        Upstream.GoDown(Status(429, retryAfter: _two), _two);
        await AssertAsync(protocol, stream, 429, 429);
        Upstream.GoDown(Status(503), TimeSpan.FromMinutes(1));
        await AssertAsync(protocol, stream, 503, 503);
        Upstream.ComeBack();
        Upstream.When(r => r.Content.LastRole == "assistant").Reply(AssistantPrefill());
        Upstream.Reply(_ok);
        await AssertAsync(protocol, stream, 200);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Streams_that_break(string protocol)
    {
        Upstream.Reply(_ok.CutAfter(2));
        await AssertStreamAsync(protocol, "one two ", isBroken: true);
        Upstream.Reply(_ok.CloseAfter(2));
        await AssertStreamAsync(protocol, "one two ");
        Upstream.Reply(_ok.MalformedAfter(1));
        await AssertStreamAsync(protocol, "one two three", isComplete: true);
        Upstream.Reply(_ok.DelayFirstPiece(_twenty).WithKeepAlives(_five));
        await AssertStreamAsync(protocol, "one two three", isComplete: true);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Streams_that_stall(string protocol)
    {
        Upstream.Reply(_ok.StallAfter(2));
        await AssertStallsAsync(protocol);
        Upstream.Reply(_ok.WithoutTerminal().StallAtEnd());
        await AssertStallsAsync(protocol);
        Upstream.Reply(Silence());
        await AssertStallsAsync(protocol);
    }

    [Fact]
    public void The_page_gives_the_lines_that_are_played_here()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md"));
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "RouterMaestro.Testing.Tests", "RecipeTests.cs"))
            .Replace("_", "", StringComparison.Ordinal);
        var rows = page[page.IndexOf("| The provider | Write |", StringComparison.Ordinal)..page.IndexOf("All waiting follows", StringComparison.Ordinal)];
        var lines = Line().Matches(rows).Select(m => m.Groups[1].Value).ToList();
        Assert.True(lines.Count >= 16);
        Assert.All(lines, line => Assert.Contains(line[line.IndexOf('(', StringComparison.Ordinal)..], source, StringComparison.Ordinal));
    }

    private async Task AssertAsync(string protocol, bool stream, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            Assert.Equal(status, await StatusAsync(protocol, stream));
        }
    }

    // 0 where the connection breaks
    private async Task<int> StatusAsync(string protocol, bool stream)
    {
        try
        {
            using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream));
            return (int)response.StatusCode;
        }
        catch (HttpRequestException broken) when (broken.StatusCode is null)
        {
            return 0;
        }
    }

    private async Task AssertStallsAsync(string protocol)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream: true), patience.Token);
            await response.Content.ReadAsByteArrayAsync(patience.Token);
        });
    }

    private async Task AssertStreamAsync(string protocol, string text, bool isBroken = false, bool isComplete = false)
    {
        var transcript = await Client.StreamAsync(protocol);
        var answer = ObservedResponse.FromStream(WireClient.Protocol(protocol), transcript);
        Assert.Equal((text, isBroken, isComplete), (answer.Text, transcript.IsBroken, answer.IsComplete));
    }

    [GeneratedRegex(@"`([^`]+)`")]
    private static partial Regex Line();
}
