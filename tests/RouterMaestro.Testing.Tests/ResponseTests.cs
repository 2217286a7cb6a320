using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>One simulated response, sent in any protocol, streamed or not.</summary>
public class ResponseTests : SimulatorTest
{
    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Text_usage_model_and_stop_reason_arrive(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Text("Grüße, ", "Welt 👋🏽").WithUsage(12, 5, cacheRead: 3, reasoning: 2));

        var answer = await Client.AskAsync(protocol, stream, more: protocol == "chat" && stream ? ",\"stream_options\":{\"include_usage\":true}" : "");

        Assert.Empty(answer.Problems);
        Assert.Equal("Grüße, Welt 👋🏽", answer.Text);
        Assert.Equal("m", answer.Model);
        Assert.Equal(protocol switch { "chat" => "stop", "messages" => "end_turn", _ => "completed" }, answer.StopReason);
        Assert.Equal(new SimulatedUsage(12, 5, CacheRead: 3, Reasoning: 2), answer.Usage);
        Assert.True(answer.IsComplete);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Reasoning_and_parallel_tool_calls_arrive(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Empty
            .WithReasoning("Two cities, two calls, one after the other.", "c2lnbmVk")
            .WithText("Let me look.")
            .WithToolCall("get_weather", """{"city":"Paris","unit":"°C"}""")
            .WithToolCall("get_weather", """{"city":"Berlin"}""", id: "chosen")
            .WithToolCall("now", "{}"));

        var answer = await Client.AskAsync(protocol, stream, more: protocol == "responses" ? WireClient.Reasons : "");

        Assert.Empty(answer.Problems);
        Assert.Equal("Two cities, two calls, one after the other.", answer.Reasoning);
        Assert.Equal(protocol == "chat" ? [] : ["c2lnbmVk"], answer.Signatures);
        Assert.Equal("Let me look.", answer.Text);
        Assert.Equal(["""{"city":"Paris","unit":"°C"}""", """{"city":"Berlin"}""", "{}"], answer.ToolCalls.Select(c => c.Arguments));
        Assert.Equal(["get_weather", "get_weather", "now"], answer.ToolCalls.Select(c => c.Name));
        Assert.StartsWith(protocol == "messages" ? "toolu_" : "call_", answer.ToolCalls[0].Id, StringComparison.Ordinal);
        Assert.Equal("chosen", answer.ToolCalls[1].Id);
        Assert.Equal(protocol switch { "chat" => "tool_calls", "messages" => "tool_use", _ => "completed" }, answer.StopReason);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_refusal_is_told_in_the_protocols_way(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Refusal("I can't help with that."));

        var answer = await Client.AskAsync(protocol, stream);

