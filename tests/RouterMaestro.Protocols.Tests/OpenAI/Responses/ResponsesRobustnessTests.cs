using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.OpenAI.Responses;

public sealed class ResponsesRobustnessTests() : RobustnessTests("responses")
{
    protected override IReadOnlyList<string> Frames { get; } =
    [
        """{"type":"response.created","sequence_number":0,"response":{"id":"r","model":"m","status":"in_progress","output":[]}}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"id":"m","type":"message","role":"assistant","content":[]}}""",
        """{"type":"response.content_part.added","item_id":"m","output_index":0,"content_index":0,"part":{"type":"output_text","text":""}}""",
        """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"text \ud83d"}""",
        """{"type":"response.output_text.done","item_id":"m","output_index":0,"content_index":0,"text":"text and more"}""",
        """{"type":"response.refusal.delta","item_id":"m","output_index":0,"content_index":1,"delta":"no"}""",
        """{"type":"response.output_item.done","output_index":0,"item":{"id":"m","type":"message","content":[{"type":"output_text","text":"text"},{"type":"refusal","refusal":"no"}]}}""",
        """{"type":"response.output_item.added","output_index":1,"item":{"id":"rs","type":"reasoning","summary":[]}}""",
        """{"type":"response.reasoning_summary_text.delta","item_id":"rs","output_index":1,"summary_index":0,"delta":"hm"}""",
        """{"type":"response.reasoning_text.delta","item_id":"rs","output_index":1,"content_index":0,"delta":"deep"}""",
        """{"type":"response.output_item.done","output_index":1,"item":{"id":"rs","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"x"}}""",
        """{"type":"response.output_item.added","output_index":2,"item":{"id":"f","type":"function_call","call_id":"c","name":"f","arguments":""}}""",
        """{"type":"response.function_call_arguments.delta","item_id":"f","output_index":2,"delta":"{\"x\":"}""",
        """{"type":"response.function_call_arguments.done","item_id":"f","output_index":2,"arguments":"{\"x\":1}"}""",
        """{"type":"response.output_item.done","output_index":2,"item":{"id":"f","type":"function_call","call_id":"c","name":"f","arguments":"{\"x\":1}"}}""",
        """{"type":"response.output_item.added","output_index":3,"item":{"id":"ct","type":"custom_tool_call","call_id":"d","name":"g","input":""}}""",
        """{"type":"response.custom_tool_call_input.delta","item_id":"ct","output_index":3,"delta":"a \"b\""}""",
        """{"type":"response.output_item.done","output_index":4,"item":{"id":"ws","type":"web_search_call","status":"completed"}}""",
        """{"type":"response.completed","response":{"id":"r","model":"m","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"whole"}]}],"usage":{"input_tokens":3,"output_tokens":2}}}""",
        """{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}}""",
        """{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"it broke"}}}""",
        """{"type":"error","code":"server_error","message":"it broke"}""",
    ];

    protected override string Response =>
        """
        {"id":"r","object":"response","created_at":1,"status":"completed","model":"m","output":[
          {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"a\ud800"}],"encrypted_content":"x"},
          {"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"t","annotations":[]},{"type":"refusal","refusal":"n"}]},
          {"type":"function_call","call_id":"a","name":"f","namespace":"n","arguments":"{\"x\":1}"},{"type":"custom_tool_call","call_id":"b","name":"g","input":"i"},
          {"type":"web_search_call","id":"w"}],"incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":1,"output_tokens":2}}
        """;

    protected override string Request =>
        """
        {"model":"m","instructions":"i","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,AAAA"},{"type":"input_text","text":"\ud800"},{"type":"input_file","file_id":"f"}]},
          {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"s"}],"encrypted_content":"rm1:messages:x"},
          {"type":"function_call","call_id":"a","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"a","output":[{"type":"input_text","text":"x"}]},
          {"type":"custom_tool_call","call_id":"b","name":"g","input":"i"},{"type":"custom_tool_call_output","call_id":"b","output":"o"},
          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"t"}]},{"type":"web_search_call","id":"w"}],
          "tools":[{"type":"function","name":"f","parameters":{"a":[1]}},{"type":"custom","name":"g","format":{"type":"text"}},{"type":"namespace","name":"n","tools":[{"type":"function","name":"h"}]}],
          "tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]},"reasoning":{"effort":"low","summary":"auto"},
          "text":{"format":{"type":"json_schema","name":"n","schema":{}},"verbosity":"low"},"max_output_tokens":9,"metadata":{"a":"b"}}
        """;
}
