using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>Every client library reports errors, before and after the first content.</summary>
public abstract class SdkErrorTests(GatewayFixture fixture) : SdkTests(fixture)
{
    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_providers_error_keeps_its_status_and_words(string upstream, int status)
    {
        Upstream.Reply(SimulatedFault.Status(status, "the provider's very words"));

        // Anthropic's 403 without further words refuses the gateway's own key; OpenAI's speaks of the caller's country
        var expected = (upstream, status) == ("messages", 403) ? 424 : status;

        foreach (var stream in new[] { false, true })
        {
            var (seen, message) = await RefusedAsync(Model(upstream), stream);
            Assert.Equal(expected, seen);
            Assert.Contains("the provider's very words", message, StringComparison.Ordinal);
        }

        // the gateway asks once more after 500 and 503
        Assert.Equal(status is 500 or 503 ? 4 : 2, Received.Count);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_wrong_key_is_refused_before_any_provider_is_asked(string upstream)
    {
        var (status, message) = await RefusedAsync(Model(upstream), stream: false, "sk-wrong");

        Assert.Equal(401, status);
        Assert.Contains("The gateway key is wrong.", message, StringComparison.Ordinal);
        Assert.Empty(Received);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        var (status, message) = await RefusedAsync("nobody/nothing", stream: false);

        Assert.Equal(404, status);
        Assert.Contains("nobody/nothing", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BreakOffs))]
    public Task A_stream_that_breaks_off_fails_after_what_has_come(string upstream, string way) => RealTime.HoldsAsync(async () =>
    {
        Upstream.Reply(BreaksOff(way));

        RealTime.Arrives("one two ", await ReadBrokenAsync(Gateway, upstream, way));
    });

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_stream_that_falls_silent_fails(string upstream)
    {
        await using var gateway = await TestGateway.StartAsync(new RoutingSettings { Limits = new TimeLimits { Idle = TimeSpan.FromSeconds(1) } });
        gateway.Upstream.Reply(SimulatedResponse.Text("one ", "two ", "three").StallAfter(2));

        Assert.Equal("one two ", await ReadBrokenAsync(gateway, upstream, "silence"));
    }

    /// <summary>Sends a request and catches the exception of the client.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">Whether for a stream.</param>
    /// <param name="key">The gateway key.</param>
    /// <returns>The status and message that the client reports.</returns>
    protected abstract Task<(int Status, string Message)> RefusedAsync(string model, bool stream, string key = TestGateway.Key);

    /// <summary>Reads a stream that does not come to its end, and asserts that the client notices.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="upstream">The provider.</param>
    /// <param name="way">The way to break off, or "silence" when nothing more comes.</param>
    /// <returns>The text that came before.</returns>
    protected abstract Task<string> ReadBrokenAsync(TestGateway gateway, string upstream, string way);
}
