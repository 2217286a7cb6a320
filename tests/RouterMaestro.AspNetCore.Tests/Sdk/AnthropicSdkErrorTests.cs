using System.Diagnostics;
using System.Net;
using System.Text;
using Anthropic;
using Anthropic.Exceptions;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing;
using RouterMaestro.Testing;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>Anthropic's client notices what goes wrong, before and after the first content.</summary>
public sealed class AnthropicSdkErrorTests(GatewayFixture fixture) : SdkTests(fixture)
{
    private readonly AnthropicClient _client = AnthropicSdk.Client(fixture.Gateway);

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_providers_error_keeps_its_status_and_words(string upstream, int status)
    {
        Upstream.Reply(SimulatedFault.Status(status, "the provider's very words"));

        var whole = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => _client.Messages.Create(AnthropicSdk.Ask(upstream)));
        var streamed = await Assert.ThrowsAnyAsync<AnthropicApiException>(
            () => AnthropicSdk.ReadAsync(_client.Messages.CreateStreaming(AnthropicSdk.Ask(upstream)), new()));

        Assert.Equal((status, status), ((int)whole.StatusCode, (int)streamed.StatusCode));
        Assert.Equal(TypeOf(status), whole.GetType());
        Assert.Equal(TypeOf(status), streamed.GetType());
        Assert.Contains("the provider's very words", whole.ApiMessage, StringComparison.Ordinal);
        Assert.Contains("the provider's very words", streamed.ApiMessage, StringComparison.Ordinal);
        Assert.NotEmpty(whole.RequestID!);

        // the gateway asks once more after 500 and 503
        Assert.Equal(status is 500 or 503 ? 4 : 2, Asked.Count);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_wrong_key_is_refused_before_any_provider_is_asked(string upstream)
    {
        var client = AnthropicSdk.Client(Gateway, "sk-wrong");

        var messages = await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => client.Messages.Create(AnthropicSdk.Ask(upstream)));
        var models = await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => client.Models.List());

        Assert.Equal("The gateway key is wrong.", messages.ApiMessage);
        Assert.Equal(("authentication_error", "authentication_error"), (messages.Type?.Raw(), models.Type?.Raw()));
        Assert.Empty(Asked);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        var messages = await Assert.ThrowsAsync<AnthropicNotFoundException>(
            () => _client.Messages.Create(AnthropicSdk.Ask("messages") with { Model = "nobody/nothing" }));
        var model = await Assert.ThrowsAsync<AnthropicNotFoundException>(() => _client.Models.Retrieve("nobody/nothing"));

        Assert.Contains("nobody/nothing", messages.ApiMessage, StringComparison.Ordinal);
        Assert.Contains("nobody/nothing", model.ApiMessage, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, model.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_bad_request_is_refused_before_any_provider_is_asked(string upstream)
    {
        var error = await Assert.ThrowsAsync<AnthropicBadRequestException>(
            () => _client.Messages.Create(AnthropicSdk.Ask(upstream) with { Messages = [] }));

        Assert.Equal("invalid_request_error", error.Type?.Raw());
        Assert.Contains("messages", error.ApiMessage, StringComparison.Ordinal);
        Assert.Empty(Asked);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task The_client_waits_as_the_provider_asks_and_tries_again(string upstream)
    {
        // its own wait before the first retry is half a second
        Upstream.Enqueue(SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(1)));
        var start = Stopwatch.GetTimestamp();

        var answer = await AnthropicSdk.Client(Gateway, retries: 1).Messages.Create(AnthropicSdk.Ask(upstream));

        Assert.Equal("model=simulated-model text=hi", AnthropicSdk.Text(answer));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.95));
        Assert.Equal(2, Asked.Count);
    }

    [Theory]
    [MemberData(nameof(BreakOffs))]
    public async Task A_stream_that_breaks_off_throws_after_what_has_come(string upstream, string way)
    {
        Upstream.Reply(BreaksOff(way));
        var text = new StringBuilder();

        var error = await Assert.ThrowsAsync<AnthropicSseException>(
            () => AnthropicSdk.ReadAsync(_client.Messages.CreateStreaming(AnthropicSdk.Ask(upstream)), text));

        // Chat's error has no status within a stream
        Assert.Equal((upstream, way) == ("messages", "error") ? "overloaded_error" : "api_error", error.Type?.Raw());
        Assert.Equal("one two ", text.ToString());
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_stream_that_falls_silent_throws(string upstream)
    {
        await using var gateway = await TestGateway.StartAsync(new RoutingSettings { Limits = new TimeLimits { Idle = TimeSpan.FromSeconds(1) } });
        gateway.Upstream.Reply(SimulatedAnswer.Text("one ", "two ", "three").StallAfter(2));
        var text = new StringBuilder();

        await Assert.ThrowsAsync<AnthropicSseException>(
            () => AnthropicSdk.ReadAsync(AnthropicSdk.Client(gateway).Messages.CreateStreaming(AnthropicSdk.Ask(upstream)), text));

        Assert.Equal("one two ", text.ToString());
    }

    private static Type TypeOf(int status) => status switch
    {
        400 => typeof(AnthropicBadRequestException),
        403 => typeof(AnthropicForbiddenException),
        404 => typeof(AnthropicNotFoundException),
        429 => typeof(AnthropicRateLimitException),
        503 => typeof(AnthropicServiceUnavailableException),
        529 => typeof(AnthropicOverloadedException),
        _ => typeof(Anthropic5xxException),
    };
}
