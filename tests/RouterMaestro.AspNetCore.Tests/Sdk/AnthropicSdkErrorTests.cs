using System.Diagnostics;
using System.Net;
using System.Text;
using Anthropic;
using Anthropic.Exceptions;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>Anthropic's client reports errors, before and after the first content.</summary>
public sealed class AnthropicSdkErrorTests(GatewayFixture fixture) : SdkErrorTests(fixture)
{
    private readonly AnthropicClient _client = AnthropicSdk.Client(fixture.Gateway);

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_bad_request_is_refused_before_any_provider_is_asked(string upstream)
    {
        var error = await Assert.ThrowsAsync<AnthropicBadRequestException>(
            () => _client.Messages.Create(AnthropicSdk.Ask(upstream) with { Messages = [] }));

        Assert.Equal("invalid_request_error", error.Type?.Raw());
        Assert.Contains("messages", error.ApiMessage, StringComparison.Ordinal);
        Assert.Empty(Received);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task The_client_waits_as_the_provider_asks_and_retries(string upstream)
    {
        // its own wait before the first retry is half a second
        Upstream.Enqueue(SimulatedFault.Status(429, retryAfter: TimeSpan.FromSeconds(1)));
        var start = Stopwatch.GetTimestamp();

        var response = await AnthropicSdk.Client(Gateway, retries: 1).Messages.Create(AnthropicSdk.Ask(upstream));

        Assert.Equal("model=simulated-model text=hi", AnthropicSdk.Text(response));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.95));
        Assert.Equal(2, Received.Count);
    }

    [Fact]
    public async Task Refusals_of_other_endpoints_have_their_type_too()
    {
        var model = await Assert.ThrowsAsync<AnthropicNotFoundException>(() => _client.Models.Retrieve("nobody/nothing"));
        var models = await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => AnthropicSdk.Client(Gateway, "sk-wrong").Models.List());

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (model.StatusCode, models.StatusCode));
        Assert.Contains("nobody/nothing", model.ApiMessage, StringComparison.Ordinal);
        Assert.Equal("authentication_error", models.Type?.Raw());
        Assert.Equal("The gateway key is wrong.", models.ApiMessage);
        Assert.Equal((401, "The gateway key is wrong."), await RefusedAsync(Model("messages"), stream: false, "sk-wrong"));
    }

    protected override async Task<(int Status, string Message)> RefusedAsync(string model, bool stream, string key = TestGateway.Key)
    {
        var (messages, ask) = (AnthropicSdk.Client(Gateway, key).Messages, AnthropicSdk.Ask("messages") with { Model = model });
        var error = await Assert.ThrowsAnyAsync<AnthropicApiException>(
            () => stream ? AnthropicSdk.ReadAsync(messages.CreateStreaming(ask), new()) : messages.Create(ask));
        Assert.Equal(TypeOf((int)error.StatusCode), error.GetType());
        Assert.Equal(error is AnthropicUnauthorizedException, error.Type?.Raw() == "authentication_error");
        Assert.NotEmpty(error.RequestID!);
        return ((int)error.StatusCode, error.ApiMessage!);
    }

    protected override async Task<string> ReadBrokenAsync(TestGateway gateway, string upstream, string way)
    {
        var text = new StringBuilder();
        var error = await Assert.ThrowsAsync<AnthropicSseException>(
            () => AnthropicSdk.ReadAsync(AnthropicSdk.Client(gateway).Messages.CreateStreaming(AnthropicSdk.Ask(upstream)), text));

        // Chat's error has no status within a stream
        Assert.Equal((upstream, way) == ("messages", "error") ? "overloaded_error" : "api_error", error.Type?.Raw());
        return text.ToString();
    }

    private static Type TypeOf(int status) => status switch
    {
        400 => typeof(AnthropicBadRequestException),
        401 => typeof(AnthropicUnauthorizedException),
        403 => typeof(AnthropicForbiddenException),
        404 => typeof(AnthropicNotFoundException),
        424 => typeof(Anthropic4xxException),
        429 => typeof(AnthropicRateLimitException),
        503 => typeof(AnthropicServiceUnavailableException),
        529 => typeof(AnthropicOverloadedException),
        _ => typeof(Anthropic5xxException),
    };
}
