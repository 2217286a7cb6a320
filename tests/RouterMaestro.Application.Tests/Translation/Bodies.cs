using System.Text.Json;

namespace RouterMaestro.Application.Tests.Translation;

/// <summary>Small bodies of every protocol that mean the same.</summary>
internal static class Bodies
{
    public const string Answer = "Blue “sky” 😀";

    /// <summary>Gets a request: a system text, a question, a tool, and a limit.</summary>
    public static string Request(string protocol) => protocol switch
    {
        "chat" => """
            {"model":"m-1","max_tokens":64,"temperature":0.5,"stream":true,
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Which colour?"}],
             "tools":[{"type":"function","function":{"name":"look_up","description":"Looks.","parameters":{"type":"object","properties":{"q":{"type":"string"}}}}}]}
            """,
        "responses" => """
            {"model":"m-1","max_output_tokens":64,"temperature":0.5,"stream":true,"store":false,
             "instructions":"Be brief.","input":[{"role":"user","content":"Which colour?"}],
             "tools":[{"type":"function","name":"look_up","description":"Looks.","parameters":{"type":"object","properties":{"q":{"type":"string"}}},"strict":false}]}
            """,
        _ => """
            {"model":"m-1","max_tokens":64,"temperature":0.5,"stream":true,
             "system":"Be brief.","messages":[{"role":"user","content":"Which colour?"}],
             "tools":[{"name":"look_up","description":"Looks.","input_schema":{"type":"object","properties":{"q":{"type":"string"}}}}]}
            """,
    };

    /// <summary>Gets a complete response: a text, a call, and usage.</summary>
    public static string Response(string protocol, string tool = "look_up") => protocol switch
    {
        "chat" => $$$"""
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"m-1","choices":[{"index":0,"finish_reason":"tool_calls",
             "message":{"role":"assistant","content":"{{{Answer}}}","tool_calls":[{"id":"call_1","type":"function","function":{"name":"{{{tool}}}","arguments":"{\"q\":\"x\"}"}}]}}],
             "usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12}}
            """,
        "responses" => $$$"""
            {"id":"resp_1","object":"response","created_at":1700000000,"model":"m-1","status":"completed","output":[
             {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{{{Answer}}}","annotations":[]}]},
             {"type":"function_call","id":"fc_1","call_id":"call_1","name":"{{{tool}}}","arguments":"{\"q\":\"x\"}","status":"completed"}],
             "usage":{"input_tokens":7,"output_tokens":5,"total_tokens":12}}
            """,
        _ => $$$"""
            {"id":"msg_1","type":"message","role":"assistant","model":"m-1","content":[{"type":"text","text":"{{{Answer}}}"},
             {"type":"tool_use","id":"call_1","name":"{{{tool}}}","input":{"q":"x"}}],"stop_reason":"tool_use","stop_sequence":null,
             "usage":{"input_tokens":7,"output_tokens":5}}
            """,
    };

    /// <summary>Gets the recording of a stream: a text in two pieces, a call, and usage.</summary>
    public static string Stream(string protocol, string tool = "look_up") => protocol switch
    {
        "chat" => string.Concat(
            Chunk("""{"role":"assistant","content":""}"""),
            Chunk("""{"content":"Blue “sky”"}"""),
            Chunk("""{"content":" 😀"}"""),
            Chunk($$$"""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"{{{tool}}}","arguments":"{\"q\":\"x\"}"}}]}"""),
            Chunk("{}", "\"tool_calls\""),
            """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"m-1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12}}""",
            "\n\ndata: [DONE]\n\n"),
        "responses" => string.Concat(
            Frame("response.created", "\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1700000000,\"status\":\"in_progress\",\"model\":\"m-1\",\"output\":[]}"),
            Frame("response.output_item.added", "\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"status\":\"in_progress\",\"content\":[]}"),
            Frame("response.output_text.delta", "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"Blue “sky”\""),
            Frame("response.output_text.delta", "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\" 😀\""),
            Frame("response.output_item.added", $"\"output_index\":1,\"item\":{{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\",\"name\":\"{tool}\",\"arguments\":\"\",\"status\":\"in_progress\"}}"),
            Frame("response.function_call_arguments.delta", "\"item_id\":\"fc_1\",\"output_index\":1,\"delta\":\"{\\\"q\\\":\\\"x\\\"}\""),
            Frame("response.completed", "\"response\":" + Squeeze(Response("responses", tool)))),
        _ => string.Concat(
            Frame("message_start", "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m-1\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}"),
            Frame("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
            Frame("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Blue “sky”\"}"),
            Frame("content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" 😀\"}"),
            Frame("content_block_stop", "\"index\":0"),
            Frame("content_block_start", $"\"index\":1,\"content_block\":{{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"{tool}\",\"input\":{{}}}}"),
            Frame("content_block_delta", "\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"q\\\":\\\"x\\\"}\"}"),
            Frame("content_block_stop", "\"index\":1"),
            Frame("message_delta", "\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":5}"),
            Frame("message_stop", null)),
    };

    /// <summary>Gets the error document of a provider.</summary>
    public static string Error(string protocol) => protocol == "messages"
        ? """{"type":"error","error":{"type":"overloaded_error","message":"Too busy now"}}"""
        : """{"error":{"message":"Too busy now","type":"server_error","param":null,"code":null}}""";

    private static string Squeeze(string json) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json));

    private static string Chunk(string delta, string finish = "null") =>
        $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"m-1","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{finish}}}}]}""" + "\n\n";

    private static string Frame(string name, string? members) => $"event: {name}\ndata: {{\"type\":\"{name}\"{(members is null ? "" : "," + members)}}}\n\n";
}
