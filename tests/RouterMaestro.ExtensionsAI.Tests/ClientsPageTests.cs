using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using RouterMaestro.AspNetCore.Tests.Sdk;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.ExtensionsAI.Tests;

/// <summary>The C# of docs/clients.md with Microsoft.Extensions.AI, run as it stands there; the tests of the vendors' libraries check the page.</summary>
public sealed class ClientsPageTests(GatewayFixture fixture) : SdkTests(fixture)
{
    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_chat_client_answers_and_calls_functions(string upstream)
    {
        Upstream.Enqueue(SimulatedResponse.Text("Looking.").WithToolCall("get_weather", """{"city":"Köln"}"""));
        var (key, model, output) = (TestGateway.Key, Model(upstream), new StringWriter());
        var gateway = new Uri(Gateway.Address, "v1");

        var openai = new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = gateway });
        using var chat = openai.GetChatClient(model).AsIChatClient().AsBuilder().UseFunctionInvocation().Build();
        var weather = AIFunctionFactory.Create((string city) => $"Sun in {city}", "get_weather", "Tells the weather.");

        var response = await chat.GetResponseAsync("How is it in Köln?", new ChatOptions { Tools = [weather] });
        output.Write(response.Text);

        Assert.Contains("results=", output.ToString(), StringComparison.Ordinal);
    }
}
