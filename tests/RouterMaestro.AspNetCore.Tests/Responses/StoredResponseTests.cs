using System.Net;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Responses;

/// <summary>A stored response or thread is continued at its provider, even if other providers have the same protocol.</summary>
public sealed class StoredResponseTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stored_response_is_continued_at_its_provider(bool stream)
    {
        await using var gateway = await TwoProviders.StartAsync("responses");
        gateway.Upstream.Reply(SimulatedResponse.Text("remembered"));
        var (_, begun) = await TwoProviders.AskAsync(gateway, ProtocolCase.Responses, stream, "second/two", TwoProviders.Weather(ProtocolCase.Responses));

        var (response, answer) = await TwoProviders.AskAsync(
            gateway, ProtocolCase.Responses, stream, "router-maestro", TwoProviders.Weather(ProtocolCase.Responses), $",\"previous_response_id\":\"{begun.Id}\"");

        Assert.Equal((HttpStatusCode.OK, "second/two"), (response.StatusCode, answer.Model));
        Assert.Equal(["two", "two"], gateway.Received.Select(r => r.Model));
    }

    [Fact]
    public async Task A_thread_is_continued_at_its_provider()
    {
        await using var gateway = await TwoProviders.StartAsync("messages");
        gateway.Upstream.Reply(SimulatedResponse.Text("remembered"));
        var (_, begun) = await TwoProviders.AskAsync(gateway, ProtocolCase.Messages, stream: true, "second/two", TwoProviders.Weather(ProtocolCase.Messages), ""","thread":{"type":"create"}""");

        var (response, answer) = await TwoProviders.AskAsync(
            gateway, ProtocolCase.Messages, stream: false, "router-maestro", TwoProviders.Weather(ProtocolCase.Messages), $$$""","thread":{"type":"continue","previous_message_id":"{{{begun.Id}}}"}""");

        Assert.Equal((HttpStatusCode.OK, "second/two"), (response.StatusCode, answer.Model));
        Assert.Equal(["two", "two"], gateway.Received.Select(r => r.Model));
    }

    [Theory]
    [InlineData("responses", """{"message":"Previous response with id '","type":"invalid_request_error","param":"previous_response_id","code":"previous_response_not_found"}""")]
    [InlineData("messages", """{"type":"invalid_request_error","message":"The thread of message '","details":{"error_code":"thread_not_found"}}""")]
    public async Task A_stored_response_of_an_excluded_provider_is_refused(string protocol, string expected)
    {
        await using var gateway = await TwoProviders.StartAsync(protocol, "first/one");
        var caller = ProtocolCase.Named(protocol);
        gateway.Upstream.Reply(SimulatedResponse.Text("remembered"));
        var (_, begun) = await TwoProviders.AskAsync(gateway, caller, stream: false, "second/two", TwoProviders.Weather(caller), protocol == "messages" ? ""","thread":{"type":"create"}""" : "");

        foreach (var stream in new[] { false, true })
        {
            var stored = protocol == "messages"
                ? $$$""","thread":{"type":"continue","previous_message_id":"{{{begun.Id}}}"}"""
                : $",\"previous_response_id\":\"{begun.Id}\"";
            using var response = await gateway.Client.SendAsync(caller.AskAll("first", stream, TwoProviders.Weather(caller), caller.MaxTokens(50) + stored, "one"));

            Assert.Equal(protocol == "messages" ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound, response.StatusCode);
            var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
            var wanted = JsonNode.Parse(expected)!;
            Assert.StartsWith((string)wanted["message"]! + begun.Id, (string)error["message"]!, StringComparison.Ordinal);
            error["message"] = wanted["message"]!.DeepClone();
            Assert.Equal(wanted.ToJsonString(), error.ToJsonString());
        }

        Assert.Single(gateway.Received);
    }

    [Fact]
    public async Task While_the_circuit_of_its_provider_is_open_a_stored_response_returns_503()
    {
        await using var gateway = await TwoProviders.StartAsync("responses");
        gateway.Upstream.Reply(SimulatedResponse.Text("remembered"));
        var (_, begun) = await TwoProviders.AskAsync(gateway, ProtocolCase.Responses, stream: false, "second/two", TwoProviders.Weather(ProtocolCase.Responses));
        gateway.Upstream.Reset();
        gateway.Upstream.When(r => r.Model == "two").Reply(SimulatedFault.Status(503, "down for now"));
        gateway.Upstream.Reply(SimulatedResponse.Text("from another provider"));
        for (var i = 0; i < 6; i++)
        {
            await TwoProviders.AskAsync(gateway, ProtocolCase.Responses, stream: false, "second/two", TwoProviders.Weather(ProtocolCase.Responses));
        }

        var asked = gateway.Received.Count;
        var (response, answer) = await TwoProviders.AskAsync(
            gateway, ProtocolCase.Responses, stream: false, "router-maestro", TwoProviders.Weather(ProtocolCase.Responses), $",\"previous_response_id\":\"{begun.Id}\"");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("Only 'second' can continue", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(asked, gateway.Received.Count);
    }
}
