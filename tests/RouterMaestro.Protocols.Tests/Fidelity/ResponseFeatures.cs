using static RouterMaestro.Protocols.Tests.Fidelity.FeatureReading;

namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>Features of responses.</summary>
internal static class ResponseFeatures
{
    public static IReadOnlyList<Feature> All { get; } =
    [
        InResponse("text", a => a.Text,
            Message("""{"role":"assistant","content":"é\n\"hi\""}"""), Items(Text("é\\n\\\"hi\\\"")), Blocks("""{"type":"text","text":"é\n\"hi\""}""")),
        InResponse("several calls at once", a => a.Calls.Count == 0 ? null : string.Join(' ', a.Calls),
            Message("""{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}},{"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]}""", "tool_calls"),
            Items("""{"type":"function_call","id":"i1","call_id":"c1","name":"f","arguments":"{\"x\":1}","status":"completed"},{"type":"function_call","id":"i2","call_id":"c2","name":"g","arguments":"{}","status":"completed"}"""),
            Blocks("""{"type":"tool_use","id":"c1","name":"f","input":{"x":1}},{"type":"tool_use","id":"c2","name":"g","input":{}}""", "tool_use")),
        At("ids of calls", "choices.0.message.tool_calls.0.id", "output.type=function_call.call_id", "content.type=tool_use.id",
            Message("""{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}""", "tool_calls"),
            Items("""{"type":"function_call","id":"i1","call_id":"c1","name":"f","arguments":"{}","status":"completed"}"""),
            Blocks("""{"type":"tool_use","id":"c1","name":"f","input":{}}""", "tool_use")),
        At("refusals", "choices.0.message.refusal", "output.type=message.content.type=refusal.refusal", "content.type=text.text",
            Message("""{"role":"assistant","content":null,"refusal":"no"}"""),
            Items("""{"type":"message","id":"m1","role":"assistant","status":"completed","content":[{"type":"refusal","refusal":"no"}]}"""),
            null)
            .Because("messages", "as text"),
        InResponse("reasoning text", a => a.Reasoning.Length == 0 ? null : a.Reasoning,
            Message("""{"role":"assistant","reasoning_content":"hm","content":"hi"}"""),
            Items("""{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}]},""" + Text("hi")),
            Blocks("""{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"hi"}""")),
        At("reasoning signatures, there and back", null, null, null,
            Message("""{"role":"assistant","reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s"}],"content":"hi"}"""),
            Items("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"blob"},""" + Text("hi")),
            Blocks("""{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"hi"}"""))
            with { IsThereAndBack = true },
        At("signatures of calls (Gemini), there and back", "choices.0.message.tool_calls.0.extra_content.google.thought_signature", null, null,
            Message("""{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","extra_content":{"google":{"thought_signature":"proof"}},"function":{"name":"f","arguments":"{}"}}]}""", "tool_calls"), null, null)
            with { IsThereAndBack = true },
        At("reasoning that is hidden", "choices.0.message.reasoning_details.0.type", "output.type=reasoning.type", "content.type=redacted_thinking.type",
            null, null, Blocks("""{"type":"redacted_thinking","data":"blob"},{"type":"text","text":"hi"}"""))
            .Because("responses", "an item without text, which returns unchanged").Because("chat", "a detail without text, which returns unchanged"),
        InResponse("stop: done", a => a.Finish, Message("""{"role":"assistant","content":"hi"}"""), Items(Text("hi")), Blocks("""{"type":"text","text":"hi"}""")),
        InResponse("stop: tokens ran out", a => a.Finish,
            Message("""{"role":"assistant","content":"hi"}""", "length"),
            """{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}""",
            Blocks("""{"type":"text","text":"hi"}""", "max_tokens")),
        InResponse("stop: tools wanted", a => a.Finish,
            Message("""{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}""", "tool_calls"),
            Items("""{"type":"function_call","id":"i1","call_id":"c1","name":"f","arguments":"{}","status":"completed"}"""),
            Blocks("""{"type":"tool_use","id":"c1","name":"f","input":{}}""", "tool_use")),
        InResponse("stop: filtered or refused", a => a.Finish,
            Message("""{"role":"assistant","content":"hi"}""", "content_filter"),
            """{"status":"incomplete","incomplete_details":{"reason":"content_filter"}}""",
            Blocks("""{"type":"text","text":"hi"}""", "refusal")),
        At("stop: which sequence", null, null, "stop_sequence", null, null, """{"stop_reason":"stop_sequence","stop_sequence":"X"}""")
            .Because("*", "an ordinary end: there is no such field") with { IsHarmless = true },
        At("stop: paused turn", "choices.0.finish_reason", "status", "stop_reason", null, null, """{"stop_reason":"pause_turn"}""")
            .Because("*", "an ordinary end: only Anthropic pauses"),
        At("usage: prompt", "usage.prompt_tokens", "usage.input_tokens", "usage.input_tokens",
            """{"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""", """{"usage":{"input_tokens":9,"output_tokens":2,"total_tokens":11}}""", """{"usage":{"input_tokens":9,"output_tokens":2}}"""),
        InResponse("usage: read from a cache", a => a.Usage,
            """{"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11,"prompt_tokens_details":{"cached_tokens":4}}}""",
            """{"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":2,"total_tokens":11}}""",
            """{"usage":{"input_tokens":5,"cache_read_input_tokens":4,"output_tokens":2}}"""),
        At("usage: written to a cache", "usage.prompt_tokens_details.cache_write_tokens", "usage.input_tokens_details.cache_write_tokens", "usage.cache_creation_input_tokens",
            null, null, """{"usage":{"input_tokens":5,"cache_creation_input_tokens":4,"output_tokens":2}}"""),
        At("usage: reasoning", "usage.completion_tokens_details.reasoning_tokens", "usage.output_tokens_details.reasoning_tokens", null,
            """{"usage":{"prompt_tokens":9,"completion_tokens":6,"total_tokens":15,"completion_tokens_details":{"reasoning_tokens":4}}}""",
            """{"usage":{"input_tokens":9,"output_tokens":6,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":15}}""",
            null)
            .Because("messages", "counted within the output tokens") with { IsHarmless = true },
        At("logprobs", "choices.0.logprobs.content.0.logprob", "output.0.content.0.logprobs.0.logprob", null,
            """{"choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"logprobs":{"content":[{"token":"hi","logprob":-0.5,"top_logprobs":[]}]},"finish_reason":"stop"}]}""",
            """{"output":[{"type":"message","id":"m1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"hi","annotations":[],"logprobs":[{"token":"hi","logprob":-0.5,"top_logprobs":[]}]}]}]}""",
            null)
            .Because("*", "not translated") with { IsHarmless = true },
        At("annotations and citations", "choices.0.message.annotations.0.type", "output.0.content.0.annotations.0.type", "content.0.citations.0.type",
            Message("""{"role":"assistant","content":"hi","annotations":[{"type":"url_citation","url_citation":{"url":"https://example.test","title":"t","start_index":0,"end_index":2}}]}"""),
            """{"output":[{"type":"message","id":"m1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"hi","annotations":[{"type":"url_citation","url":"https://example.test","title":"t","start_index":0,"end_index":2}]}]}]}""",
            Blocks("""{"type":"text","text":"hi","citations":[{"type":"web_search_result_location","url":"https://example.test","title":"t","cited_text":"hi","encrypted_index":"e"}]}"""))
            .Because("*", "they belong to searches that the provider ran, which callers of other protocols cannot ask for") with { IsHarmless = true },
        At("what the provider ran", null, "output.type=web_search_call.type", "content.type=server_tool_use.type",
            null,
            Items("""{"type":"web_search_call","id":"w1","status":"completed","action":{"type":"search","query":"q"}},""" + Text("hi")),
            Blocks("""{"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}},{"type":"text","text":"hi"}"""))
            .Because("*", "they belong to tools that callers of other protocols cannot ask for; the text is kept") with { IsHarmless = true },
        At("further choices", "choices.1.message.content", null, null,
            """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"},{"index":1,"message":{"role":"assistant","content":"b"},"finish_reason":"stop"}]}""", null, null)
            .Because("*", "they cannot be asked for") with { IsHarmless = true },
    ];

    private static string Message(string message, string finish = "stop") => $$"""{"choices":[{"index":0,"message":{{message}},"finish_reason":"{{finish}}"}]}""";

    private static string Items(string items) => $$"""{"output":[{{items}}]}""";

    private static string Text(string text) => $$"""{"type":"message","id":"m1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{{text}}","annotations":[]}]}""";

    private static string Blocks(string blocks, string reason = "end_turn") => $$"""{"content":[{{blocks}}],"stop_reason":"{{reason}}"}""";
}
