using System.Buffers;
using System.Text;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Arguments of calls pass as they come, in every direction, whatever order the provider tells them in.</summary>
public sealed class LiveToolsTests
{
    /// <summary>Gets two calls streamed side by side and a third without arguments, as each protocol streams them.</summary>
    private static readonly Dictionary<WireProtocol, string[]> _interleaved = new()
    {
        [WireProtocol.OpenAIChat] =
        [
            Chunk("""{"role":"assistant","tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":1,"id":"","function":{"name":"g","arguments":""}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]}"""),
            Chunk("""{"tool_calls":[{"index":1,"id":"c2","function":{"arguments":"{\"b\":"}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"1}"}},{"index":1,"function":{"arguments":"2}"}}]}"""),
            Chunk("""{"tool_calls":[{"index":2,"id":"c3","function":{"name":"h"}}]}"""),
            """{"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        ],
        [WireProtocol.OpenAIResponses] =
        [
            """{"type":"response.created","response":{"id":"r","model":"m","status":"in_progress","output":[]}}""",
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"i1","call_id":"c1","name":"f","arguments":""}}""",
            """{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","id":"i2","call_id":"c2","name":"g","arguments":""}}""",
            """{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"i1","delta":"{\"a\":"}""",
            """{"type":"response.function_call_arguments.delta","output_index":1,"item_id":"i2","delta":"{\"b\":"}""",
            """{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"i1","delta":"1}"}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"i1","call_id":"c1","name":"f","arguments":"{\"a\":1}"}}""",
            """{"type":"response.function_call_arguments.delta","output_index":1,"item_id":"i2","delta":"2}"}""",
            """{"type":"response.output_item.done","output_index":1,"item":{"type":"function_call","id":"i2","call_id":"c2","name":"g","arguments":"{\"b\":2}"}}""",
            """{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","id":"i3","call_id":"c3","name":"h","arguments":""}}""",
            """{"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","id":"i3","call_id":"c3","name":"h","arguments":""}}""",
            """{"type":"response.completed","response":{"id":"r","model":"m","status":"completed","output":[],"usage":{"input_tokens":1,"output_tokens":1}}}""",
        ],
        [WireProtocol.AnthropicMessages] =
        [
            """{"type":"message_start","message":{"id":"a","model":"m","usage":{"input_tokens":1,"output_tokens":1}}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c1","name":"f","input":{}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"1}"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"c2","name":"g","input":{}}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"b\":2}"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"c3","name":"h","input":{}}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":1}}""",
            """{"type":"message_stop"}""",
        ],
    };

    public static TheoryData<string, string> Directions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var hop in Hop.All)
            {
                data.Add(hop.Caller.Name, hop.Provider.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void Calls_told_side_by_side_arrive_whole_with_the_reason_that_has_them_run(string caller, string provider)
    {
        var hop = new Hop(WireProtocol.Find(caller)!, WireProtocol.Find(provider)!);
        var output = new ArrayBufferWriter<byte>();

        Play(hop, output, (_, _) => { });

        var stream = output.WrittenSpan.ToArray();
        hop.CheckForm(stream);
        var told = ResponseReader.Of(hop.Caller, stream, isStream: true);
        Assert.Equal(["f {\"a\":1}", "g {\"b\":2}", "h {}"], told.Calls);
        Assert.Equal("tool_calls", told.Finish);
        Assert.All(new[] { "\"c1\"", "\"c3\"" }, id => Assert.Contains(id, Encoding.UTF8.GetString(stream), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void The_first_arguments_pass_with_the_frame_in_which_they_come(string caller, string provider)
    {
        var hop = new Hop(WireProtocol.Find(caller)!, WireProtocol.Find(provider)!);
        var arrived = new List<bool>();

        Play(hop, new ArrayBufferWriter<byte>(), (frame, written) =>
        {
            if (frame.Contains("""{\"a\":""", StringComparison.Ordinal))
            {
                arrived.Add(written.Contains("""{\"a\":""", StringComparison.Ordinal));
            }
        });

        Assert.True(arrived[0], "held back");
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public void Where_calls_may_be_told_side_by_side_each_piece_passes_at_once(string caller)
    {
        var hop = new Hop(WireProtocol.Find(caller)!, WireProtocol.OpenAIChat);
        var pieces = new List<string>();

        Play(hop, new ArrayBufferWriter<byte>(), (frame, written) =>
        {
            if (frame.Contains("""{\"b\":""", StringComparison.Ordinal))
            {
                pieces.Add(written);
            }
        });

        Assert.Contains("""{\"b\":""", Assert.Single(pieces), StringComparison.Ordinal);
    }

    /// <summary>Hands over frame by frame, and shows what each frame has the encoder write.</summary>
    private static void Play(Hop hop, ArrayBufferWriter<byte> output, Action<string, string> see)
    {
        var encoder = LawCodec.Get(hop.Caller.Name).CreateEncoder(output);
        var decoder = LawCodec.Get(hop.Provider.Name).Outbound.CreateDecoder(new LossSink());
        foreach (var frame in _interleaved[hop.Provider])
        {
            var before = output.WrittenCount;
            decoder.Decode(Encoding.UTF8.GetBytes(PlainJson.Object(Encoding.UTF8.GetBytes(frame)).Text("type")), Encoding.UTF8.GetBytes(frame), encoder);
            see(frame, Encoding.UTF8.GetString(output.WrittenSpan[before..]));
        }

        decoder.End(encoder);
    }

    private static string Chunk(string delta) => $$"""{"id":"x","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""";
}
