// The libraries in .NET, each with its own defaults. It reads cells of the form {"name","library","whole","base","key","model"} as JSON and writes
// one line of JSON for each: what was delivered, and the exception or the end that the library reports. Its parameter is the number of seconds
// after which a cell is left as it is.
using System.ClientModel;
using System.Text;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Responses;

var limit = TimeSpan.FromSeconds(int.Parse(args[0]));
var cells = JsonSerializer.Deserialize<Cell[]>(Console.In.ReadToEnd(), JsonSerializerOptions.Web)!;
await Task.WhenAll(cells.Select(async cell =>
{
    var text = new StringBuilder();
    string? error = null, message = null, end = null;
    var started = DateTime.UtcNow;
    try
    {
        var call = Task.Run(() => CallAsync(cell, text));
        if (await Task.WhenAny(call, Task.Delay(limit)) == call)
        {
            end = await call;
        }
        else
        {
            error = "still repeating";
        }
    }
    catch (Exception exception)
    {
        (error, message) = (exception.GetType().Name, exception.Message);
    }

    Console.WriteLine(JsonSerializer.Serialize(new { cell = cell.Name, text = text.ToString(), error, message, end, seconds = (DateTime.UtcNow - started).TotalSeconds }));
}));

static Task<string?> CallAsync(Cell cell, StringBuilder text) => (cell.Library, cell.Whole) switch
{
    ("OpenAI", false) => ChatAsync(cell, text),
    ("OpenAI", true) => WholeChatAsync(cell, text),
#if !OLDER_OPENAI
    ("OpenAI Responses", false) => ResponsesAsync(cell, text),
#endif
    ("OpenAI Responses", true) => WholeResponsesAsync(cell, text),
    ("Anthropic", false) => AnthropicAsync(cell, text),
    ("Anthropic", true) => WholeAnthropicAsync(cell, text),
    ("Extensions", _) => ExtensionsAsync(Client(cell).GetChatClient(cell.Model).AsIChatClient(), cell.Whole, text),
    ("Extensions Responses", _) => ExtensionsAsync(Client(cell).GetResponsesClient().AsIChatClient(cell.Model), cell.Whole, text),
    var (library, _) => throw new ArgumentException(library),
};

static OpenAIClient Client(Cell cell) => new(new ApiKeyCredential(cell.Key), new OpenAIClientOptions { Endpoint = new Uri(cell.Base + "/v1") });

static async Task<string?> ChatAsync(Cell cell, StringBuilder text)
{
    string? end = null;
    await foreach (var update in Client(cell).GetChatClient(cell.Model).CompleteChatStreamingAsync("hi"))
    {
        text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
        end = update.FinishReason?.ToString() ?? end;
    }

    return end;
}

static async Task<string?> WholeChatAsync(Cell cell, StringBuilder text)
{
    var completion = (await Client(cell).GetChatClient(cell.Model).CompleteChatAsync("hi")).Value;
    text.AppendJoin("", completion.Content.Select(part => part.Text));
    return completion.FinishReason.ToString();
}

#if !OLDER_OPENAI
static async Task<string?> ResponsesAsync(Cell cell, StringBuilder text)
{
    string? end = null;
    await foreach (var update in await Client(cell).GetResponsesClient().CreateResponseStreamingAsync(cell.Model, "hi"))
    {
        text.Append((update as StreamingResponseOutputTextDeltaUpdate)?.Delta);
        end = update switch
        {
            StreamingResponseCompletedUpdate e => StatusOf(e.Response),
            StreamingResponseIncompleteUpdate e => StatusOf(e.Response),
            StreamingResponseFailedUpdate e => StatusOf(e.Response),
            StreamingResponseErrorUpdate e => $"error: {e.Message}",
            _ => end,
        };
    }

    return end;
}
#endif

static async Task<string?> WholeResponsesAsync(Cell cell, StringBuilder text)
{
    var response = (await Client(cell).GetResponsesClient().CreateResponseAsync(cell.Model, "hi")).Value;
    text.Append(response.GetOutputText());
    return StatusOf(response);
}

static string StatusOf(ResponseResult response) =>
    string.Join(": ", new[] { response.Status?.ToString(), response.Error?.Message ?? response.IncompleteStatusDetails?.Reason?.ToString() }.OfType<string>());

static async Task<string?> ExtensionsAsync(IChatClient client, bool whole, StringBuilder text)
{
    if (whole)
    {
        var response = await client.GetResponseAsync("hi");
        text.Append(response.Text);
        return EndOf(response.Messages.SelectMany(m => m.Contents), response.FinishReason);
    }

    string? end = null;
    await foreach (var update in client.GetStreamingResponseAsync("hi"))
    {
        text.Append(update.Text);
        end = EndOf(update.Contents, update.FinishReason) ?? end;
    }

    return end;
}

// it reports an error among the contents
static string? EndOf(IEnumerable<AIContent> contents, ChatFinishReason? finish) =>
    contents.OfType<ErrorContent>().FirstOrDefault() is { } error ? $"ErrorContent: {error.Message}" : finish?.Value;

static async Task<string?> AnthropicAsync(Cell cell, StringBuilder text)
{
    string? end = null;
    using var client = new AnthropicClient { BaseUrl = cell.Base, ApiKey = cell.Key };
    await foreach (var update in client.Messages.CreateStreaming(Ask(cell)))
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

static async Task<string?> WholeAnthropicAsync(Cell cell, StringBuilder text)
{
    using var client = new AnthropicClient { BaseUrl = cell.Base, ApiKey = cell.Key };
    var message = await client.Messages.Create(Ask(cell));
    text.AppendJoin("", message.Content.Select(part => part.TryPickText(out var piece) ? piece.Text : ""));
    return message.StopReason?.Raw();
}

static MessageCreateParams Ask(Cell cell) => new() { Model = cell.Model, MaxTokens = 100, Messages = [new UserMessageParam("hi")] };

internal sealed record Cell(string Name, string Library, bool Whole, string Base, string Key, string Model);
