using System.Text.Json;
using RouterMaestro.Domain.Chat;
using static RouterMaestro.Domain.Chat.ChatEvent;
using static RouterMaestro.Protocols.Tests.OpenAI.Chat.OpenAIChatTesting;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Custom tools take free text. Other protocols get them as functions with one argument; the caller gets their calls as custom calls.</summary>
public class OpenAIChatCustomToolsTests
{
    private const string Body =
        """
        {"model":"m","messages":[{"role":"user","content":"hi"},
          {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"custom","custom":{"name":"patch","input":"a\n\"b\""}}]},
          {"role":"tool","tool_call_id":"c1","content":"ok"}],
         "tools":[{"type":"custom","custom":{"name":"patch","description":"d","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: x"}}}},
          {"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}],
         "tool_choice":{"type":"custom","custom":{"name":"patch"}}}
        """;

    [Fact]
    public void A_custom_tool_is_a_function_with_one_argument()
    {
        var request = Read(Body);

        var function = Assert.IsType<Tool.Function>(request.Tools[0]);
        Assert.Equal(new ToolAlias(ToolForm.FreeText, "patch"), function.Alias);
        Assert.Contains("start: x", function.Parameters!.ToString(), StringComparison.Ordinal);
        Assert.Equal(new ToolChoice.Specific("patch"), request.ToolChoice);
        AssertJson("""{"input":"a\n\"b\""}""", Assert.IsType<ToolCallPart>(request.Messages[1].Parts[0]).Arguments.ToString());
    }

    [Fact]
    public void A_custom_tool_stays_one_for_Chat_providers()
    {
        using var sent = JsonDocument.Parse(Body);
        using var written = JsonDocument.Parse(WriteRequest(Read(Body)));

        foreach (var member in new[] { "messages", "tools", "tool_choice" })
        {
            AssertJson(sent.RootElement.GetProperty(member).GetRawText(), written.RootElement.GetProperty(member).GetRawText());
        }
    }

    [Fact]
    public void The_caller_gets_a_custom_call_in_a_buffered_response()
    {
        var response = new ChatResponse(
            [ToolCallPart.FromText("c1", "patch", """{"input":"a\n\"b\""}"""), ToolCallPart.FromText("c2", "f", "{}")], FinishReason.ToolCalls, null);

        using var document = JsonDocument.Parse(WriteResponse(response, Options with { Tools = Read(Body).Tools }));

        AssertJson(
            """[{"id":"c1","type":"custom","custom":{"name":"patch","input":"a\n\"b\""}},{"id":"c2","type":"function","function":{"name":"f","arguments":"{}"}}]""",
            document.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls").GetRawText());
    }

    [Fact]
    public void The_caller_gets_a_custom_call_in_a_stream()
    {
        var stream = Encode(
            [
                new Started(null, null, null, null),
                new PartStarted(0, PartKind.ToolCall) { CallId = "c1", Name = "patch" },
                new PartDelta(0, """{"input":"a"""), new PartDelta(0, """\n\"b\""}"""), new PartEnded(0),
                new PartStarted(1, PartKind.ToolCall) { CallId = "c2", Name = "f" }, new PartEnded(1),
                new Completed(FinishReason.ToolCalls, null),
            ],
            Options with { Tools = Read(Body).Tools });

        var calls = SseFrames.Read(stream, stream.Length).Frames.Where(f => f.Data.Contains("tool_calls\":", StringComparison.Ordinal))
            .Select(f => JsonDocument.Parse(f.Data).RootElement.GetProperty("choices")[0].GetProperty("delta").GetProperty("tool_calls")[0].GetRawText());
        Assert.Equal(
            [
                """{"index":0,"id":"c1","type":"custom","custom":{"name":"patch","input":""}}""",
                """{"index":0,"custom":{"input":"a\n\"b\""}}""",
                """{"index":1,"id":"c2","type":"function","function":{"name":"f","arguments":""}}""",
                """{"index":1,"function":{"arguments":"{}"}}""",
            ],
            calls);
    }
}
