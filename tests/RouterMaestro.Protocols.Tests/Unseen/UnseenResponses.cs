namespace RouterMaestro.Protocols.Tests.Unseen;

/// <summary>Responses of kinds that no recording has, by their deviation.</summary>
internal static partial class UnseenResponses
{
    public static IReadOnlyDictionary<string, UnseenResponse> All { get; } = Chat.Concat(Messages).Concat(Responses).ToDictionary();

    private static Dictionary<string, UnseenResponse> Chat => new()
    {
        ["chat: ids of calls hold dots and colons"] = new(
            "chat",
            """{"choices":[{"message":{"content":"","tool_calls":[{"id":"functions.look:0","type":"function","function":{"name":"look","arguments":"{\"a\":1}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}""",
            """||look {"a":1}|tool_calls|3 0 2"""),
        ["chat: ids of calls hold dots and colons, streamed"] = new(
            "chat",
            """
            {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"functions.look:0","type":"function","function":{"name":"look","arguments":""}}]}}]}
            {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]}}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}
            """,
            """||look {"a":1}|tool_calls|3 0 2"""),
        ["chat: of several choices the second begins"] = new(
            "chat",
            """
            {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}
            {"choices":[{"index":1,"delta":{"role":"assistant","content":"other"}}]}
            {"choices":[{"index":0,"delta":{"content":"first"}}]}
            {"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
            [DONE]
            """,
            "first|||stop|0 0 0"),
        ["chat: text in the first choice, calls in the second"] = new(
            "chat",
            """
            {"choices":[{"index":0,"delta":{"role":"assistant","content":"Look."}}]}
            {"choices":[{"index":1,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"look","arguments":"{}"}}]}}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{},"finish_reason":"tool_calls"}]}
            [DONE]
            """,
            "Look.||look {}|tool_calls|0 0 0"),
        ["chat: usage within the last choice"] = new(
            "chat",
            """
            {"choices":[{"index":0,"delta":{"content":"Hi"},"usage":null}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":9,"completion_tokens":2,"cached_tokens":4}}]}
            [DONE]
            """,
            "Hi|||stop|9 4 2"),
        ["chat: reasoning that only the total counts"] = new(
            "chat",
            """{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":59}}""",
            "Hi|||stop|7 0 52"),
        ["chat: the model's own word for length"] = new(
            "chat",
            """{"choices":[{"message":{"content":"Hi"},"finish_reason":"model_length"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""",
            "Hi|||length|1 0 1"),
        ["chat: a word of its own for what was filtered"] = new(
            "chat",
            """{"choices":[{"message":{"content":"Hi"},"finish_reason":"sensitive"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""",
            "Hi|||content_filter|1 0 1"),
        ["chat: reasoning as blocks with summaries"] = new(
            "chat",
            """{"choices":[{"message":{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]},{"type":"text","text":"Hi"}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""",
            "Hi|Hm.||stop|1 0 1"),
        ["chat: reasoning as blocks with summaries, streamed"] = new(
            "chat",
            """
            {"choices":[{"index":0,"delta":{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]}]}}]}
            {"choices":[{"index":0,"delta":{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"."}]}]}}]}
            {"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"Hi"}]}}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}
            """,
            "Hi|Hm.||stop|1 0 1"),
        ["chat: tags of thought stay text"] = new(
            "chat",
            """{"choices":[{"message":{"content":"<think>\nHm.\n</think>Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"prompt_tokens_details":null}}""",
            "<think>\nHm.\n</think>Hi|||stop|1 0 1"),
        ["chat: calls without index and id, in pieces"] = new(
            "chat",
            """
            {"choices":[{"delta":{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"a","arguments":""}}]}}]}
            {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"{\"x\""}}]}}]}
            {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":":1}"}}]}}]}
            {"choices":[{"delta":{"tool_calls":[{"function":{"name":"b","arguments":{"y":2}}}]}}]}
            {"choices":[{"delta":{},"finish_reason":""}],"usage":{"prompt_tokens":1,"completion_tokens":1}}
            [DONE]
            """,
            """||a {"x":1};b {"y":2}|tool_calls|1 0 1"""),
        ["chat: calls side by side, told by their positions"] = new(
            "chat",
            """
            {"choices":[{"index":0,"delta":{"tool_calls":[{"id":"c1","type":"function","function":{"name":"a","arguments":""}},{"id":"c2","type":"function","function":{"name":"b","arguments":""}}]}}]}
            {"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":"{\"x\""}},{"function":{"arguments":"{\"y\""}}]}}]}
            {"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":":1}"}},{"function":{"arguments":":2}"}}]}}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls","usage":{"prompt_tokens":1,"completion_tokens":1}}]}
            """,
            """||a {"x":1};b {"y":2}|tool_calls|1 0 1"""),
        ["chat: calls begun without their indices, which come later"] = new(
            "chat",
            """
            {"choices":[{"index":0,"delta":{"tool_calls":[{"id":"c1","type":"function","function":{"name":"a","arguments":"{\"x\""}},{"id":"c2","type":"function","function":{"name":"b","arguments":"{\"y\""}}]}}]}
            {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":":2}"}},{"index":0,"function":{"arguments":":1}"}}]}}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls","usage":{"prompt_tokens":1,"completion_tokens":1}}]}
            """,
            """||a {"x":1};b {"y":2}|tool_calls|1 0 1"""),
        ["chat: a spoken answer"] = new(
            "chat",
            """
            {"choices":[{"index":0,"delta":{"role":"assistant","content":null,"audio":{"id":"a1","transcript":"Hel"}}}]}
            {"choices":[{"index":0,"delta":{"audio":{"transcript":"lo"}}}]}
            {"choices":[{"index":0,"delta":{"audio":{"data":"AAAA"}}}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
            {"choices":null,"usage":{"prompt_tokens":1,"completion_tokens":1}}
            """,
            "Hello|||stop|1 0 1"),
    };
}
