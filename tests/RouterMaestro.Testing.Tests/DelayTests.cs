using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>Delays and stalls follow the given clock and nothing else.</summary>
public sealed class DelayTests : SimulatorTest, IDisposable
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly WatchedClock _clock = new();

    private protected override UpstreamSimulatorOptions Options => new() { TimeProvider = _clock };

    public void Dispose() => _clock.Dispose();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Headers_wait(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Text("x").DelayHeaders(_minute));
        var call = Client.SendAsync(protocol, WireClient.Request(protocol, stream));
        await _clock.PassAsync(_minute, call, Soon());
        using var response = await call.WaitAsync(Soon());
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(_clock.GetUtcNow() - _minute, Upstream.Requests[0].ReceivedAt);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task The_first_piece_waits_after_the_headers(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Text("x").DelayFirstPiece(_minute));
        using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream));
        var body = response.Content.ReadAsStringAsync();
        await _clock.PassAsync(_minute, body, Soon());
        Assert.Contains("\"x\"", await body.WaitAsync(Soon()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_piece_but_the_first_waits()
    {
        Upstream.Reply(SimulatedResponse.Text("a", "b", "c").DelayPieces(_minute));
        using var response = await Client.SendAsync("messages", WireClient.Request("messages", stream: true));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await ReadUntilAsync(reader, "\"text\":\"a\"");
        foreach (var next in new[] { "\"text\":\"b\"", "\"text\":\"c\"" })
        {
            var reading = ReadUntilAsync(reader, next);
            await _clock.PassAsync(_minute, reading, Soon());
            await reading.WaitAsync(Soon());
        }

        await ReadUntilAsync(reader, "message_stop").WaitAsync(Soon());
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_stall_ends_after_its_time_and_the_answer_goes_on(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Text("a", "b").StallAfter(1, _minute));
        var call = Client.AskAsync(protocol, stream);
        await _clock.PassAsync(_minute, call, Soon());
        var answer = await call.WaitAsync(Soon());
        Assert.Equal(("ab", true), (answer.Text, answer.IsComplete));
    }

    [Theory]
    [InlineData("chat", ": keep-alive")]
    [InlineData("messages", "event: ping")]
    public async Task Waiting_can_be_filled_with_signs_of_life(string protocol, string sign)
    {
        Upstream.Reply(SimulatedResponse.Text("a", "b").Without("ping").StallAfter(1).WithKeepAlives(_minute));
        using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream: true));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        foreach (var _ in new int[3])
        {
            var reading = ReadUntilAsync(reader, sign);
            await _clock.PassAsync(_minute, reading, Soon());
            await reading.WaitAsync(Soon());
        }
    }

    [Fact]
    public async Task Signs_of_life_take_no_time_of_their_own()
    {
        Upstream.Reply(SimulatedResponse.Text("a").DelayFirstPiece(_minute).WithKeepAlives(_minute / 4));
        var call = Client.AskAsync("messages", stream: true);
        foreach (var _ in new int[4])
        {
            await _clock.PassAsync(_minute / 4, call, Soon());
        }

        var answer = await call.WaitAsync(Soon());
        Assert.Equal(("a", true), (answer.Text, answer.IsComplete));
        Assert.Empty(answer.Problems);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_stall_may_end_in_a_cut(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Text("a", "b").StallAfter(1, _minute).CutAfter(1));
        using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream));
        var body = response.Content.ReadAsByteArrayAsync();
        await _clock.PassAsync(_minute, body, Soon());
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => body.WaitAsync(Soon()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_may_break_later(bool reset)
    {
        Upstream.Reply(reset ? SimulatedFault.Reset(after: _minute) : SimulatedFault.HangUp(after: _minute));
        var call = Client.SendAsync("chat", WireClient.Request("chat"));
        await _clock.PassAsync(_minute, call, Soon());
        await Assert.ThrowsAsync<HttpRequestException>(() => call.WaitAsync(Soon()));
    }

    [Fact]
    public async Task Errors_wait_too()
    {
        Upstream.Reply(SimulatedFault.Status(503).DelayHeaders(_minute));
        var call = Client.SendAsync("chat", WireClient.Request("chat"));
        await _clock.PassAsync(_minute, call, Soon());
        using var response = await call.WaitAsync(Soon());
        Assert.Equal(503, (int)response.StatusCode);
    }

    [Fact]
    public async Task Chunks_of_given_bytes_wait_too()
    {
        Upstream.Reply(SimulatedResponse.Raw(200, "text/plain", "ab"u8.ToArray(), 1).DelayChunks(_minute));
        using var response = await Client.SendAsync("chat", WireClient.Request("chat"));
        var body = response.Content.ReadAsStringAsync();
        await _clock.PassAsync(_minute, body, Soon());
        Assert.Equal("ab", await body.WaitAsync(Soon()));
    }

    private static async Task ReadUntilAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"the stream ended before {text}");
    }
}
