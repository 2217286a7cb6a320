using System.Text.Json;

namespace RouterMaestro.AspNetCore.Tests.Secrets;

/// <summary>What a provider sends that echoes keys.</summary>
internal static class KeyEchoes
{
    /// <summary>Gets error documents of every form, with the secrets in each string and name.</summary>
    public static (string ContentType, string Body)[] Errors(int writing)
    {
        var secrets = Canary.Write(writing);
        var all = string.Join(' ', secrets);
        var nested = JsonSerializer.Serialize($$$"""{"key":"{{{secrets[0]}}}","other":"{{{secrets[2]}}}"}""");
        var members = string.Join(',', new[] { "message", "type", "code", "param", "event_id", "detail" }.Select(name => $"\"{name}\":\"x {all}\""));
        return
        [
            ("application/json", $$$"""{"type":"error","error":{{{{members}}},"metadata":{"raw":{{{nested}}},"list":["{{{secrets[1]}}}"]},"{{{secrets[0]}}}":1},"request_id":"{{{secrets[0]}}}","x":"{{{secrets[1]}}}"}"""),
            ("application/json", $$$"""{"type":"error","error":{"type":"invalid_request_error","message":"no","code":"{{{secrets[0]}}}","param":"{{{secrets[1]}}}","x":"{{{secrets[2]}}}"}}"""),
            ("application/json", $$$"""{"type":"error","error":{"type":"{{{secrets[1]}}}","message":"{{{secrets[0]}}} {{{secrets[2]}}}","code":7}}"""),
            ("application/json", $$$"""{"error":"{{{all}}}"}"""),
            ("application/json", $$$"""{"detail":[{"msg":"{{{all}}}"}]}"""),
            ("application/json", $$$"""{"message":"{{{all}}}","object":"error"}"""),
            ("text/plain", $"The key {all} is wrong"),
        ];
    }

    /// <summary>Gets a complete stream with a place for a secret in every field beside content, and one in the content.</summary>
    public static string Frames(string protocol)
    {
        const string Beside = "id: {KEY}\nretry: {KEY}\nx-{KEY}: {KEY}\n: {KEY}\n";
        const string Unknown = "event: unheard\ndata: {\"type\":\"unheard\",\"note\":\"{KEY}\",\"{KEY}\":[\"{KEY}\"]}\n\nevent: {KEY}\ndata: {\"type\":\"unheard-of\"}\n\n: {KEY} and {KEY}\n\n";
        return protocol switch
        {
            "chat" => Beside + """
                data: {"id":"c","choices":[{"index":0,"delta":{"content":"{CONTENT}"},"finish_reason":null}]}

                event: {KEY}
                data: {"id":"c","choices":[{"index":0,"delta":{"content":"{CONTENT}"},"finish_reason":null}]}


                """ + Unknown + """
                data: {"id":"c","choices":[],"note":"{KEY}"}

                data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: [DONE]


                """,
            "messages" => Beside + """
                event: message_start
                data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","content":[],"stop_reason":null,"usage":{"input_tokens":1,"output_tokens":0}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{CONTENT}"}}

                event: {KEY}
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{CONTENT}"}}


                """ + Unknown + """
                event: ping
                data: {"type":"ping","note":"{KEY}"}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}

                event: message_stop
                data: {"type":"message_stop"}


                """,
            _ => Beside + """
                event: response.created
                data: {"type":"response.created","sequence_number":0,"response":{"id":"r","status":"in_progress","output":[]}}

                event: response.output_text.delta
                data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"i","output_index":0,"content_index":0,"delta":"{CONTENT}"}

                event: response.content_part.done
                data: {"type":"response.content_part.done","sequence_number":2,"item_id":"i","output_index":0,"content_index":0,"part":{"type":"output_text","text":"{CONTENT}"}}


                """ + Unknown + """
                event: response.unheard_of
                data: {"type":"response.unheard_of","sequence_number":3,"note":"{KEY}"}

                event: response.completed
                data: {"type":"response.completed","sequence_number":4,"response":{"id":"r","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"{CONTENT}"}]}]}}


                """,
        };
    }
}
