using System.Collections.Concurrent;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>What a translated stream loses on its way back is reported too.</summary>
public sealed class StreamLossTests
{
    /// <summary>Gets streams with fields that no other protocol has: the first one before any content, the second one after it.</summary>
    public static TheoryData<string, string, string, string> Extras => new()
    {
        {
            "messages", "chat/m", "message.annotations,message.images",
            """
            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","annotations":[{"type":"url_citation"}]}}]}

            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"A cat."}}]}

            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"images":[{"type":"image_url"}]},"finish_reason":"stop"}]}

            data: [DONE]


            """
        },
        {
            "chat", "messages/m", "content.server_tool_use,content.citations",
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"A cat."}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location"}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":3}}

            event: message_stop
            data: {"type":"message_stop"}


            """
        },
        {
            "chat", "responses/m", "output.web_search_call,content.annotations",
            """
            data: {"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[]}}

            data: {"type":"response.output_item.done","output_index":0,"item":{"id":"ws_1","type":"web_search_call","status":"completed"}}

            data: {"type":"response.output_text.delta","output_index":1,"content_index":0,"item_id":"msg_1","delta":"A cat."}

            data: {"type":"response.output_text.annotation.added","output_index":1,"content_index":0,"annotation_index":0,"item_id":"msg_1","annotation":{"type":"url_citation"}}

            data: {"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[]}}


            """
        },
    };

    [Theory]
    [MemberData(nameof(Extras))]
    public async Task Dropped_parts_of_a_translated_stream_are_named_counted_and_logged(string caller, string model, string expected, string stream)
    {
        var (fields, protocol) = (expected.Split(','), ProtocolCase.Named(caller));
        var gateway = await TestGateway.StartAsync(RoutingSettings.Default with { OnLoss = LossPolicy.Warn }, withResponses: true);
        await using var end = gateway;
        gateway.Upstream.Reply(SimulatedResponse.Raw(200, "text/event-stream", System.Text.Encoding.UTF8.GetBytes(stream)));
        ConcurrentQueue<string> counted = [];
        using var listener = LossListener.Start(counted);

        var (response, answer, _) = await protocol.SendAsync(
            gateway.Client, protocol.Ask($$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"hi"}]}"""));

        Assert.Equal("A cat.", answer.Text);

        // header fields go out with the first content, so that they name what was lost until then
        Assert.StartsWith(fields[0], Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")), StringComparison.Ordinal);
        await gateway.DisposeAsync();
        var directions = $"inbound={caller} outbound={model[..model.IndexOf('/', StringComparison.Ordinal)]}";
        Assert.All(fields, field => Assert.Contains($"1 {directions} field={field}", counted));
        Assert.Single(gateway.Logs.All, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains($": {string.Join(", ", fields)}", StringComparison.Ordinal));
    }
}
