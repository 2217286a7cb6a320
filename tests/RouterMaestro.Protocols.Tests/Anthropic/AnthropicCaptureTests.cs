using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Errors;
using RouterMaestro.Protocols.Anthropic.Requests;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>Requests as real clients send them: they must be understood whatever is in them.</summary>
public sealed class AnthropicCaptureTests
{
    [ClientCapturesTheory]
    [InlineData("claude-code", 10)]
    [InlineData("sdk-anthropic", 20)]
    [InlineData("sdk-dotnet", 3)]
    [InlineData("exp-claude*", 50)]
    [InlineData("exp-threads", 5)]
    public void Every_captured_request_is_understood(string client, int atLeast)
    {
        var requests = ClientCaptures.Bodies(client, "/v1/messages").ToList();

        Assert.InRange(requests.Count, atLeast, int.MaxValue);
        Assert.All(requests, request => AssertUnderstood(request.Body));
    }

    private static void AssertUnderstood(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.TryGetProperty("thread", out _))
        {
            var code = Assert.Throws<RouterException>(() => AnthropicTesting.Read(body)).Error.Code;
            Assert.Contains(code, new[] { AnthropicErrors.ThreadUnsupported, AnthropicErrors.ThreadNotFound });
            return;
        }

        var losses = new LossSink();
        var request = AnthropicRequestReader.Read(body, RequestHints.None, losses);

        Assert.True(losses.IsEmpty, string.Join(", ", losses.Fields));
        Assert.Equal(document.RootElement.GetProperty("model").GetString(), request.Model);
        Assert.Equal(Texts(document.RootElement), Texts(request));
        Assert.Equal(Names(document.RootElement), request.Tools.Select(t => ((Tool.Function)t).Name));
    }

    private static IEnumerable<string> Names(JsonElement body) =>
        body.TryGetProperty("tools", out var tools) ? tools.EnumerateArray().Select(t => t.GetProperty("name").GetString()!) : [];

    private static List<string> Texts(JsonElement body) =>
    [
        .. (body.TryGetProperty("system", out var system) ? TextsOf(system) : []).Where(t => !t.StartsWith("x-anthropic-billing-header:", StringComparison.Ordinal)),
        .. body.GetProperty("messages").EnumerateArray().SelectMany(m => TextsOf(m.GetProperty("content"))),
    ];

    private static IEnumerable<string> TextsOf(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? [content.GetString()!]
        : content.EnumerateArray().Where(b => b.GetProperty("type").GetString() == "text").Select(b => b.GetProperty("text").GetString()!);

    private static List<string> Texts(ChatRequest request) => [.. request.Messages.SelectMany(m => m.Parts).OfType<TextPart>().Select(t => t.Text.ToString())];
}
