using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Demo.Staging;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Cli.Demo.Clients;

/// <summary>A client of the gateway that knows one protocol, and nothing of the gateway's own code.</summary>
/// <param name="Name">Whose clients it stands for.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Path">The path it calls.</param>
/// <param name="Write">Puts a question into the protocol.</param>
internal sealed record DemoClient(string Name, WireProtocol Protocol, string Path, Func<DemoQuestion, JsonObject> Write)
{
    /// <summary>Gets the client that speaks as OpenAI's do.</summary>
    public static DemoClient OpenAI { get; } = new("OpenAI", WireProtocol.OpenAIChat, "v1/chat/completions", ChatQuestion.Write)
    {
        CompleteWord = "stop",
        ToolWord = "tool_calls",
        KeyHeader = ("Authorization", "Bearer "),
    };

    /// <summary>Gets the client that speaks as Anthropic's do.</summary>
    public static DemoClient Anthropic { get; } = new("Anthropic", WireProtocol.AnthropicMessages, "v1/messages", MessagesQuestion.Write)
    {
        CompleteWord = "end_turn",
        ToolWord = "tool_use",
        KeyHeader = ("x-api-key", ""),
    };

    /// <summary>Gets the protocol's stop reason of a complete response.</summary>
    public required string CompleteWord { get; init; }

    /// <summary>Gets the protocol's stop reason of a response with a tool call.</summary>
    public required string ToolWord { get; init; }

    /// <summary>Gets the header that brings the key, and what stands before the key in it.</summary>
    public required (string Name, string Prefix) KeyHeader { get; init; }

    /// <summary>Sends a question and reads the response by the protocol's own rules.</summary>
    /// <param name="stage">Where.</param>
    /// <param name="question">What.</param>
    /// <param name="onHead">Called when the head of the response has arrived.</param>
    /// <param name="onText">Given every new piece of text as soon as it is there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DemoReply> AskAsync(
        DemoStage stage, DemoQuestion question, Action onHead, Action<string> onText, CancellationToken cancellationToken)
    {
        var sent = Encoding.UTF8.GetBytes(Write(question).ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Address, Path))
        {
            Content = new ByteArrayContent(sent) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { KeyHeader.Name, KeyHeader.Prefix + stage.Key } },
        };
        using var response = await stage.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        onHead();

        var reader = new DemoReader(Protocol, onText);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var answer = response.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? await reader.ReadStreamAsync(body, cancellationToken)
            : await reader.ReadWholeAsync(body, cancellationToken);
        return new((int)response.StatusCode, answer) { Sent = sent, Arrivals = reader.Arrivals };
    }
}
