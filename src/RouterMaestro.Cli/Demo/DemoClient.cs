using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing;

namespace RouterMaestro.Cli.Demo;

/// <summary>A client of the gateway that knows one dialect, and nothing of the gateway's own code.</summary>
/// <param name="Name">Whose clients it stands for.</param>
/// <param name="Dialect">The dialect.</param>
/// <param name="Path">The path it calls.</param>
/// <param name="CompleteWord">The dialect's word for an answer that is complete.</param>
internal sealed record DemoClient(string Name, WireProtocol Dialect, string Path, string CompleteWord)
{
    private const int MaxTokens = 200;

    /// <summary>Gets the client that speaks as OpenAI's do.</summary>
    public static DemoClient OpenAI { get; } = new("OpenAI", WireProtocol.OpenAIChat, "v1/chat/completions", "stop");

    /// <summary>Gets the client that speaks as Anthropic's do.</summary>
    public static DemoClient Anthropic { get; } = new("Anthropic", WireProtocol.AnthropicMessages, "v1/messages", "end_turn");

    /// <summary>Asks, and reads the answer by the dialect's own rules.</summary>
    /// <exception cref="HttpRequestException">The gateway did not answer with success.</exception>
    public async Task<ObservedAnswer> AskAsync(DemoStage stage, DemoQuestion question, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Address, Path))
        {
            Content = new StringContent(Body(question).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        Authorize(request.Headers, stage.Key);
        using var response = await stage.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }

        return question.IsStreamed
            ? ObservedAnswer.FromStream(Dialect, await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken))
            : ObservedAnswer.FromBody(Dialect, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private void Authorize(HttpRequestHeaders headers, string key)
    {
        if (Dialect == WireProtocol.AnthropicMessages)
        {
            headers.Add("x-api-key", key);
            headers.Add("anthropic-version", "2023-06-01");
        }
        else
        {
            headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    private JsonObject Body(DemoQuestion question)
    {
        var user = new JsonObject { ["role"] = "user", ["content"] = question.Text };
        var body = new JsonObject { ["model"] = question.Model, ["stream"] = question.IsStreamed };
        if (Dialect == WireProtocol.AnthropicMessages)
        {
            body["max_tokens"] = MaxTokens;
            body["system"] = question.System;
            body["messages"] = new JsonArray(user);
            return body;
        }

        body["messages"] = new JsonArray(new JsonObject { ["role"] = "system", ["content"] = question.System }, user);
        if (question.IsStreamed)
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        return body;
    }
}
