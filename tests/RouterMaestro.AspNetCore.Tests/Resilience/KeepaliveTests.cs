using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>The first keepalive, with the default settings and in real time.</summary>
public sealed class KeepaliveTests
{
    [Theory]
    [InlineData(8, 503)]
    [InlineData(12, 200)]
    public async Task Eight_seconds_of_silence_leave_the_status_open_and_twelve_do_not(int seconds, int status)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedFault.Status(503, "busy").DelayHeaders(TimeSpan.FromSeconds(seconds)));
        var asked = ProtocolCase.All.Select(protocol => protocol.SendAsync(gateway.Client, protocol.Ask("chat", stream: true)));
        foreach (var (response, answer, transcript) in await Task.WhenAll(asked))
        {
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Contains("busy", answer.ErrorMessage, StringComparison.Ordinal);
            Assert.False(answer.IsComplete);
            Assert.Equal(status == 200, transcript is not null);
        }
    }
}
