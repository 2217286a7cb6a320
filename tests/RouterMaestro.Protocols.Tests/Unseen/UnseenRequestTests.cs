using System.Text.Json.Nodes;
using RouterMaestro.Protocols.Tests.Replay;

namespace RouterMaestro.Protocols.Tests.Unseen;

/// <summary>Requests of kinds that no recording has.</summary>
public sealed class UnseenRequestTests
{
    private const string Jpeg = "/9j/4AAQSkY=";

    private static readonly Dictionary<string, UnseenRequest> _all = new()
    {
        ["an image by the wrong name of its type"] = new(
            "chat→messages",
            $$$"""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/jpg;base64,{{{Jpeg}}}"}}]}]}""",
            "messages.0.content.0.source",
            $$"""{"type":"base64","media_type":"image/jpeg","data":"{{Jpeg}}"}"""),
        ["more stop sequences than OpenAI takes"] = new(
            "messages→chat",
            """{"max_tokens":9,"messages":[{"role":"user","content":"a"}],"stop_sequences":["1","2","3","4","5"]}""",
            "stop",
            """["1","2","3","4"]""",
            "stop")
        { IsOpenAI = true },
        ["as many stop sequences as another server takes"] = new(
            "messages→chat",
            """{"max_tokens":9,"messages":[{"role":"user","content":"a"}],"stop_sequences":["1","2","3","4","5"]}""",
            "stop",
            """["1","2","3","4","5"]"""),
        ["nothing is said"] = new(
            "chat→messages",
            """{"messages":[{"role":"user","content":""}]}""",
            "messages",
            """[{"role":"user","content":"(no content)"}]"""),
        ["nothing but sound is said"] = new(
            "chat→messages",
            """{"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}]}""",
            "messages",
            """[{"role":"user","content":"(no content)"}]""",
            "messages.input_audio"),
        ["a function that the provider runs"] = new(
            "chat→messages",
            """{"messages":[{"role":"user","content":"a"}],"tools":[{"type":"builtin_function","function":{"name":"$web_search"}},{"type":"function","function":{"name":"f"}}]}""",
            "tools",
            """[{"name":"f","input_schema":{"type":"object"}}]""",
            "tools.builtin_function"),
        ["a tool must be called that is not there"] = new(
            "chat→messages",
            """{"messages":[{"role":"user","content":"a"}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"g"}}}""",
            "tool_choice",
            "",
            "tool_choice"),
        ["a turn of the model that was nothing but spoken"] = new(
            "chat→responses",
            """{"messages":[{"role":"user","content":"a"},{"role":"assistant","audio":{"id":"audio_1"}},{"role":"user","content":"b"}]}""",
            "input.1",
            """{"type":"message","role":"user","content":"b"}""",
            "messages.audio"),
        ["calls in a turn with what another server adds"] = new(
            "chat→responses",
            """{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":null,"audit":1,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"b"}]}""",
            "input.1",
            """{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}""",
            "messages.audit"),
        ["no details of reasoning"] = new(
            "chat→messages",
            """{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_details":[],"annotations":[]},{"role":"user","content":"c"}]}""",
            "messages.1",
            """{"role":"assistant","content":"b"}"""),
        ["reasoning that its provider keeps"] = new(
            "responses→chat",
            """{"input":[{"role":"user","content":"a"},{"type":"reasoning","id":"rs_1","summary":[]},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}""",
            "messages.1",
            """{"role":"assistant","content":"b"}""",
            "input.reasoning"),
        ["a file by its address in the place of its bytes"] = new(
            "chat→messages",
            """{"messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.pdf","file_data":"https://example.com/a.pdf"}}]}]}""",
            "messages.0.content.0",
            """{"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"},"title":"a.pdf"}"""),
        ["a text that does not call itself one"] = new(
            "chat→messages",
            """{"messages":[{"role":"user","content":[{"type":"file","file":{"filename":"a.yaml","file_data":"data:application/yaml;base64,YTogMQ=="}}]}]}""",
            "messages.0.content.0",
            """{"type":"document","source":{"type":"text","media_type":"text/plain","data":"a: 1"},"title":"a.yaml"}"""),
        ["a document that the provider cannot read"] = new(
            "responses→messages",
            """{"input":[{"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_file","filename":"a.docx","file_data":"data:application/vnd.openxmlformats-officedocument.wordprocessingml.document;base64,UEsDBBQA/wA="}]}]}""",
            "messages.0.content",
            "\"a\"",
            "messages.document"),
        ["nothing but a file that another provider keeps"] = new(
            "chat→messages",
            """{"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""",
            "messages",
            """[{"role":"user","content":"(no content)"}]""",
            "messages.document"),
        ["a call that gives nothing but a file that another provider keeps"] = new(
            "responses→messages",
            """{"input":[{"role":"user","content":"a"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":[{"type":"input_image","file_id":"file-1"}]}]}""",
            "messages.2.content",
            """[{"type":"tool_result","tool_use_id":"c"}]""",
            "messages.image"),
        ["an empty id of a call"] = new(
            "chat→responses",
            """{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"","content":"b"}]}""",
            "input.1",
            """{"type":"function_call_output","call_id":"_e3b0c44298fc","output":"b"}"""),
    };

    public static TheoryData<string> Rows => new(_all.Keys);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_request_reaches_a_provider_of_another_protocol_or_its_losses_are_reported(string name)
    {
        var request = _all[name];

        var (there, losses) = request.Forward();

        Assert.Equal(request.Expected.Length == 0 ? "" : PlainJson.Canonical(JsonNode.Parse(request.Expected)), there);
        Assert.Equal(request.Losses, losses);
    }
}
