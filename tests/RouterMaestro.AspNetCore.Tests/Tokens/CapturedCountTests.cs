using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Tokens;

/// <summary>Token counts that clients really requested, and conversations too long for a call.</summary>
public sealed class CapturedCountTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    /// <summary>Gets path and name of every captured request for a count.</summary>
    public static TheoryData<string, string> Captures
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var path in new[] { "/v1/messages/count_tokens", "/v1/responses/input_tokens" })
            {
                foreach (var (name, _) in ClientCaptures.Bodies("*", path))
                {
                    data.Add(path, name);
                }
            }

            return data;
        }
    }

    [ClientCapturesTheory]
    [MemberData(nameof(Captures))]
    public async Task A_captured_count_is_served_by_provider_and_by_estimate(string path, string name)
    {
        var body = ClientCaptures.Bodies("*", path).Single(c => c.Name == name).Body;
        var (own, other) = path.Contains("messages", StringComparison.Ordinal) ? ("messages", "chat") : ("responses", "messages");

        using var counted = await AskAsync(path, body, $"{own}/claude-sonnet-4-5");
        using var estimated = await AskAsync(path, body, $"{other}/claude-sonnet-4-5");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (counted.StatusCode, estimated.StatusCode));
        Assert.Equal("provider", Assert.Single(counted.Headers.GetValues("x-router-maestro-count")));
        Assert.Equal("estimate", Assert.Single(estimated.Headers.GetValues("x-router-maestro-count")));
        Assert.InRange(await TokensOf(estimated), 5, 200_000);
    }

    [Fact]
    public async Task A_conversation_that_is_too_long_for_a_call_is_counted()
    {
        var routing = RoutingSettings.Default with { ModelOverrides = [new ModelOverride("chat/simulated-model", new ModelLimits(ContextWindow: 100))] };
        await using var gateway = await TestGateway.StartAsync(routing);
        var text = string.Concat(Enumerable.Repeat("word ", 5000));
        using var call = await gateway.Client.SendAsync(ProtocolCase.Messages.Ask("chat", stream: false, ""","max_tokens":5""", text));
        using var question = new StringContent(
            $$"""{"model":"chat/simulated-model","messages":[{"role":"user","content":"{{text}}"}]}""", Encoding.UTF8, "application/json");

        using var count = await gateway.Client.PostAsync(new Uri("/v1/messages/count_tokens", UriKind.Relative), question);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (call.StatusCode, count.StatusCode));
        Assert.InRange(await TokensOf(count), 5000, 6000);
    }

    private static async Task<int> TokensOf(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.GetProperty("input_tokens").GetInt32();
    }

    private async Task<HttpResponseMessage> AskAsync(string path, byte[] body, string model)
    {
        var question = JsonNode.Parse(body)!;
        question["model"] = model;
        using var content = new StringContent(question.ToJsonString(), Encoding.UTF8, "application/json");
        return await fixture.Gateway.Client.PostAsync(new Uri(path + "?beta=true", UriKind.Relative), content);
    }
}
