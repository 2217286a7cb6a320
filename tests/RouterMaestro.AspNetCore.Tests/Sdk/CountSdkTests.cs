using System.ClientModel;
using System.Text.Json;
using Anthropic.Models.Messages;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>The vendors' clients count tokens.</summary>
public sealed class CountSdkTests(GatewayFixture fixture) : SdkTests(fixture)
{
    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    public async Task Anthropics_client_counts(string upstream)
    {
        var client = AnthropicSdk.Client(Gateway);
        var question = new MessageCountTokensParams
        {
            Model = Model(upstream),
            System = "Be brief.",
            Messages = [new UserMessageParam("How is the weather in Köln?")],
            Tools = [AnthropicSdk.Weather],
        };

        var count = await client.Messages.CountTokens(question);

        count.Validate();
        Assert.InRange(count.InputTokens, 20, 200);
        Assert.Equal(upstream == "messages" ? 1 : 0, Upstream.Requests.Count(r => r.Operation == SimulatedOperation.CountTokens));
    }

    [Fact]
    public async Task Anthropics_client_counts_with_betas()
    {
        var client = AnthropicSdk.Client(Gateway);
        var question = new Anthropic.Models.Beta.Messages.MessageCountTokensParams
        {
            Model = Model("messages"),
            Messages = [new Anthropic.Models.Beta.Messages.BetaUserMessageParam("hi")],
        };

        var count = await client.Beta.Messages.CountTokens(question);

        Assert.True(count.InputTokens > 0);
        Assert.Single(Upstream.Requests, r => r.Operation == SimulatedOperation.CountTokens);
    }

    [Fact]
    public async Task OpenAIs_client_counts()
    {
        var client = OpenAISdk.Client(Gateway).GetResponsesClient();
        using var question = BinaryContent.CreateJson(new { model = Model("chat"), input = "How is the weather in Köln?", instructions = "Be brief." });

        var result = await client.GetInputTokenCountAsync(question, "application/json");

        using var document = JsonDocument.Parse(result.GetRawResponse().Content);
        Assert.Equal("response.input_tokens", document.RootElement.GetProperty("object").GetString());
        Assert.InRange(document.RootElement.GetProperty("input_tokens").GetInt32(), 10, 40);
    }
}
