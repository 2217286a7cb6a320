// The libraries in .NET, each with its own defaults. It reads cells of the form {"cell","library","base","key","model"} as JSON and writes one line
// of JSON for each: what was delivered, and the exception or the end that the library reports.
using System.ClientModel;
using System.Text;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using OpenAI;

var cells = JsonSerializer.Deserialize<Cell[]>(Console.In.ReadToEnd(), JsonSerializerOptions.Web)!;
await Task.WhenAll(cells.Select(async cell =>
{
    var text = new StringBuilder();
    string? error = null, message = null, end = null;
    var started = DateTime.UtcNow;
    try
    {
        end = await (cell.Library switch { "OpenAI" => OpenAIAsync(cell, text), "Anthropic" => AnthropicAsync(cell, text), _ => ExtensionsAsync(cell, text) });
    }
    catch (Exception exception)
    {
        (error, message) = (exception.GetType().Name, exception.Message);
    }

    Console.WriteLine(JsonSerializer.Serialize(new { cell = cell.Name, text = text.ToString(), error, message, end, seconds = (DateTime.UtcNow - started).TotalSeconds }));
}));

static OpenAI.Chat.ChatClient Chat(Cell cell) =>
    new OpenAIClient(new ApiKeyCredential(cell.Key), new OpenAIClientOptions { Endpoint = new Uri(cell.Base + "/v1") }).GetChatClient(cell.Model);

static async Task<string?> OpenAIAsync(Cell cell, StringBuilder text)
{
    string? end = null;
    await foreach (var update in Chat(cell).CompleteChatStreamingAsync("hi"))
    {
        foreach (var part in update.ContentUpdate)
        {
            text.Append(part.Text);
        }

        end = update.FinishReason?.ToString() ?? end;
    }

    return end;
}

static async Task<string?> ExtensionsAsync(Cell cell, StringBuilder text)
{
    string? end = null;
    await foreach (var update in Chat(cell).AsIChatClient().GetStreamingResponseAsync("hi"))
    {
        text.Append(update.Text);
        end = update.FinishReason?.Value ?? end;
    }

    return end;
}

static async Task<string?> AnthropicAsync(Cell cell, StringBuilder text)
{
    string? end = null;
    using var client = new AnthropicClient { BaseUrl = cell.Base, ApiKey = cell.Key };
    await foreach (var update in client.Messages.CreateStreaming(new MessageCreateParams { Model = cell.Model, MaxTokens = 100, Messages = [new UserMessageParam("hi")] }))
    {
        if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece))
        {
            text.Append(piece.Text);
        }

        if (update.TryPickDelta(out var message))
        {
            end = message.Delta.StopReason?.Raw();
        }
    }

    return end;
}

internal sealed record Cell(string Name, string Library, string Base, string Key, string Model);
