using System.Text;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>Anthropic's own client for .NET, in front of the gateway.</summary>
internal static class AnthropicSdk
{
    public static readonly Tool Weather = new()
    {
        Name = "get_weather",
        Description = "Tells the weather.",
        InputSchema = new InputSchema
        {
            Properties = new Dictionary<string, JsonElement> { ["city"] = JsonSerializer.SerializeToElement(new { type = "string" }) },
            Required = ["city"],
        },
    };

    public static AnthropicClient Client(TestGateway gateway, string key = TestGateway.Key, int retries = 0) =>
        new() { ApiKey = key, BaseUrl = gateway.Address.ToString().TrimEnd('/'), MaxRetries = retries };

    public static MessageCreateParams Ask(string upstream, params MessageParam[] messages) => new()
    {
        Model = $"{upstream}/simulated-model",
        MaxTokens = 4000,
        Messages = messages.Length == 0 ? [new UserMessageParam("hi")] : messages,
    };

    public static string Text(Message message) => string.Concat(message.Content.Select(b => b.TryPickText(out var text) ? text.Text : ""));

    public static IEnumerable<ToolUseBlock> Calls(Message message) => message.Content.Select(b => b.Value).OfType<ToolUseBlock>();

    /// <summary>Makes the turn that repeats the message of the model.</summary>
    public static MessageParam Repeat(Message message) =>
        new AssistantMessageParam(message.Content.Select(b => new ContentBlockParam(b.Json)).ToList());

    /// <summary>Makes the turn with the results of the calls.</summary>
    public static MessageParam Results(Message message, Func<ToolUseBlock, string> result) =>
        new UserMessageParam(Calls(message).Select(c => (ContentBlockParam)new ToolResultBlockParam(c.ID) { Content = result(c) }).ToList());

    /// <summary>Reads a stream's text into a builder, which keeps the text received before the stream broke.</summary>
    public static async Task ReadAsync(IAsyncEnumerable<RawMessageStreamEvent> stream, StringBuilder text)
    {
        await foreach (var e in stream)
        {
            if (e.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece))
            {
                text.Append(piece.Text);
            }
        }
    }
}
