using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Requests;

/// <summary>Takes a request in: its bytes, its protocol and what it asks for.</summary>
internal static class RequestReading
{
    private static readonly JsonDocumentOptions _deep = new() { MaxDepth = 1024 };

    public static async Task<ReceivedRequest> ReadAsync(HttpContext context, Func<int> number, DateTimeOffset now)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var path = request.Path.Value ?? "/";
        var (protocol, operation) = Classify(request.Method, path, request.Headers.ContainsKey("anthropic-version"));
        return new ReceivedRequest(ReadContent)
        {
            Number = number(),
            ReceivedAt = now,
            ConnectionId = context.Connection.Id,
            Method = request.Method,
            Path = path,
            Query = request.QueryString.Value ?? "",
            Headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body.ToArray(),
            Json = Parse(body.ToArray()),
            Protocol = protocol,
            Operation = operation,
        };
    }

    private static (WireProtocol Protocol, SimulatedOperation Operation) Classify(string method, string path, bool saysAnthropic)
    {
        var shared = saysAnthropic ? WireProtocol.AnthropicMessages : WireProtocol.OpenAIChat;
        return method switch
        {
            "POST" when path.EndsWith("/chat/completions", StringComparison.Ordinal) => (WireProtocol.OpenAIChat, SimulatedOperation.Generate),
            "POST" when path.EndsWith("/responses", StringComparison.Ordinal) => (WireProtocol.OpenAIResponses, SimulatedOperation.Generate),
            "POST" when path.EndsWith("/responses/input_tokens", StringComparison.Ordinal) => (WireProtocol.OpenAIResponses, SimulatedOperation.CountTokens),
            "POST" when path.EndsWith("/messages", StringComparison.Ordinal) => (WireProtocol.AnthropicMessages, SimulatedOperation.Generate),
            "POST" when path.EndsWith("/embeddings", StringComparison.Ordinal) => (WireProtocol.OpenAIChat, SimulatedOperation.Embed),
            "POST" when path.EndsWith("/messages/count_tokens", StringComparison.Ordinal) => (WireProtocol.AnthropicMessages, SimulatedOperation.CountTokens),
            "GET" when path.EndsWith("/models", StringComparison.Ordinal) || path.Contains("/models/", StringComparison.Ordinal) => (shared, SimulatedOperation.Models),
            _ when path.Contains("/responses/", StringComparison.Ordinal) => (WireProtocol.OpenAIResponses, SimulatedOperation.StoredResponse),
            _ => (shared, SimulatedOperation.Unknown),
        };
    }

    private static ReceivedContent ReadContent(ReceivedRequest request)
    {
        var content = request.Json is not { } body ? new ReceivedContent()
            : request.Protocol == WireProtocol.AnthropicMessages ? MessagesConversation.Read(body)
            : request.Protocol == WireProtocol.OpenAIResponses ? ResponsesConversation.Read(body)
            : ChatConversation.Read(body);
        return content with { Model = request.Model };
    }

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonDocument.Parse(body, _deep).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
