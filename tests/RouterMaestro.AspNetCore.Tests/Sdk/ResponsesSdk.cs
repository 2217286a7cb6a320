using System.Text.Json;
using OpenAI.Responses;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>The part of OpenAI's own client for .NET that speaks Responses, in front of the gateway.</summary>
internal static class ResponsesSdk
{
    public static FunctionTool Weather => ResponseTool.CreateFunctionTool(
        "get_weather",
        BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"array","items":{"type":"integer"}}},"required":["city"]}"""),
        strictModeEnabled: false,
        "Tells the weather.");

    public static CreateResponseOptions Ask(string upstream, params ResponseItem[] items) =>
        new($"{upstream}/simulated-model", items.Length == 0 ? [ResponseItem.CreateUserMessageItem("hi")] : items);

    /// <summary>Sends a request, streamed or not; a stream is put together as an application does.</summary>
    public static async Task<ResponseResult> AskAsync(ResponsesClient client, bool stream, CreateResponseOptions ask)
    {
        if (!stream)
        {
            return (await client.CreateResponseAsync(ask)).Value;
        }

        ask.StreamingEnabled = true;
        var (items, updates) = (new List<ResponseItem>(), await ReadAsync(client, ask));
        items.AddRange(updates.OfType<StreamingResponseOutputItemDoneUpdate>().OrderBy(u => u.OutputIndex).Select(u => u.Item));
        var response = updates[^1] switch
        {
            StreamingResponseCompletedUpdate completed => completed.Response,
            StreamingResponseIncompleteUpdate incomplete => incomplete.Response,
            var other => throw new InvalidOperationException($"the stream ends with {other.Kind}"),
        };
        Assert.Equal(response.OutputItems.Select(i => i.Id), items.Select(i => i.Id));
        return response;
    }

    /// <summary>Reads all updates of a stream.</summary>
    public static async Task<List<StreamingResponseUpdate>> ReadAsync(ResponsesClient client, CreateResponseOptions ask)
    {
        ask.StreamingEnabled = true;
        List<StreamingResponseUpdate> updates = [];
        await foreach (var update in await client.CreateResponseStreamingAsync(ask))
        {
            updates.Add(update);
        }

        return updates;
    }

    public static string TextOf(IEnumerable<StreamingResponseUpdate> updates) =>
        string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(u => u.Delta));

    public static string City(FunctionCallResponseItem call)
    {
        using var json = JsonDocument.Parse(call.FunctionArguments);
        return json.RootElement.GetProperty("city").GetString()!;
    }
}
