using RouterMaestro.Protocols.Tests.Laws;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

public sealed class OpenAIChatRobustnessTests() : RobustnessTests("chat")
{
    protected override IReadOnlyList<string> Frames { get; } =
    [
        """{"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
        """{"choices":[{"index":0,"delta":{"content":"text \ud83d"},"finish_reason":null}]}""",
        """{"choices":[{"index":1,"delta":{"reasoning":"hm","content":"other"}}]}""",
        """{"choices":[{"delta":{"refusal":"no","content":[{"type":"text","text":"b"},{"thinking":[{"text":"t"}]}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}},{"index":7,"function":{"name":"","arguments":"{}"}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"z","function":{"name":"g"}},{"function":{"arguments":{"y":[2]}}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"function_call":{"name":"h","arguments":"1"}}}]}""",
        """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""",
        """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""",
        """{"error":{"message":"it broke","type":"server_error"}}""",
        "[DONE]",
    ];

    protected override string Response =>
        """
        {"id":"c","created":1,"choices":[{"index":0,"message":{"content":[{"text":"a\ud800"}],"reasoning":"r","refusal":null,
          "tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}],"audio":{"transcript":"t"}},"finish_reason":"stop"}],
          "usage":{"prompt_tokens":1,"completion_tokens":2}}
        """;

    protected override string Request =>
        """
        {"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"\ud800"}]},
          {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"a","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"a":[1]}}}],
          "tool_choice":"auto","stop":["a"],"seed":5,"temperature":0.5,"top_p":1,"max_tokens":9,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}},"thinking":{"type":"enabled"}}
        """;
}