        Assert.Empty(answer.Problems);
        Assert.Equal("", answer.Text);
        (string, string?) told = protocol switch
        {
            "chat" => ("I can't help with that.", "stop"),
            "messages" => ("", "refusal"),
            _ => ("I can't help with that.", "completed"),
        };
        Assert.Equal(told, (answer.Refusal, answer.StopReason));
    }

    [Theory]
    [InlineData(SimulatedStop.Complete, "stop", "end_turn", "completed")]
    [InlineData(SimulatedStop.Length, "length", "max_tokens", "max_output_tokens")]
    [InlineData(SimulatedStop.StopSequence, "stop", "stop_sequence", "completed")]
    [InlineData(SimulatedStop.ContentFilter, "content_filter", "refusal", "content_filter")]
    [InlineData(SimulatedStop.Pause, "stop", "pause_turn", "completed")]
    public async Task Stop_reasons_have_the_protocols_words(SimulatedStop stop, string chat, string messages, string responses)
    {
        Upstream.Reply(SimulatedResponse.Text("x").WithStop(stop, stop == SimulatedStop.StopSequence ? "END" : null));

        foreach (var stream in new[] { false, true })
        {
            Assert.Equal(chat, (await Client.AskAsync("chat", stream)).StopReason);
            Assert.Equal(messages, (await Client.AskAsync("messages", stream)).StopReason);
            Assert.Equal(responses, (await Client.AskAsync("responses", stream)).StopReason);
        }
    }

    [Fact]
    public async Task A_stop_reason_may_be_any_word()
    {
        Upstream.Reply(SimulatedResponse.Text("x").WithStop("brand_new"));
        Assert.Equal("brand_new", (await Client.AskAsync("chat")).StopReason);
        Assert.Equal("brand_new", (await Client.AskAsync("messages", stream: true)).StopReason);
        Assert.Equal("brand_new", (await Client.AskAsync("responses", stream: true)).StopReason);
    }

    [Fact]
    public async Task Given_pieces_are_the_pieces_of_the_stream()
    {
        Upstream.Reply(SimulatedResponse.Text("a", "bc", "", "d"));
        var deltas = (await Client.StreamAsync("messages")).Events.Where(e => e.Name == "content_block_delta")
            .Select(e => e.ReadJson()!.Value.GetProperty("delta").GetProperty("text").GetString());
        Assert.Equal(["a", "bc", "", "d"], deltas);
    }

    [Fact]
    public async Task Text_is_cut_into_pieces_without_breaking_characters()
    {
        Upstream.Reply(SimulatedResponse.Text("a👋🏽b").InPiecesOf(1));
        var deltas = (await Client.StreamAsync("messages")).Events.Where(e => e.Name == "content_block_delta")
            .Select(e => e.ReadJson()!.Value.GetProperty("delta").GetProperty("text").GetString());
        Assert.Equal(["a", "👋🏽", "b"], deltas);
    }

    [Fact]
    public async Task Chat_interleaves_the_arguments_of_parallel_calls_when_told()
    {
        Upstream.Reply(SimulatedResponse.ToolCall("a", """{"x":1}""").WithToolCall("b", """{"y":2}""").InPiecesOf(4).Interleaved());

        var transcript = await Client.StreamAsync("chat");

        var indices = transcript.Events.Where(e => e.Data.Contains("\"tool_calls\":[", StringComparison.Ordinal))
            .Select(e => e.ReadJson()!.Value.GetProperty("choices")[0].GetProperty("delta").GetProperty("tool_calls")[0].GetProperty("index").GetInt32());
        Assert.Equal([0, 1, 0, 1, 0, 1], indices);
        var answer = ObservedResponse.FromStream(WireClient.Protocol("chat"), transcript);
        Assert.Empty(answer.Problems);
        Assert.Equal(["""{"x":1}""", """{"y":2}"""], answer.ToolCalls.Select(c => c.Arguments));
    }

    [Fact]
    public async Task Responses_interleaves_the_arguments_of_parallel_calls_when_told()
    {
        Upstream.Reply(SimulatedResponse.ToolCall("a", """{"x":1}""").WithToolCall("b", """{"y":2}""").WithText("t").InPiecesOf(4).Interleaved());

        var transcript = await Client.StreamAsync("responses");

        var indices = transcript.Events.Where(e => e.Name == "response.function_call_arguments.delta")
            .Select(e => e.ReadJson()!.Value.GetProperty("output_index").GetInt32());
        Assert.Equal([1, 2, 1, 2], indices);
        var answer = ObservedResponse.FromStream(WireClient.Protocol("responses"), transcript);
        Assert.Empty(answer.Problems);
        Assert.Equal(["""{"x":1}""", """{"y":2}"""], answer.ToolCalls.Select(c => c.Arguments));
    }

    [Theory]
    [InlineData("chat", false, "{\"a\":")]
    [InlineData("chat", true, "{\"a\":")]
    [InlineData("messages", false, "{}")]
    [InlineData("messages", true, "{\"a\":")]
    [InlineData("responses", false, "{\"a\":")]
    [InlineData("responses", true, "{\"a\":")]
    public async Task Broken_arguments_are_sent_where_they_can_be(string protocol, bool stream, string arguments)
    {
        Upstream.Reply(SimulatedResponse.ToolCall("f", "{\"a\":"));
        Assert.Equal(arguments, Assert.Single((await Client.AskAsync(protocol, stream)).ToolCalls).Arguments);
    }

    [Fact]
    public async Task Chat_sends_usage_in_a_stream_only_when_asked()
    {
        Upstream.Reply(SimulatedResponse.Text("x").WithUsage(1, 2));
        Assert.Null((await Client.AskAsync("chat", stream: true)).Usage);
        Assert.Equal(new SimulatedUsage(1, 2), (await Client.AskAsync("chat", stream: true, more: ",\"stream_options\":{\"include_usage\":true}")).Usage);
        Assert.Equal(new SimulatedUsage(1, 2), (await Client.AskAsync("chat")).Usage);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Cache_buckets_are_counted_as_the_protocol_does(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Text("x").WithUsage(10, 5, cacheRead: 20, cacheWrite: 30));
        var answer = await Client.AskAsync(protocol, stream, more: protocol == "chat" && stream ? ",\"stream_options\":{\"include_usage\":true}" : "");
        Assert.Equal(protocol == "chat" ? new SimulatedUsage(40, 5, 20) : new SimulatedUsage(10, 5, 20, 30), answer.Usage);
    }

    [Fact]
    public async Task Redacted_reasoning_is_nothing_in_Chat()
    {
        Upstream.Reply(SimulatedResponse.Empty.WithRedactedReasoning("c2VjcmV0").WithText("x"));
        using var chat = await Client.SendAsync("chat", WireClient.Request("chat"));
        Assert.DoesNotContain("c2VjcmV0", await chat.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var transcript = await Client.StreamAsync("messages");
        Assert.Contains(transcript.Events, e => e.Data.Contains("""{"type":"redacted_thinking","data":"c2VjcmV0"}""", StringComparison.Ordinal));
        Assert.Empty(ObservedResponse.FromStream(WireClient.Protocol("messages"), transcript).Problems);
        var responses = await Client.AskAsync("responses", stream: true, more: WireClient.Reasons);
        Assert.Empty(responses.Problems);
        Assert.Equal("c2VjcmV0", Assert.Single(responses.Signatures));
        Assert.Equal(("", "x"), (responses.Reasoning, responses.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Responses_tells_of_reasoning_what_is_asked_for(bool stream)
    {
        Upstream.Reply(SimulatedResponse.Empty.WithReasoning("Hm.", "c2VhbA==").WithText("x"));

        var nothing = await Client.AskAsync("responses", stream);
        var summary = await Client.AskAsync("responses", stream, more: ",\"reasoning\":{\"summary\":\"detailed\"}");
        var signature = await Client.AskAsync("responses", stream, more: ",\"include\":[\"reasoning.encrypted_content\"]");

        Assert.All([nothing, summary, signature], answer => Assert.Empty(answer.Problems));
        Assert.Equal(["", "Hm.", ""], new[] { nothing, summary, signature }.Select(a => a.Reasoning));
        Assert.Equal([0, 0, 1], new[] { nothing, summary, signature }.Select(a => a.Signatures.Count));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_with_free_text_is_one_where_such_a_tool_is_offered(string protocol, bool stream)
    {
        Upstream.Reply(SimulatedResponse.Empty.WithCustomToolCall("patch", "+ä\n", "call_7").InPiecesOf(1));
        var offered = protocol == "chat" ? """{"type":"custom","custom":{"name":"patch"}}""" : """{"type":"custom","name":"patch","input_schema":{}}""";

        var free = await Client.AskAsync(protocol, stream, more: protocol == "messages" ? "" : $",\"tools\":[{offered}]");
        var plain = await Client.AskAsync(protocol, stream);

        Assert.Empty(free.Problems.Concat(plain.Problems));
        Assert.Equal(new ObservedToolCall("call_7", "patch", "{\"input\":\"+ä\\n\"}"), Assert.Single(plain.ToolCalls));
        Assert.Equal(
            protocol == "messages" ? plain.ToolCalls[0] : new ObservedToolCall("call_7", "patch", "+ä\n") { IsCustom = true },
            Assert.Single(free.ToolCalls));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Headers_are_those_of_the_provider_and_those_told(string protocol)
    {
        Upstream.Reply(SimulatedResponse.Text("x").WithHeader("x-special", "1").WithHeader("openai-processing-ms", "99"));
        using var response = await Client.SendAsync(protocol, WireClient.Request(protocol));
        Assert.Equal("1", Assert.Single(response.Headers.GetValues("x-special")));
        Assert.Equal("99", Assert.Single(response.Headers.GetValues("openai-processing-ms")));
        Assert.Equal("req_Sim00000001", Assert.Single(response.Headers.GetValues(protocol == "messages" ? "request-id" : "x-request-id")));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Raw_bytes_arrive_as_they_are(int chunkSize)
    {
        var bytes = "data: {\"x\":\"ü\"}\r\n\r\n: comment\n\n"u8.ToArray();
        Upstream.Reply(SimulatedResponse.Raw(206, "text/event-stream", bytes, 3, chunkSize).WithHeader("x-a", "b"));
        using var response = await Client.SendAsync("chat", WireClient.Request("chat"));
        Assert.Equal(206, (int)response.StatusCode);
        Assert.Equal("b", Assert.Single(response.Headers.GetValues("x-a")));
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
    }
}
