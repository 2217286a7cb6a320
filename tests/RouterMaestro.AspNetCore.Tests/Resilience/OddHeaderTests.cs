using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>Header fields of a provider that no server of .NET would send: bytes outside ASCII and control characters, which Kestrel refuses to write.</summary>
public sealed class OddHeaderTests
{
    private const string Fields = "x-ratelimit-note: caf\u00e9 \u0001\u007f\tx\r\nretry-after: \u00bd\r\nx-request-id: req_\u00fc\r\nrequest-id: req_\u00fc\r\n";

    public static TheoryData<string, string, bool> Matrix => ProtocolCase.StreamMatrix();

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_response_arrives_with_what_can_be_written(string caller, string upstream, bool stream)
    {
        var (response, observed) = await AskAsync(caller, upstream, stream, SimulatedResponse.Text("all ", "well"));

        Assert.Equal(("all well", true), (observed.Text, observed.IsComplete));
        Assert.Empty(observed.Problems);
        AssertFields(response);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_error_arrives_with_what_can_be_written(string caller, string upstream, bool stream)
    {
        var (response, observed) = await AskAsync(caller, upstream, stream, SimulatedFault.Status(400, "the provider's very words"));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("the provider's very words", observed.ErrorMessage, StringComparison.Ordinal);
        AssertFields(response);
    }

    private static async Task<(HttpResponseMessage Response, ObservedResponse Observed)> AskAsync(
        string caller, string upstream, bool stream, SimulatedStep answer)
    {
        await using var provider = await UpstreamSimulator.StartAsync();
        await using var odd = new OddHeaders(provider.Address, Fields);
        await using var gateway = await TestGateway.StartAsync(configure: builder => Add(builder, odd.Address));
        provider.Reply(answer);
        var protocol = ProtocolCase.Named(caller);

        var (response, observed, _) = await protocol.SendAsync(gateway.Client, protocol.Ask($"odd-{upstream}", stream));
        return (response, observed);
    }

    private static void Add(IRouterMaestroBuilder builder, Uri address) => builder
        .AddOpenAICompatible("odd-chat", new Uri(address, "v1").ToString(), o => o.ApiKey = "key")
        .AddAnthropicCompatible("odd-messages", address.ToString(), o => o.ApiKey = "key")
        .AddOpenAICompatible("odd-responses", new Uri(address, "v1").ToString(), o =>
        {
            o.ApiKey = "key";
            o.Protocols.Add(WireProtocol.OpenAIResponses);
        });

    private static void AssertFields(HttpResponseMessage response)
    {
        Assert.Equal("caf? ???x", Assert.Single(response.Headers.GetValues("x-ratelimit-note")));
        Assert.StartsWith("req_?", Assert.Single(response.Headers.GetValues("x-router-maestro-upstream-request-id")), StringComparison.Ordinal);
    }
}
