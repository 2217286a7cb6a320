using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;
using RouterMaestro.TestKit.Schemas;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>Translated responses match the published schema of the caller's protocol.</summary>
public sealed class SchemaMatrixTests : IClassFixture<GatewayFixture>
{
    private readonly TestGateway _gateway;

    public SchemaMatrixTests(GatewayFixture fixture)
    {
        _gateway = fixture.Gateway;
        _gateway.Upstream.Reset();
    }

    public static IEnumerable<object[]> Directions => ProtocolCase.Matrix().Where(IsAcross);

    public static IEnumerable<object[]> Cells => ProtocolCase.StreamMatrix().Where(IsAcross);

    [SharedDataTheory]
    [MemberData(nameof(Cells))]
    public async Task Reasoning_text_calls_and_usage_match_the_published_schema(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Empty
            .WithReasoning("Hm, \"where\"?")
            .WithText("Loo", "king.")
            .WithToolCall("get_weather", """{"city":"Köln"}""")
            .WithToolCall("get_weather", "{}")
            .WithUsage(12, 9, cacheRead: 5, reasoning: 4));
        var protocol = ProtocolCase.Named(caller);

        var documents = await DocumentsAsync(protocol.Ask(upstream, stream, protocol.Tools()));

        Assert.Equal(stream, documents.Count > 1);
        Assert.All(documents, d => Assert.Empty(Schema(protocol, stream ? "event" : "answer").Check(d)));
    }

    [SharedDataTheory]
    [MemberData(nameof(Cells))]
    public async Task Failures_match_the_published_schema(string caller, string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedFault.Status(400, "It is wrong."));
        var protocol = ProtocolCase.Named(caller);

        var document = Assert.Single(await DocumentsAsync(protocol.Ask(upstream, stream)));

        Assert.Empty(Schema(protocol, "error").Check(document));
    }

    [SharedDataTheory]
    [MemberData(nameof(Directions))]
    public async Task The_end_of_a_broken_stream_matches_the_published_schema(string caller, string upstream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("one ", "two ", "three").ErrorAfter(2, SimulatedFault.Status(429)));
        var protocol = ProtocolCase.Named(caller);

        var documents = await DocumentsAsync(protocol.Ask(upstream, stream: true));

        // Chat callers may lose the error to the broken connection that follows it
        var (events, error) = (Schema(protocol, "event"), Schema(protocol, protocol == ProtocolCase.Responses ? "event" : "error"));
        var whole = documents.TakeWhile(d => events.Check(d).Count == 0).Count();
        Assert.InRange(whole, 2, documents.Count);
        Assert.All(documents.Skip(whole), d => Assert.Empty(error.Check(d)));
        Assert.True(protocol == ProtocolCase.Chat || error.Check(documents[^1]).Count == 0);
    }

    private static bool IsAcross(object[] row) => (string)row[0] != (string)row[1];

    private async Task<IReadOnlyList<JsonElement>> DocumentsAsync(HttpRequestMessage request)
    {
        using var response = await _gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            return [JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync())];
        }

        var transcript = await SseTranscript.ReadAsync(await response.Content.ReadAsStreamAsync());
        return [.. transcript.Events.Select(e => e.ReadJson()).OfType<JsonElement>()];
    }

    private static ApiSchema Schema(ProtocolCase protocol, string kind) => (kind, protocol) switch
    {
        ("error", _) when protocol == ProtocolCase.Messages => ApiDocument.Anthropic.Schema("ErrorResponse"),
        ("error", _) => ApiDocument.OpenAI.Schema("ErrorResponse"),
        ("event", _) when protocol == ProtocolCase.Messages => ApiDocument.Anthropic.Schema("MessageStreamEvent"),
        ("event", _) when protocol == ProtocolCase.Responses => ApiDocument.OpenAI.Schema("ResponseStreamEvent"),
        ("event", _) => ApiDocument.OpenAI.Schema("CreateChatCompletionStreamResponse"),
        (_, _) when protocol == ProtocolCase.Messages => ApiDocument.Anthropic.Schema("Message"),
        (_, _) when protocol == ProtocolCase.Responses => ApiDocument.OpenAI.Schema("Response"),
        _ => ApiDocument.OpenAI.Schema("CreateChatCompletionResponse"),
    };
}
