using System.Text;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>A provider that takes too long to count tokens.</summary>
public sealed class SlowCountTests
{
    [Fact]
    public async Task A_count_that_takes_too_long_is_estimated()
    {
        await using var gateway = await TestGateway.StartAsync(clock: new FastClock(20));
        gateway.Upstream.When(SimulatedOperation.CountTokens).Reply(SimulatedResponse.Text("").DelayHeaders(TimeSpan.FromMinutes(5)));
        using var question = new StringContent("""{"model":"messages/claude-sonnet-4-5","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");

        using var response = await gateway.Client.PostAsync(new Uri("/v1/messages/count_tokens", UriKind.Relative), question);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("estimate", Assert.Single(response.Headers.GetValues("x-router-maestro-count")));
    }
}
