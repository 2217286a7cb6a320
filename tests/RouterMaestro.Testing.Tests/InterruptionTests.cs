using System.Net;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>Failures in the middle of an answer, as they show on the wire.</summary>
public class InterruptionTests : SimulatorTest
{
    private static readonly SimulatedResponse _counting = SimulatedResponse.Text("one ", "two ", "three");

    [Theory]
    [InlineData("chat", 0, "")]
    [InlineData("chat", 2, "one two ")]
    [InlineData("chat", 99, "one two three")]
    [InlineData("messages", 0, "")]
    [InlineData("messages", 2, "one two ")]
    [InlineData("messages", 99, "one two three")]
    [InlineData("responses", 0, "")]
    [InlineData("responses", 2, "one two ")]
    [InlineData("responses", 99, "one two three")]
    public async Task A_stream_is_cut_after_so_many_pieces(string protocol, int pieces, string text)
    {
        Upstream.Enqueue(_counting.CutAfter(pieces), _counting.CloseAfter(pieces));

        var cut = await Client.StreamAsync(protocol);
        Assert.True(cut.IsBroken);
        var closed = await Client.StreamAsync(protocol);
        Assert.False(closed.IsBroken);

        foreach (var transcript in new[] { cut, closed })
        {
            var answer = ObservedResponse.FromStream(WireClient.Protocol(protocol), transcript);
            Assert.Equal(text, answer.Text);
            Assert.Equal("", transcript.Unfinished);
            Assert.Null(answer.StopReason);
            Assert.False(answer.IsComplete);
            Assert.Empty(answer.Problems);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_whole_answer_is_cut_in_its_middle(string protocol)
    {
        Upstream.Enqueue(_counting.CutAfter(1), _counting.CloseAfter(1));
        using var cut = await Client.SendAsync(protocol, WireClient.Request(protocol));
        Assert.Equal(HttpStatusCode.OK, cut.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cut.Content.ReadAsByteArrayAsync());
        using var closed = await Client.SendAsync(protocol, WireClient.Request(protocol));
        var body = await closed.Content.ReadAsByteArrayAsync();
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => ObservedResponse.FromBody(WireClient.Protocol(protocol), body));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_malformed_event_stands_in_an_otherwise_good_stream(string protocol)
    {
        Upstream.Enqueue(_counting.MalformedAfter(1), _counting.MalformedAfter(1, "not json"));
        foreach (var expected in new[] { "index\":0,\"del", "not json" })
        {
            var transcript = await Client.StreamAsync(protocol);
            var answer = ObservedResponse.FromStream(WireClient.Protocol(protocol), transcript);
            Assert.Contains(expected, Assert.Single(answer.Problems), StringComparison.Ordinal);
            Assert.Equal("one two three", answer.Text);
            Assert.True(answer.IsComplete);
        }
    }

    [Theory]
    [InlineData("chat", "server_error")]
    [InlineData("messages", "overloaded_error")]
    [InlineData("responses", "server_error")]
    public async Task An_error_event_ends_the_stream(string protocol, string type)
    {
        Upstream.Reply(_counting.ErrorAfter(2, SimulatedFault.Status(529, "too much")));
        var transcript = await Client.StreamAsync(protocol);
        Assert.Equal(protocol switch { "chat" => "message", "messages" => "error", _ => "response.failed" }, transcript.Events[^1].Name);
        var answer = ObservedResponse.FromStream(WireClient.Protocol(protocol), transcript);
        Assert.Equal(("one two ", "too much", type, false), (answer.Text, answer.ErrorMessage, answer.ErrorType, answer.IsComplete));
        Assert.Empty(answer.Problems);

        using var whole = await Client.SendAsync(protocol, WireClient.Request(protocol));
        Assert.Equal(529, (int)whole.StatusCode);
    }

    [Theory]
    [InlineData("chat", "stop")]
    [InlineData("messages", "end_turn")]
    [InlineData("responses", null)]
    public async Task The_terminal_can_be_missing(string protocol, string? stop)
    {
        Upstream.Reply(_counting.WithoutTerminal());
        var transcript = await Client.StreamAsync(protocol);
        var answer = ObservedResponse.FromStream(WireClient.Protocol(protocol), transcript);
        Assert.Equal(("one two three", stop, false), (answer.Text, answer.StopReason, answer.IsComplete));
        Assert.False(transcript.IsBroken);
    }

    [Fact]
    public async Task Any_event_can_be_left_out()
    {
        Upstream.Reply(_counting.Without("content_block_stop", "finish", "ping"));
        var messages = await Client.StreamAsync("messages");
        Assert.DoesNotContain(messages.Events, e => e.Name is "content_block_stop" or "ping");
        Assert.Contains("message_delta while a block is open", ObservedResponse.FromStream(WireClient.Protocol("messages"), messages).Problems);
        var chat = await Client.AskAsync("chat", stream: true);
        Assert.Null(chat.StopReason);
        Assert.Equal(["[DONE] without a finish_reason"], chat.Problems);
    }

    [Fact]
    public async Task The_content_type_can_be_wrong()
    {
        Upstream.Reply(_counting.WithContentType("application/octet-stream"));
        using var response = await Client.SendAsync("messages", WireClient.Request("messages", stream: true));
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("event: message_start", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_bytes_can_be_cut()
    {
        Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", "data: {}\n\ndata: {\"a"u8.ToArray()).CutAtEnd());
        var transcript = await Client.StreamAsync("chat");
        Assert.True(transcript.IsBroken);
        Assert.Single(transcript.Events);
        Assert.Equal("data: {\"a", transcript.Unfinished);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_reset_breaks_the_connection_in_the_middle(string protocol, bool stream)
    {
        Upstream.Reply(_counting.DelayPieces(TimeSpan.FromMilliseconds(50)).ResetAfter(2));
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream));
            await response.Content.ReadAsByteArrayAsync();
        });
        Assert.Null(Upstream.Requests[0].ClientLeftAt);
    }

