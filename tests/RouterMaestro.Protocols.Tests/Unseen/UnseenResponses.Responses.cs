namespace RouterMaestro.Protocols.Tests.Unseen;

/// <summary>Responses of the Responses protocol.</summary>
internal static partial class UnseenResponses
{
    private static Dictionary<string, UnseenResponse> Responses => new()
    {
        ["responses: open reasoning, code that was run, and an end that only the item tells"] = new(
            "responses",
            """
            {"type":"response.created","response":{"id":"resp_1","model":"m","status":"queued","output":[]}}
            {"type":"response.queued","response":{"id":"resp_1","model":"m","status":"queued","output":[]}}
            {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}
            {"type":"response.reasoning_part.added","item_id":"rs_1","output_index":0,"content_index":0,"part":{"type":"reasoning_text","text":""}}
            {"type":"response.reasoning_text.delta","item_id":"rs_1","output_index":0,"content_index":0,"delta":"Hm"}
            {"type":"response.reasoning_text.delta","item_id":"rs_1","output_index":0,"content_index":0,"delta":"."}
            {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"Hm."}]}}
            {"type":"response.output_item.added","output_index":1,"item":{"id":"ci_1","type":"code_interpreter_call","code":"","status":"in_progress"}}
            {"type":"response.code_interpreter_call_code.delta","item_id":"ci_1","output_index":1,"delta":"not this"}
            {"type":"response.output_item.done","output_index":1,"item":{"id":"ci_1","type":"code_interpreter_call","code":"not this","outputs":[{"type":"logs","logs":"nor this"}],"status":"completed"}}
            {"type":"response.image_generation_call.partial_image","item_id":"ig_1","output_index":2,"partial_image_index":0,"partial_image_b64":"AAAA"}
            {"type":"response.output_item.done","output_index":3,"item":{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[]},{"type":"refusal","refusal":" No."}]}}
            {"type":"response.incomplete","response":{"id":"resp_1","model":"m","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[],"usage":{"input_tokens":5,"output_tokens":6,"input_tokens_details":null}}}
            """,
            "Hi No.|Hm.||length|5 0 6"),
        ["responses: nothing but what the provider ran"] = new(
            "responses",
            """{"id":"resp_1","object":"response","model":"m","status":"completed","output":[{"type":"mcp_list_tools","id":"mcpl_1","server_label":"s","tools":[]},{"type":"mcp_approval_request","id":"mcpr_1","name":"q","arguments":"{}","server_label":"s"},{"type":"computer_call","id":"cu_1","call_id":"call_1","action":{"type":"screenshot"},"status":"completed"},{"type":"compaction","id":"cmp_1","encrypted_content":"x"}],"usage":{"input_tokens":5,"output_tokens":6}}""",
            "|||stop|5 0 6"),
        ["responses: pieces that name their items alone"] = new(
            "responses",
            """
            {"type":"response.created","response":{"id":"resp_1","model":"m"}}
            {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","encrypted_content":"gAAA"}}
            {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","summary_index":0,"delta":"Hm."}
            {"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","encrypted_content":"gAAA","summary":[{"type":"summary_text","text":"Hm."}]}}
            {"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message"}}
            {"type":"response.output_text.delta","item_id":"msg_1","delta":"H"}
            {"type":"response.output_text.delta","item_id":"msg_1","delta":"i"}
            {"type":"response.output_item.done","output_index":1,"item":{"id":"msg_1","type":"message","content":[{"type":"output_text","text":"Hi","annotations":[]}]}}
            {"type":"response.completed","response":{"usage":{"input_tokens":5,"output_tokens":6}}}
            """,
            "Hi|Hm.||stop|5 0 6"),
        ["responses: calls that name nothing but their ids"] = new(
            "responses",
            """
            {"type":"response.output_item.added","item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"a","arguments":""}}
            {"type":"response.output_item.added","item":{"type":"function_call","id":"fc_2","call_id":"c2","name":"b","arguments":""}}
            {"type":"response.function_call_arguments.delta","item_id":"fc_2","delta":"{\"y\":2}"}
            {"type":"response.function_call_arguments.delta","item_id":"fc_1","delta":"{\"x\":1}"}
            {"type":"response.output_item.done","item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"a","arguments":"{\"x\":1}"}}
            {"type":"response.output_item.done","item":{"type":"function_call","id":"fc_2","call_id":"c2","name":"b","arguments":"{\"y\":2}"}}
            {"type":"response.completed","response":{"usage":{"input_tokens":5,"output_tokens":6}}}
            """,
            """||a {"x":1};b {"y":2}|tool_calls|5 0 6"""),
        ["responses: a call that its end knows for the provider's own"] = new(
            "responses",
            """
            {"type":"response.created","response":{"id":"resp_1","model":"m","status":"in_progress","output":[]}}
            {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"search_web","arguments":"{}","status":"completed"}}
            {"type":"response.reasoning.search_queries","call_id":"c1","queries":["not this"]}
            {"type":"response.output_item.done","output_index":0,"item":{"type":"search_results","queries":["not this"],"results":[]}}
            {"type":"response.output_item.added","output_index":1,"item":{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":null}}
            {"type":"response.output_text.delta","output_index":1,"item_id":"msg_1","content_index":0,"delta":"Hi"}
            {"type":"response.output_item.done","output_index":1,"item":{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":[]}]}}
            {"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","output":[],"usage":{"input_tokens":5,"output_tokens":6}}}
            """,
            "Hi|||stop|5 0 6"),
        ["responses: thought that was cut off before its first word"] = new(
            "responses",
            """
            {"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","status":"in_progress","summary":[]}}
            {"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":1,"output_tokens":1}}}
            """,
            "|||length|1 0 1"),
        ["responses: nothing but an end"] = new(
            "responses",
            """
            {"type":"response.created","response":{"id":"resp_1","model":"m"}}
            {"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","output":[],"usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":2},"output_tokens":6}}}
            """,
            "|||stop|5 2 6"),
        ["responses: a call that is whole from the start, and has no end"] = new(
            "responses",
            """
            {"type":"response.created","response":{"id":"resp_1","model":"m","status":"in_progress","output":[]}}
            {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"a","arguments":"{\"x\":1}","status":"completed"}}
            {"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","output":[],"usage":{"input_tokens":5,"output_tokens":6}}}
            """,
            """||a {"x":1}|tool_calls|5 0 6"""),
        ["responses: calls side by side, one as free text"] = new(
            "responses",
            """
            {"type":"response.created","response":{"id":"resp_1","model":"m","status":"in_progress","output":[]}}
            {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"a","arguments":""}}
            {"type":"response.output_item.added","output_index":1,"item":{"type":"custom_tool_call","id":"ctc_1","call_id":"c2","name":"b","input":""}}
            {"type":"response.custom_tool_call_input.delta","item_id":"ctc_1","output_index":1,"delta":"x \"y\""}
            {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,"delta":"{}"}
            {"type":"response.output_item.done","output_index":1,"item":{"type":"custom_tool_call","id":"ctc_1","call_id":"c2","name":"b","input":"x \"y\""}}
            {"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"a","arguments":"{}"}}
            {"type":"response.completed","response":{"id":"resp_1","model":"m","status":"completed","output":[],"usage":null}}
            """,
            """||a {};b {"input":"x \u0022y\u0022"}|tool_calls|0 0 0"""),
    };
}
