namespace RouterMaestro.AspNetCore.Tests.Support;

/// <summary>Additional members of requests in every protocol, each with a leading comma, and parts of messages.</summary>
public static class RequestExtras
{
    public const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /// <summary>Requests usage at the end of a stream, if the protocol has such a member.</summary>
    public static string Usage(this ProtocolCase caller, bool stream) =>
        stream && caller == ProtocolCase.Chat ? ""","stream_options":{"include_usage":true}""" : "";

    public static string MaxTokens(this ProtocolCase caller, int max) =>
        $",\"{(caller == ProtocolCase.Responses ? "max_output_tokens" : "max_tokens")}\":{max}";

    /// <summary>Offers a tool with arguments and one without.</summary>
    public static string Tools(this ProtocolCase caller) => caller.Protocol.Name switch
    {
        "chat" => ""","tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}},{"type":"function","function":{"name":"get_time"}}]""",
        "messages" => ""","tools":[{"name":"get_weather","input_schema":{"type":"object"}},{"name":"get_time","input_schema":{"type":"object"}}]""",
        _ => ""","tools":[{"type":"function","name":"get_weather","parameters":{"type":"object","properties":{}}},{"type":"function","name":"get_time","parameters":null}]""",
    };

    public static string Reasoning(this ProtocolCase caller) => caller.Protocol.Name switch
    {
        "chat" => ""","reasoning_effort":"low","max_tokens":4000""",
        "messages" => ""","max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":2000}""",
        _ => ""","reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],"max_output_tokens":4000""",
    };

    /// <summary>Makes a message with a text and an image.</summary>
    public static string Picture(this ProtocolCase caller, string text) => caller.Protocol.Name switch
    {
        "chat" => $$$"""{"role":"user","content":[{"type":"text","text":"{{{text}}}"},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Png}}}"}}]}""",
        "messages" => $$$"""{"role":"user","content":[{"type":"text","text":"{{{text}}}"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{Png}}}"}}]}""",
        _ => $$$"""{"role":"user","content":[{"type":"input_text","text":"{{{text}}}"},{"type":"input_image","image_url":"data:image/png;base64,{{{Png}}}"}]}""",
    };

    /// <summary>Makes a complete tool round: a question, two calls and their results.</summary>
    public static string Round(this ProtocolCase caller) => caller.Protocol.Name switch
    {
        "chat" => """
            {"role":"user","content":"Weather?"},
            {"role":"assistant","content":"Looking.","tool_calls":[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Köln\"}"}},{"id":"c2","type":"function","function":{"name":"get_time","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"18 °C"},{"role":"tool","tool_call_id":"c2","content":"noon"}
            """,
        "messages" => """
            {"role":"user","content":"Weather?"},
            {"role":"assistant","content":[{"type":"text","text":"Looking."},{"type":"tool_use","id":"c1","name":"get_weather","input":{"city":"Köln"}},{"type":"tool_use","id":"c2","name":"get_time","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"18 °C"},{"type":"tool_result","tool_use_id":"c2","content":[{"type":"text","text":"noon"}]}]}
            """,
        _ => """
            {"role":"user","content":"Weather?"},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Looking.","annotations":[]}]},
            {"type":"function_call","call_id":"c1","name":"get_weather","arguments":"{\"city\":\"Köln\"}"},{"type":"function_call","call_id":"c2","name":"get_time","arguments":"{}"},
            {"type":"function_call_output","call_id":"c1","output":"18 °C"},{"type":"function_call_output","call_id":"c2","output":"noon"}
            """,
    };
}