    [Theory]
    [InlineData("chat", "stop")]
    [InlineData("messages", "end_turn")]
    public async Task A_whole_stream_can_be_cut_where_it_should_end(string protocol, string stop)
    {
        Upstream.Enqueue(_counting.CutAtEnd(), _counting.WithoutTerminal().CutAtEnd());
        foreach (var complete in new[] { true, false })
        {
            var transcript = await Client.StreamAsync(protocol);
            var answer = ObservedResponse.FromStream(WireClient.Protocol(protocol), transcript);
            Assert.Equal((true, "one two three", stop, complete), (transcript.IsBroken, answer.Text, answer.StopReason, answer.IsComplete));
        }
    }

    [Theory]
    [InlineData("chat", "\"finish_reason\":\"stop\"")]
    [InlineData("messages", "message_delta")]
    [InlineData("responses", "response.output_item.done")]
    public async Task A_stream_can_stay_open_without_its_terminal(string protocol, string last)
    {
        Upstream.Reply(_counting.WithoutTerminal().StallAtEnd());
        using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream: true));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (!(await reader.ReadLineAsync(Soon()))!.Contains(last, StringComparison.Ordinal))
        {
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadToEndAsync(patience.Token));
        await Upstream.Requests[0].WaitForClientToLeaveAsync(Soon());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_whole_answer_can_stay_open_or_break_behind_its_last_byte(string protocol)
    {
        Upstream.Enqueue(_counting.StallAtEnd(TimeSpan.FromMilliseconds(100)), _counting.CutAtEnd());
        Assert.Equal("one two three", (await Client.AskAsync(protocol)).Text);
        using var cut = await Client.SendAsync(protocol, WireClient.Request(protocol));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cut.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Any_chunks_make_the_same_answer(string protocol, bool stream)
    {
        var answer = SimulatedResponse.Text("naïve 🎼 ", "テスト").WithToolCall("f", "{}");
        Upstream.Enqueue(answer, answer.InChunksOf(1), answer.InChunksOf(3, 2, 7));
        var whole = await Client.AskAsync(protocol, stream);
        foreach (var _ in new int[2])
        {
            var got = await Client.AskAsync(protocol, stream);
            Assert.Equal(("naïve 🎼 テスト", whole.StopReason), (got.Text, got.StopReason));
            Assert.Equal("f", Assert.Single(got.ToolCalls).Name);
            Assert.Empty(got.Problems);
        }
    }

    [Fact]
    public void Positions_are_not_negative() => Assert.Throws<ArgumentOutOfRangeException>(() => _counting.ResetAfter(-1));
}
