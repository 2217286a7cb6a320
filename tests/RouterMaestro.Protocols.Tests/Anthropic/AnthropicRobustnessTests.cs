using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.Anthropic;

public sealed class AnthropicRobustnessTests() : RobustnessTests("messages")
{
    protected override IReadOnlyList<string> Frames { get; } =
    [
        """{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"c","content":[],"stop_reason":null,"usage":{"input_tokens":3,"output_tokens":1}}}""",
        """{"type":"ping"}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"text \ud83d"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"t"}}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"signature_delta","signature":"c2ln"}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"content_block_start","index":2,"content_block":{"type":"redacted_thinking","data":"c2Vj"}}""",
        """{"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""",
        """{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"x\":"}}""",
        """{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"1}"}}""",
        """{"type":"content_block_stop","index":3}""",
        """{"type":"content_block_start","index":4,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"q"}}}""",
        """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":2}}""",
        """{"type":"message_stop"}""",
        """{"type":"error","error":{"type":"overloaded_error","message":"it broke"}}""",
    ];

    protected override string Response =>
        """
        {"id":"m","type":"message","role":"assistant","model":"c","content":[
          {"type":"thinking","thinking":"a\ud800","signature":"c2ln"},{"type":"redacted_thinking","data":"c2Vj"},
          {"type":"text","text":"t","citations":[{"type":"char_location","cited_text":"t"}]},
          {"type":"tool_use","id":"a","name":"f","input":{"x":1}},{"type":"server_tool_use","id":"s","name":"web_search","input":{"query":"q"}}],
          "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":1,"cache_read_input_tokens":4,"output_tokens":2}}
        """;

    protected override string Request =>
        """
        {"model":"m","max_tokens":9,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"messages":[
          {"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},{"type":"text","text":"\ud800"},
            {"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"},"title":"n"}]},
          {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"rm1:responses:x"},{"type":"redacted_thinking","data":"c2Vj"},
            {"type":"tool_use","id":"a","name":"f","input":{"x":1}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","is_error":true,"content":[{"type":"text","text":"x"}]}]}],
          "tools":[{"name":"f","description":"d","input_schema":{"type":"object","a":[1]}},{"type":"web_search_20250305","name":"web_search"}],
          "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},"stop_sequences":["a"],"temperature":0.5,"top_p":1,"top_k":5,
          "thinking":{"type":"enabled","budget_tokens":1024},"metadata":{"user_id":"u"}}
        """;
}
