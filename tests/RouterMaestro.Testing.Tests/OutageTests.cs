using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>Providers that fail for a time, and the counts of the requests that reach them.</summary>
public class OutageTests : SimulatorTest
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private protected override UpstreamSimulatorOptions Options => new() { TimeProvider = _clock };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_provider_is_down_for_a_time_and_its_script_waits(string protocol, bool stream)
    {
        Upstream.Enqueue(SimulatedResponse.Text("kept"));
        Upstream.When(_ => true).Enqueue(SimulatedResponse.Text("kept too"));
        Upstream.GoDown(SimulatedFault.Status(503), _minute);
        await AssertStatusAsync(503, protocol, stream);
        _clock.Advance(_minute - TimeSpan.FromTicks(1));
        await AssertStatusAsync(503, protocol, stream);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("kept too", (await Client.AskAsync(protocol, stream)).Text);
        Assert.Equal("kept", (await Client.AskAsync(protocol, stream)).Text);
    }

    [Fact]
    public async Task A_provider_is_down_until_it_comes_back_and_for_every_kind_of_request()
    {
        Upstream.GoDown(SimulatedFault.Status(500));
        _clock.Advance(TimeSpan.FromDays(1000));
        await AssertStatusAsync(500, "chat", false);
        Assert.Equal(500, (int)(await Client.GetAsync("v1/models")).Response.StatusCode);
        Upstream.ComeBack();
        await AssertStatusAsync(200, "chat", false);
        Assert.Equal(200, (int)(await Client.GetAsync("v1/models")).Response.StatusCode);
    }

    [Fact]
    public async Task One_model_is_down()
    {
        var small = Upstream.When(request => request.Model == "small").Reply(SimulatedResponse.Text("small"));
        small.GoDown(SimulatedFault.Status(429, retryAfter: _minute), _minute);
        await AssertStatusAsync(429, "chat", false, "small");
        await AssertStatusAsync(200, "chat", false, "large");
        _clock.Advance(_minute);
        Assert.Equal("small", (await Client.AskAsync("chat", model: "small")).Text);

        small.GoDown(SimulatedFault.Status(503));
        await AssertStatusAsync(503, "messages", true, "small");
        small.ComeBack();
        await AssertStatusAsync(200, "messages", true, "small");
    }

    [Fact]
    public async Task Connections_are_refused_and_accepted_again_at_the_same_address()
    {
        var address = Upstream.Address;
        Upstream.Reply(SimulatedFault.Silence());
        var cut = Client.SendAsync("chat", WireClient.Request("chat"));
        await Upstream.WaitForRequestAsync(1, Soon());
        Upstream.Reply(SimulatedResponse.Text("back"));

        await Upstream.RefuseConnectionsAsync(Soon());
        await Assert.ThrowsAsync<HttpRequestException>(() => cut);
        foreach (var _ in new int[2])
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => Client.SendAsync("chat", WireClient.Request("chat")));
            Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(refused.InnerException).SocketErrorCode);
            await Upstream.RefuseConnectionsAsync(Soon());
        }

        await Upstream.AcceptConnectionsAsync(Soon());
        await Upstream.AcceptConnectionsAsync(Soon());
        Assert.Equal("back", (await Client.AskAsync("chat")).Text);
        Assert.Equal(address, Upstream.Address);
        Assert.Equal(2, Upstream.Requests.Count);
    }

    [Fact]
    public async Task A_simulator_that_refuses_connections_can_be_disposed()
    {
        var upstream = await UpstreamSimulator.StartAsync();
        await upstream.RefuseConnectionsAsync(Soon());
        await upstream.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => upstream.AcceptConnectionsAsync(Soon()));
    }

    [Fact]
    public async Task What_comes_close_together_is_counted()
    {
        Assert.Equal(0, Upstream.MaxCallsWithin(_minute));
        foreach (var pause in new[] { 0, 30, 29, 1, 100, 30 })
        {
            _clock.Advance(TimeSpan.FromSeconds(pause));
            await Client.AskAsync("chat");
        }

        await Client.GetAsync("v1/models");
        Assert.Equal(3, Upstream.MaxCallsWithin(_minute));
        Assert.Equal(4, Upstream.MaxCallsWithin(_minute + TimeSpan.FromTicks(1)));
        Assert.Equal(1, Upstream.MaxCallsWithin(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_step_can_be_repeated()
    {
        Upstream.Enqueue([.. SimulatedFault.Status(429).Times(2), SimulatedResponse.Text("ok")]);
        await AssertStatusAsync(429, "chat", false);
        await AssertStatusAsync(429, "chat", false);
        Assert.Equal("ok", (await Client.AskAsync("chat")).Text);
    }

    private async Task AssertStatusAsync(int status, string protocol, bool stream, string model = "m")
    {
        using var response = await Client.SendAsync(protocol, WireClient.Request(protocol, stream, model));
        Assert.Equal(status, (int)response.StatusCode);
    }
}
