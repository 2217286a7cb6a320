using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>OpenAI's own client for .NET, in front of the gateway.</summary>
internal static class OpenAISdk
{
    public static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather",
        "Tells the weather.",
        BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"array","items":{"type":"integer"}}},"required":["city"]}"""));

    public static OpenAIClient Client(TestGateway gateway, string key = TestGateway.Key, int retries = 0) => new(
        new ApiKeyCredential(key),
        new OpenAIClientOptions { Endpoint = new Uri(gateway.Address, "v1"), RetryPolicy = new ClientRetryPolicy(retries) });

    public static ResponsesClient Responses(TestGateway gateway, string key = TestGateway.Key) => Client(gateway, key).GetResponsesClient();

    public static ChatClient Chat(TestGateway gateway, string upstream) => Client(gateway).GetChatClient($"{upstream}/simulated-model");

    /// <summary>Reads a stream's text into a builder, which keeps the text received before the stream broke.</summary>
    public static async Task<StreamingChatCompletionUpdate> ReadAsync(AsyncCollectionResult<StreamingChatCompletionUpdate> stream, StringBuilder text)
    {
        StreamingChatCompletionUpdate? last = null;
        await foreach (var update in stream)
        {
            last = update;
            foreach (var part in update.ContentUpdate)
            {
                text.Append(part.Text);
            }
        }

        return last!;
    }
}
