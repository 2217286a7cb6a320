using RouterMaestro.Domain.Protocols;
using static RouterMaestro.Protocols.Tests.Fidelity.FeatureReading;

namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>Features of the conversation in requests.</summary>
internal static class RequestFeatures
{
    private const string ChatCall = """{"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}]}""";
    private const string ResponsesCall = """{"type":"message","role":"user","content":"hi"},{"type":"function_call","call_id":"c1","name":"f","arguments":"{\"x\":1}"}""";
    private const string MessagesCall = """{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{"x":1}}]}""";
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    public static IReadOnlyList<Feature> All { get; } =
    [
        ObservedRequest("text", a => a.Line("text"),
            """{"messages":[{"role":"user","content":"é\n\"hi\""}]}""",
            """{"input":"é\n\"hi\""}""",
            """{"messages":[{"role":"user","content":[{"type":"text","text":"é\n\"hi\""}]}]}"""),
        ObservedRequest("system prompt", a => a.System.FirstOrDefault(),
            """{"messages":[{"role":"system","content":"be brief"},{"role":"user","content":"hi"}]}""",
            """{"instructions":"be brief"}""",
            """{"system":"be brief"}"""),
        ObservedRequest("developer message", a => a.System.FirstOrDefault(),
            """{"messages":[{"role":"developer","content":"be brief"},{"role":"user","content":"hi"}]}""",
            """{"input":[{"role":"developer","content":"be brief"},{"role":"user","content":"hi"}]}""",
            null),
        new Feature("instructions between turns", (protocol, document) => protocol != WireProtocol.AnthropicMessages
            ? Find(document, protocol == WireProtocol.OpenAIChat ? "messages.1.content" : "input.1.content")
            : Find(document, "messages.1.role") == "\"system\"" ? Find(document, "messages.1.content") : $"in front: {Find(document, "system")}").SaidAs(
            """{"messages":[{"role":"user","content":"a"},{"role":"system","content":"now in French"},{"role":"user","content":"b"}]}""",
            """{"input":[{"role":"user","content":"a"},{"role":"system","content":"now in French"},{"role":"user","content":"b"}]}""",
            """{"messages":[{"role":"user","content":"a"},{"role":"system","content":"now in French"},{"role":"user","content":"b"}]}""")
            .Because("messages", "sent in `system` after the other instructions: not every model accepts them between turns")
            .Because("messages→chat messages→responses", "they keep their position in the conversation"),
        At("name of a speaker", "messages.0.name", null, null, """{"messages":[{"role":"user","name":"Ann","content":"hi"}]}""", null, null)
            .Because("*", "there is no such field"),
        ObservedRequest("begun answer (prefill)", a => a.Line("answer"),
            """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"Well,"}]}""",
            """{"input":[{"role":"user","content":"hi"},{"role":"assistant","content":"Well,"}]}""",
            """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"Well,"}]}"""),
        ObservedRequest("images by base64", a => a.Line("media"),
            $$"""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{Pixel}}"} }]}]}""",
            $$"""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,{{Pixel}}"}]}]}""",
            $$"""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{Pixel}}"} }]}]}"""),
        ObservedRequest("images by URL", a => a.Line("media"),
            """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.test/a.png"}}]}]}""",
            """{"input":[{"role":"user","content":[{"type":"input_image","image_url":"https://example.test/a.png"}]}]}""",
            """{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://example.test/a.png"}}]}]}"""),
        At("image detail", "messages.0.content.0.image_url.detail", "input.0.content.0.detail", null,
            """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.test/a.png","detail":"low"}}]}]}""",
            """{"input":[{"role":"user","content":[{"type":"input_image","image_url":"https://example.test/a.png","detail":"low"}]}]}""",
            null)
            .Because("messages", "there is no such field"),
        ObservedRequest("documents by base64", a => a.Line("media"),
            """{"messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}}]}]}""",
            """{"input":[{"role":"user","content":[{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}]}]}""",
            """{"messages":[{"role":"user","content":[{"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}]}]}"""),
        ObservedRequest("documents by URL", a => a.Line("media"),
            null,
            """{"input":[{"role":"user","content":[{"type":"input_file","file_url":"https://example.test/a.pdf"}]}]}""",
            """{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://example.test/a.pdf"}}]}]}""")
            .Because("chat", "files are taken as bytes or by id alone"),
        ObservedRequest("documents of plain text", a => a.Line("media") ?? a.Line("text"),
            null,
            null,
            """{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Doc"}}]}]}""")
            .Because("*", "sent as text"),
        ObservedRequest("files by id", a => a.Line("media"),
            """{"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""",
            """{"input":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}]}""",
            """{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"file_1"}}]}]}""")
            .Because("*", "the file is stored at a provider of another protocol"),
        ObservedRequest("tool definitions", a => a.Tools.GetValueOrDefault("f"),
            """{"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"x":{"type":"integer"}}}}}]}""",
            """{"tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object","properties":{"x":{"type":"integer"}}}}]}""",
            """{"tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"x":{"type":"integer"}}}}]}"""),
        At("strict tools", "tools.0.function.strict", "tools.0.strict", "tools.0.strict",
            """{"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","properties":{},"additionalProperties":false}}}]}""",
            """{"tools":[{"type":"function","name":"f","strict":true,"parameters":{"type":"object","properties":{},"additionalProperties":false}}]}""",
            """{"tools":[{"name":"f","strict":true,"input_schema":{"type":"object","properties":{},"additionalProperties":false}}]}"""),
        At("strict tools with optional members", "tools.0.function.strict", "tools.0.strict", "tools.0.strict",
            null, null, """{"tools":[{"name":"f","strict":true,"input_schema":{"type":"object","properties":{"x":{"type":"string"}},"additionalProperties":false}}]}""")
            .Because("*", "OpenAI enforces only schemas that require all their members"),
        .. Tools("tool choice: some tool", """ "required" """, """ "required" """, """{"type":"any"}"""),
        .. Tools("tool choice: this tool", """{"type":"function","function":{"name":"f"}}""", """{"type":"function","name":"f"}""", """{"type":"tool","name":"f"}"""),
        .. Tools("tool choice: no tool", """ "none" """, """ "none" """, """{"type":"none"}"""),
        ObservedRequest("tool choice: one of several", a => a.Settings.GetValueOrDefault("tool_choice")?.Contains("allowed", StringComparison.Ordinal) == true ? "f" : string.Join(' ', a.Tools.Keys),
            """{"tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}}}""",
            """{"tools":[{"type":"function","name":"f"},{"type":"function","name":"g"}],"tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]}}""",
            null),
        ObservedRequest("no parallel tool calls", a => a.Settings.GetValueOrDefault("parallel"),
            """{"tools":[{"type":"function","function":{"name":"f"}}],"parallel_tool_calls":false}""",
            """{"tools":[{"type":"function","name":"f"}],"parallel_tool_calls":false}""",
            """{"tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true}}"""),
        .. Loop(("tool calls", "call"), ("tool results", "result")),
        At("error flag of tool results", "messages.2.content", "input.2.output", "messages.2.content.0.is_error",
            null, null, $$"""{"messages":[{{MessagesCall}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","is_error":true,"content":"bad"}]}]}""")
            .Because("*", "`Error:` is put before the result"),
        ObservedRequest("images in tool results", a => a.Line("media"),
            null,
            $$"""{"input":[{{ResponsesCall}},{"type":"function_call_output","call_id":"c1","output":[{"type":"input_image","image_url":"https://example.test/a.png"}]}]}""",
            $$"""{"messages":[{{MessagesCall}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"image","source":{"type":"url","url":"https://example.test/a.png"} }]}]}]}"""),
        At("custom tools (free text)", "tools.0.type", "tools.0.type", "tools.0.input_schema.properties.input.type",
            """{"tools":[{"type":"custom","custom":{"name":"patch","description":"d"}}]}""",
            """{"tools":[{"type":"custom","name":"patch","description":"d"}]}""",
            null)
            .Because("chat messages", "a function with the one argument `input`; calls come back in their own form"),
        At("namespaces of tools", "tools.0.function.name", "tools.0.tools.0.name", "tools.0.name",
            null, """{"tools":[{"type":"namespace","name":"ns","description":"d","tools":[{"type":"function","name":"f"}]}]}""", null)
            .Because("*", "each tool becomes a function `namespace__name`; calls come back with their namespace"),
        At("tools that the provider runs", "tools.0.type", "tools.0.type", "tools.0.type",
            null, """{"tools":[{"type":"web_search"}]}""", """{"tools":[{"type":"web_search_20250305","name":"web_search"}]}""")
            .Because("*", "another provider does not run them"),
        ObservedRequest("items of what the provider ran", a => a.HasForeign ? "yes" : null,
            null,
            """{"input":[{"role":"user","content":"hi"},{"type":"web_search_call","id":"w1","status":"completed","action":{"type":"search","query":"q"}},{"role":"assistant","content":"ok"}]}""",
            """{"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}},{"type":"text","text":"ok"}]}]}""")
            .Because("*", "only the provider that ran them understands them"),
    ];

    private static IEnumerable<Feature> Loop(params (string Name, string Line)[] features) => features.Select(feature => ObservedRequest(feature.Name, a => a.Line(feature.Line),
        $$"""{"messages":[{{ChatCall}},{"role":"tool","tool_call_id":"c1","content":"ok"}]}""",
        $$"""{"input":[{{ResponsesCall}},{"type":"function_call_output","call_id":"c1","output":"ok"}]}""",
        $$"""{"messages":[{{MessagesCall}},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"ok"}]}]}"""));

    private static IEnumerable<Feature> Tools(string name, string chat, string responses, string messages) =>
    [
        ObservedRequest(name, a => a.Settings.GetValueOrDefault("tool_choice"),
            $$"""{"tools":[{"type":"function","function":{"name":"f"} }],"tool_choice":{{chat}} }""",
            $$"""{"tools":[{"type":"function","name":"f"}],"tool_choice":{{responses}} }""",
            $$"""{"tools":[{"name":"f","input_schema":{"type":"object"} }],"tool_choice":{{messages}} }"""),
    ];
}
