using System.ClientModel;
using Anthropic;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Responses;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>The C# of docs/clients.md with the vendors' libraries, run as it stands there.</summary>
public sealed class ClientsPageTests(GatewayFixture fixture) : SdkTests(fixture)
{
    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task OpenAI_answers_in_Chat_and_in_Responses(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hel", "lo"));
        var (key, model, output) = (TestGateway.Key, Model(upstream), new StringWriter());
        var gateway = new Uri(Gateway.Address, "v1");

        var openai = new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = gateway });

        await foreach (var update in openai.GetChatClient(model).CompleteChatStreamingAsync("Say hello."))
        {
            output.Write(string.Concat(update.ContentUpdate.Select(part => part.Text)));
        }

        ResponseResult response = await openai.GetResponsesClient().CreateResponseAsync(model, "Say hello.");
        output.Write(response.GetOutputText());

        Assert.Equal("HelloHello", output.ToString());
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task Anthropic_answers_in_Messages(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("Hel", "lo"));
        var (key, model, output) = (TestGateway.Key, Model(upstream), new StringWriter());
        var gateway = Gateway.Address;

        var anthropic = new AnthropicClient { BaseUrl = gateway.ToString(), ApiKey = key };
        var ask = new MessageCreateParams { Model = model, MaxTokens = 1000, Messages = [new UserMessageParam("Say hello.")] };

        await foreach (var e in anthropic.Messages.CreateStreaming(ask))
        {
            if (e.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text))
            {
                output.Write(text.Text);
            }
        }

        Assert.Equal("Hello", output.ToString());
    }

    [Fact]
    public void The_page_shows_what_is_run_here() => SampledPage.IsRun(
        "docs/clients.md",
        blocks: 3,
        "tests/RouterMaestro.AspNetCore.Tests/Sdk/ClientsPageTests.cs",
        "tests/RouterMaestro.ExtensionsAI.Tests/ClientsPageTests.cs");
}
