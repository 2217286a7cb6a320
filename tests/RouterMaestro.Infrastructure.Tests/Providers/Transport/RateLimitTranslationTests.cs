using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Transport;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Tests.Providers.Transport;

/// <summary>Rate limits reach callers under the header names of their own API.</summary>
public class RateLimitTranslationTests
{
    private static readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("x-ratelimit-limit-requests", "100", "anthropic-ratelimit-requests-limit", "100")]
    [InlineData("X-RateLimit-Remaining-Tokens", "7", "anthropic-ratelimit-tokens-remaining", "7")]
    [InlineData("x-ratelimit-reset-tokens", "6m0s", "anthropic-ratelimit-tokens-reset", "2026-03-01T12:06:00Z")]
    [InlineData("x-ratelimit-reset-requests", "1h2m3.5s", "anthropic-ratelimit-requests-reset", "2026-03-01T13:02:03Z")]
    [InlineData("x-ratelimit-reset-requests", "20ms", "anthropic-ratelimit-requests-reset", "2026-03-01T12:00:00Z")]
    [InlineData("x-ratelimit-reset-requests", "soon", "x-ratelimit-reset-requests", "soon")]
    [InlineData("x-ratelimit-reset-requests", "1772366400000", "x-ratelimit-reset-requests", "1772366400000")]
    [InlineData("x-ratelimit-remaining", "3", "x-ratelimit-remaining", "3")]
    [InlineData("anthropic-ratelimit-requests-limit", "5", "anthropic-ratelimit-requests-limit", "5")]
    [InlineData("retry-after", "5", "retry-after", "5")]
    public void Messages_callers_get_Anthropics_names(string name, string value, string expectedName, string expectedValue) =>
        Assert.Equal(new HeaderField(expectedName, expectedValue), Adopt(WireProtocol.AnthropicMessages, name, value));

    [Theory]
    [InlineData("anthropic-ratelimit-requests-limit", "50", "x-ratelimit-limit-requests", "50")]
    [InlineData("anthropic-ratelimit-input-tokens-remaining", "9", "x-ratelimit-remaining-input-tokens", "9")]
    [InlineData("anthropic-ratelimit-tokens-reset", "2026-03-01T12:00:30Z", "x-ratelimit-reset-tokens", "30s")]
    [InlineData("anthropic-ratelimit-tokens-reset", "2026-03-01T13:01:05Z", "x-ratelimit-reset-tokens", "1h1m5s")]
    [InlineData("anthropic-ratelimit-tokens-reset", "2026-03-01T11:59:00Z", "x-ratelimit-reset-tokens", "0s")]
    [InlineData("anthropic-ratelimit-unified-reset", "1772366400", "anthropic-ratelimit-unified-reset", "1772366400")]
    [InlineData("x-ratelimit-reset-tokens", "6m0s", "x-ratelimit-reset-tokens", "6m0s")]
    public void OpenAI_callers_get_OpenAIs_names(string name, string value, string expectedName, string expectedValue)
    {
        Assert.Equal(new HeaderField(expectedName, expectedValue), Adopt(WireProtocol.OpenAIChat, name, value));
        Assert.Equal(new HeaderField(expectedName, expectedValue), Adopt(WireProtocol.OpenAIResponses, name, value));
    }

    [Fact]
    public void Names_of_another_vendor_are_those_of_the_providers_protocol()
    {
        var own = new RateLimitNaming("acme-quota-", IsFigureFirst: false, ResetsAtTime: true);
        var field = new HeaderField("acme-quota-tokens-reset", "2026-03-01T12:00:30Z");

        Assert.Equal(new HeaderField("x-ratelimit-reset-tokens", "30s"), RateLimitNaming.OpenAI.Adopt(field, own, _clock));
        Assert.Equal(field, RateLimitNaming.OpenAI.Adopt(field, RateLimitNaming.Anthropic, _clock));
    }

    // a compatible server may use the names of either vendor in any protocol
    private static HeaderField Adopt(WireProtocol caller, string name, string value) =>
        Codecs.All.DescriptionOf(caller).RateLimits.Adopt(new HeaderField(name, value), Codecs.All.DescriptionOf(caller).RateLimits, _clock);
}
