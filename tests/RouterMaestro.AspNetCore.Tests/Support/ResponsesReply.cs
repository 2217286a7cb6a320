using System.Net;
using System.Text.Json;
using RouterMaestro.Testing.Observing;

namespace RouterMaestro.AspNetCore.Tests.Support;

/// <summary>The response that a client of Responses received, read by hand so that the codec does not test itself.</summary>
public sealed class ResponsesReply
{
    private ResponsesReply(HttpResponseMessage http, JsonElement body, IReadOnlyList<SseTranscriptEvent> events, SseTranscript? transcript) =>
        (Http, Body, Events, Transcript) = (http, body, events, transcript);

    public HttpResponseMessage Http { get; }

    public HttpStatusCode Status => Http.StatusCode;

    /// <summary>Gets the response object, a stream's last one, or an error's document.</summary>
    public JsonElement Body { get; }

    /// <summary>Gets the events of a stream.</summary>
    public IReadOnlyList<SseTranscriptEvent> Events { get; }

    public SseTranscript? Transcript { get; }

    public IReadOnlyList<JsonElement> Output => [.. Body.GetProperty("output").EnumerateArray()];

    public string? Model => Body.GetProperty("model").GetString();

    public string? State => Body.GetProperty("status").GetString();

    public string Text => string.Concat(Items("message").SelectMany(i => i.GetProperty("content").EnumerateArray()).Select(c => c.GetProperty("text").GetString()));

    public string? ErrorMessage => Body.GetProperty("error").GetProperty("message").GetString();

    public IEnumerable<JsonElement> Items(string type) => Output.Where(i => i.GetProperty("type").GetString() == type);

    /// <summary>Asks in Responses; a stream is held to the order that its clients rely on.</summary>
    public static async Task<ResponsesReply> AskAsync(TestGateway gateway, string json, string path = "/v1/responses")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var request = (ProtocolCase.Responses with { Path = path }).Ask(json);
        var http = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (http.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            using var document = JsonDocument.Parse(await http.Content.ReadAsByteArrayAsync(patience.Token));
            return new ResponsesReply(http, document.RootElement.Clone(), [], null);
        }

        var transcript = await SseTranscript.ReadAsync(await http.Content.ReadAsStreamAsync(patience.Token), patience.Token);
        Check(transcript);
        return new ResponsesReply(http, transcript.Events[^1].ReadJson()!.Value.GetProperty("response"), transcript.Events, transcript);
    }

    /// <summary>Joins the pieces of a kind of delta.</summary>
    public string Deltas(string name) =>
        string.Concat(Events.Where(e => e.Name == name).Select(e => e.ReadJson()!.Value.GetProperty("delta").GetString()));

    private static void Check(SseTranscript transcript)
    {
        Assert.Empty(transcript.Unfinished);
        Assert.Equal(["response.created", "response.in_progress"], transcript.Events.Take(2).Select(e => e.Name));
        var numbers = transcript.Events.Select(e => e.ReadJson()!.Value.GetProperty("sequence_number").GetInt32());
        Assert.Equal(Enumerable.Range(0, transcript.Events.Count), numbers);
        Assert.All(transcript.Events, e => Assert.Equal(e.Name, e.ReadJson()!.Value.GetProperty("type").GetString()));
        var terminals = transcript.Events.Where(e => e.Name is "response.completed" or "response.incomplete" or "response.failed" or "error");
        Assert.Same(transcript.Events[^1], Assert.Single(terminals));
        var ended = transcript.Events.Where(e => e.Name == "response.output_item.done").Select(e => e.ReadJson()!.Value.GetProperty("item").GetRawText());
        Assert.Equal(ended, transcript.Events[^1].ReadJson()!.Value.GetProperty("response").GetProperty("output").EnumerateArray().Select(i => i.GetRawText()));
    }
}
