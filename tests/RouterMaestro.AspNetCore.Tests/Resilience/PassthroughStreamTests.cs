using System.Text;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>A stream in the caller's own protocol keeps its bytes, with any line endings, comments and unknown events.</summary>
public sealed class PassthroughStreamTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Hello = """data: {"id":"c1","model":"simulated-model","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}""";
    private const string Stop = """data: {"id":"c1","model":"simulated-model","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string Usage = """data: {"id":"c1","model":"simulated-model","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}""";
    private const string Failure = """data: {"error":{"message":"The provider broke off.","type":"server_error"}}""";

    private const string Begun = """data: {"type":"response.created","sequence_number":0,"response":{"id":"r1","status":"in_progress","model":"simulated-model","output":[]}}""";
    private const string Delta = """data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"i","output_index":0,"content_index":0,"delta":"Hello"}""";
    private const string Unknown = """data: {"type":"response.unheard_of","sequence_number":2,"model":"simulated-model"}""";
    private const string Done = """data: {"type":"response.completed","sequence_number":3,"response":{"id":"r1","status":"completed","x":1,"model":"simulated-model","output":[]}}""";

    private readonly TestGateway _gateway = fixture.Gateway;

    [Theory]
    [InlineData($"{Hello}\n\n{Stop}\n\ndata: [DONE]\n\n")]
    [InlineData($"{Hello}\r\n\r\n{Stop}\r\n\r\ndata: [DONE]\r\n\r\n")]
    [InlineData($": a comment\n\n{Hello}\n\n: another\n\n{Stop}\n\ndata:[DONE]\n\n")]
    [InlineData($"id: 7\nretry: 10\n{Hello}\nunknown: field\n\nevent: unheard-of\ndata: {{\"progress\":1}}\n\n{Stop}\n\ndata: [DONE]\n\n")]
    [InlineData($"data: {{\"choices\":[],\"prompt_filter_results\":[]}}\n\n{Hello}\n\n{Stop}\n\n{Usage}\n\ndata: [DONE]\n\n")]
    public async Task Bytes_pass_but_for_the_model(string sse)
    {
        Assert.Equal(Renamed(sse), await ReadResponseAsync(sse, wantsUsage: true));
    }

    [Fact]
    public async Task A_chunk_with_only_usage_is_removed_unless_requested()
    {
        var sse = $"{Hello}\n\n{Stop}\n\n{Usage}\n\ndata: [DONE]\n\n";

        Assert.Equal(Renamed(sse.Replace(Usage + "\n\n", "", StringComparison.Ordinal)), await ReadResponseAsync(sse, wantsUsage: false));
    }

    [Theory]
    [InlineData($"{Hello}\n\n{Stop}\n\ndata: [DONE]")]
    [InlineData($"{Hello}\n\n{Failure}")]
    public async Task The_last_event_gets_the_blank_line_that_it_lacks(string sse)
    {
        Assert.Equal(Renamed(sse) + "\n\n", await ReadResponseAsync(sse, wantsUsage: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public async Task A_complete_stream_gets_its_missing_terminal(string end)
    {
        var sse = $"{Hello}\n\n{Stop}";

        Assert.Equal(Renamed(sse) + "\n\ndata: [DONE]\n\n", await ReadResponseAsync(sse + end, wantsUsage: true));
    }

    [Theory]
    [InlineData($"event: response.created\n{Begun}\n\nevent: response.output_text.delta\n{Delta}\n\nevent: response.completed\n{Done}\n\n")]
    [InlineData($"{Begun}\r\n\r\n: a comment\r\n\r\n{Delta}\r\n\r\n{Done}\r\n\r\n")]
    [InlineData($"id: 7\n{Begun}\nunknown: field\n\n{Delta}\n\nevent: response.unheard_of\n{Unknown}\n\n{Done}\n\n")]
    public async Task Bytes_of_Responses_pass_but_for_the_model(string sse)
    {
        // the member model of an unknown event may mean anything, so it stays
        var renamed = sse.Replace("\"simulated-model\",\"output\"", "\"responses/simulated-model\",\"output\"", StringComparison.Ordinal);

        Assert.Equal(renamed, await ReadResponseAsync(sse, ProtocolCase.Responses, ""));
    }

    private static string Renamed(string sse) => sse.Replace("\"simulated-model\"", "\"chat/simulated-model\"", StringComparison.Ordinal);

    private Task<string> ReadResponseAsync(string sse, bool wantsUsage) =>
        ReadResponseAsync(sse, ProtocolCase.Chat, wantsUsage ? ""","stream_options":{"include_usage":true}""" : "");

    private async Task<string> ReadResponseAsync(string sse, ProtocolCase protocol, string extra)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(sse)));

        using var response = await _gateway.Client.SendAsync(protocol.Ask(protocol.Name, stream: true, extra), HttpCompletionOption.ResponseHeadersRead);
        using var body = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(body);
        }
        catch (HttpRequestException)
        {
            // after an error the connection is broken on purpose
        }

        return Encoding.UTF8.GetString(body.ToArray());
    }
}
