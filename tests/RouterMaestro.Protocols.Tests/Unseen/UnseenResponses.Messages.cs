namespace RouterMaestro.Protocols.Tests.Unseen;

/// <summary>Responses of Messages.</summary>
internal static partial class UnseenResponses
{
    private static Dictionary<string, UnseenResponse> Messages => new()
    {
        ["messages: no terminal but that of another protocol"] = new(
            "messages",
            """
            {"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":4,"output_tokens":1}}}
            {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}
            {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}
            {"type":"content_block_stop","index":0}
            {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}
            [DONE]
            """,
            "Hi|||stop|4 0 2"),
        ["messages: events of the future, and pings between all"] = new(
            "messages",
            """
            {"type":"message_start","message":{"id":"msg_1","model":"m","usage":{"input_tokens":4,"cache_read_input_tokens":3,"output_tokens":1}}}
            {"type":"ping"}
            {"type":"content_block_start","index":0,"content_block":{"type":"hologram","text":"not this"}}
            {"type":"content_block_delta","index":0,"delta":{"type":"hologram_delta","text":"nor this"}}
            {"type":"content_block_stop","index":0}
            {"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"","signature":""}}
            {"type":"content_block_delta","index":1,"delta":{"type":"signature_delta","signature":"se"}}
            {"type":"content_block_delta","index":1,"delta":{"type":"signature_delta","signature":"al"}}
            {"type":"content_block_stop","index":1}
            {"type":"hologram_update","text":"nor this"}
            {"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}
            {"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"type":"char_location","cited_text":"nor this"}}}
            {"type":"ping"}
            {"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Hi"}}
            {"type":"content_block_stop","index":2}
            {"type":"message_delta","delta":{"stop_reason":"pause_turn","container":{"id":"c1"}},"usage":{"output_tokens":2}}
            {"type":"message_stop"}
            """,
            "Hi|||stop|7 3 2"),
        ["messages: what the provider ran, a fallback and a compaction"] = new(
            "messages",
            """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"fallback","from":{"model":"a"},"to":{"model":"b"}},{"type":"compaction","content":"not this"},{"type":"mcp_tool_use","id":"mcptoolu_1","name":"q","server_name":"s","input":{}},{"type":"mcp_tool_result","tool_use_id":"mcptoolu_1","is_error":false,"content":[{"type":"text","text":"nor this"}]},{"type":"text","text":"Hi"},{"type":"tool_use","id":"toolu_1","name":"look","input":{"a":1},"caller":{"type":"code_execution_20250825","tool_id":"srvtoolu_1"}}],"stop_reason":"tool_use","usage":{"input_tokens":4,"output_tokens":2}}""",
            """Hi||look {"a":1}|tool_calls|4 0 2"""),
        ["messages: a turn that begins with whole blocks, and ends at once"] = new(
            "messages",
            """
            {"type":"message_start","message":{"id":"msg_1","model":"m","content":[{"type":"code_execution_tool_result","tool_use_id":"srvtoolu_1","content":{"type":"code_execution_result","stdout":"not this"}},{"type":"text","text":"Hi"},{"type":"tool_use","id":"toolu_1","name":"look","input":{"a":1},"caller":{"type":"code_execution_20250825","tool_id":"srvtoolu_2"}}],"stop_reason":"tool_use","usage":{"input_tokens":4,"output_tokens":2}}}
            {"type":"message_stop"}
            """,
            """Hi||look {"a":1}|tool_calls|4 0 2"""),
        ["messages: a turn that begins with whole blocks, and goes on"] = new(
            "messages",
            """
            {"type":"message_start","message":{"id":"msg_1","model":"m","content":[{"type":"text","text":"H"}],"stop_reason":null,"usage":{"input_tokens":4,"output_tokens":1}}}
            {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}
            {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"i"}}
            {"type":"content_block_stop","index":1}
            {"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":2}}
            {"type":"message_stop"}
            """,
            "Hi|||length|4 0 2"),
        ["messages: nothing but what the provider ran, which was to end in a call"] = new(
            "messages",
            """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":4,"output_tokens":2}}""",
            "|||stop|4 0 2"),
        ["messages: a refusal of everything"] = new(
            "messages",
            """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":"refusal","stop_details":{"type":"refusal","category":"cyber","explanation":"No."},"usage":{"input_tokens":4,"output_tokens":0}}""",
            "|||content_filter|4 0 0"),
    };
}
