using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Observing;

namespace RouterMaestro.Testing.Tests;

/// <summary>Calls a simulator with nothing but an HttpClient.</summary>
internal sealed class WireClient(UpstreamSimulator upstream) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    public const string Hello = """{"role":"user","content":"Hello"}""";

    /// <summary>The member of a Responses request that asks for the reasoning text.</summary>
    public const string Reasons = """
        ,"reasoning":{"summary":"auto"},"include":["reasoning.encrypted_content"]
        """;

    public static string Request(string protocol, bool stream = false, string model = "m", string messages = Hello, string more = "") =>
        $$"""{"model":"{{model}}",{{(protocol == "messages" ? "\"max_tokens\":64," : "")}}"{{(protocol == "responses" ? "input" : "messages")}}":[{{messages}}],"stream":{{(stream ? "true" : "false")}}{{more}}}""";

    public Task<HttpResponseMessage> SendAsync(string protocol, string body, CancellationToken cancellation = default)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(upstream.Address, $"v1/{(protocol == "chat" ? "chat/completions" : protocol)}"))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (protocol == "messages")
        {
            message.Headers.Add("anthropic-version", "2023-06-01");
        }

        return _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public async Task<ObservedResponse> AskAsync(string protocol, bool stream = false, string messages = Hello, string more = "", string model = "m")
    {
        using var response = await SendAsync(protocol, Request(protocol, stream, model, messages, more));
        if (!stream)
        {
            return ObservedResponse.FromBody(Protocol(protocol), await response.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return ObservedResponse.FromStream(Protocol(protocol), await TranscriptAsync(response));
    }

    public async Task<SseTranscript> StreamAsync(string protocol, string more = "")
    {
        using var response = await SendAsync(protocol, Request(protocol, stream: true, more: more));
        return await TranscriptAsync(response);
    }

    public async Task<(HttpResponseMessage Response, JsonElement Json)> GetAsync(string path, bool anthropic = false)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(upstream.Address, path));
        if (anthropic)
        {
            message.Headers.Add("anthropic-version", "2023-06-01");
        }

        var response = await _http.SendAsync(message);
        return (response, JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement);
    }

    public static WireProtocol Protocol(string protocol) => WireProtocol.Find(protocol)!;

    public void Dispose() => _http.Dispose();

    private static async Task<SseTranscript> TranscriptAsync(HttpResponseMessage response) =>
        await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync());
}
