using System.Text;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Observing;

namespace RouterMaestro.AspNetCore.Tests.Support;

/// <summary>The requests of a client of one protocol, written by hand so that the codecs do not test themselves.</summary>
public sealed record ProtocolCase(WireProtocol Protocol, string Path)
{
    public static readonly ProtocolCase Chat = new(WireProtocol.OpenAIChat, "/v1/chat/completions");
    public static readonly ProtocolCase Messages = new(WireProtocol.AnthropicMessages, "/v1/messages");
    public static readonly ProtocolCase Responses = new(WireProtocol.OpenAIResponses, "/v1/responses");
    public static readonly ProtocolCase[] All = [Chat, Messages, Responses];

    /// <summary>Gets the name of the protocol, which is also the name of its provider.</summary>
    public string Name => Protocol.Name;

    /// <summary>Gets the field that holds the conversation.</summary>
    public string Conversation => this == Responses ? "input" : "messages";

    /// <summary>Gets the finish reason of a complete response.</summary>
    public string Whole => this == Chat ? "stop" : this == Messages ? "end_turn" : "completed";

    /// <summary>Gets the finish reason of a response with tool calls.</summary>
    public string Calling => this == Chat ? "tool_calls" : this == Messages ? "tool_use" : "completed";

    /// <summary>Gets the names of every caller's protocol and every provider's, for theories.</summary>
    public static TheoryData<string, string> Matrix() => Matrix(All, All);

    public static TheoryData<string, string> Matrix(ProtocolCase[] callers, ProtocolCase[] upstreams)
    {
        var data = new TheoryData<string, string>();
        foreach (var caller in callers)
        {
            foreach (var upstream in upstreams)
            {
                data.Add(caller.Name, upstream.Name);
            }
        }

        return data;
    }

    /// <summary>Gets the matrix, streamed and not.</summary>
    public static TheoryData<string, string, bool> StreamMatrix()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var row in Matrix())
        {
            data.Add((string)row[0], (string)row[1], false);
            data.Add((string)row[0], (string)row[1], true);
        }

        return data;
    }

    public static ProtocolCase Named(string name) => All.Single(p => p.Name == name);

    /// <summary>Makes a request that asks the simulated provider of a protocol.</summary>
    /// <param name="upstream">The provider's protocol.</param>
    /// <param name="stream">Whether to ask for a stream.</param>
    /// <param name="extra">More members, beginning with a comma.</param>
    /// <param name="text">The text of the user.</param>
    public HttpRequestMessage Ask(string upstream, bool stream, string extra = "", string text = "hi") =>
        AskAll(upstream, stream, $$"""{"role":"user","content":"{{text}}"}""", extra);

    /// <summary>Makes a request with messages, or items, of the protocol.</summary>
    public HttpRequestMessage AskAll(string upstream, bool stream, string messages, string extra = "", string model = "simulated-model") =>
        Ask($$"""{"model":"{{upstream}}/{{model}}","stream":{{(stream ? "true" : "false")}},"{{Conversation}}":[{{messages}}]{{extra}}}""");

    public HttpRequestMessage Ask(string json)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (Protocol == WireProtocol.AnthropicMessages)
        {
            request.Headers.Add("anthropic-version", "2023-06-01");
        }

        return request;
    }

    /// <summary>Sends a request and reads the response with the simulator's reader.</summary>
    public async Task<(HttpResponseMessage Response, ObservedResponse Observed, SseTranscript? Transcript)> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            var transcript = await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync(timeout.Token), timeout.Token);
            return (response, ObservedResponse.FromStream(Protocol, transcript), transcript);
        }

        return (response, ObservedResponse.FromBody(Protocol, await response.Content.ReadAsByteArrayAsync(timeout.Token)), null);
    }
}
