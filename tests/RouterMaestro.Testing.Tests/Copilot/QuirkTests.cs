using System.Text.Json;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests.Copilot;

/// <summary>How Copilot's answers deviate from their protocols.</summary>
public sealed class QuirkTests : CopilotTest
{
    private const string Stream = ",\"stream\":true";
    private static readonly SimulatedResponse _calls = SimulatedResponse.Text("Let me look.")
        .WithToolCall("f", """{"a":1}""").WithToolCall("g", """{"b":2}""").WithUsage(10, 5);

    [Theory]
    [InlineData("/chat/completions", false)]
    [InlineData("/chat/completions", true)]
    [InlineData("/responses", false)]
    [InlineData("/responses", true)]
    [InlineData("/v1/messages", false)]
    [InlineData("/v1/messages", true)]
    public async Task Without_quirks_an_answer_keeps_to_its_protocol(string path, bool isStream)
    {
        Copilot.Reply(_calls);
        var more = isStream ? Stream : "";
        var body = path switch { "/responses" => AskResponses(more), "/v1/messages" => AskClaude(more), _ => Ask("gpt-4o", more) };
        var protocol = path switch { "/responses" => WireProtocol.OpenAIResponses, "/v1/messages" => WireProtocol.AnthropicMessages, _ => WireProtocol.OpenAIChat };

        var got = isStream ? ObservedResponse.FromStream(protocol, await StreamAsync(path, body))
            : ObservedResponse.FromBody(protocol, System.Text.Encoding.UTF8.GetBytes((await SendAsync(Call(path, body))).Text));

        Assert.Empty(got.Problems);
        Assert.Equal(("Let me look.", 2, true), (got.Text, got.ToolCalls.Count, got.IsComplete));
        Assert.Equal(new SimulatedUsage(10, 5), got.Usage);
    }

    [Fact]
    public async Task Chat_may_split_an_answer_over_choices()
    {
        Copilot.Reply(_calls.WithQuirks(CopilotQuirks.SplitChoices));
        var choices = (await JsonAsync(Call(CopilotModel.Chat, Ask("gpt-4o")))).GetProperty("choices").EnumerateArray().ToArray();
        Assert.Equal([0, 1, 2], choices.Select(c => c.GetProperty("index").GetInt32()));
        Assert.Equal(["stop", "tool_calls", "tool_calls"], choices.Select(c => c.GetProperty("finish_reason").GetString()));
        Assert.False(choices[0].GetProperty("message").TryGetProperty("tool_calls", out _));
        Assert.Equal("g", choices[2].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());

        var chunks = await EventsAsync(CopilotModel.Chat, Ask("gpt-4o", Stream));
        var indexes = chunks.SelectMany(c => c.GetProperty("choices").EnumerateArray())
            .Where(c => c.GetProperty("delta").TryGetProperty("tool_calls", out _)).Select(c => c.GetProperty("index").GetInt32()).Distinct();
        Assert.Equal([1, 2], indexes);
        Assert.Equal([0, 1, 2], chunks[^1].GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("index").GetInt32()));
        Assert.Equal(["stop", "tool_calls", "tool_calls"], chunks[^1].GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("finish_reason").GetString()));

        Copilot.Reply(SimulatedResponse.ToolCall("f", "{}").WithQuirks(CopilotQuirks.SplitChoices));
        Assert.Equal(1, (await JsonAsync(Call(CopilotModel.Chat, Ask("gpt-4o")))).GetProperty("choices").GetArrayLength());
    }

    [Fact]
    public async Task Chat_may_say_stop_in_spite_of_tool_calls()
    {
        Copilot.Quirks = CopilotQuirks.StopWithToolCalls;
        Copilot.Reply(_calls);
        var body = await JsonAsync(Call(CopilotModel.Chat, Ask("gpt-4o")));
        Assert.Equal("stop", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        var chunks = await EventsAsync(CopilotModel.Chat, Ask("gpt-4o", Stream));
        Assert.Equal("stop", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Copilot.Reply(_calls.WithQuirks(CopilotQuirks.None));
        body = await JsonAsync(Call(CopilotModel.Chat, Ask("gpt-4o")));
        Assert.Equal("tool_calls", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Chat_may_write_tool_calls_as_text()
    {
        Copilot.Reply(_calls.WithQuirks(CopilotQuirks.ToolCallText));
        var choice = (await JsonAsync(Call(CopilotModel.Chat, Ask("gpt-4o")))).GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.False(choice.GetProperty("message").TryGetProperty("tool_calls", out _));
        Assert.Equal(
            """Let me look.<tool_call>{"name":"f","arguments":{"a":1}}</tool_call><tool_call>{"name":"g","arguments":{"b":2}}</tool_call>""",
            choice.GetProperty("message").GetProperty("content").GetString());
        var messages = await JsonAsync(Call(CopilotModel.Messages, AskClaude()));
        Assert.Equal("tool_use", messages.GetProperty("content")[1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Chat_streams_may_send_usage_of_zeros_first_and_the_usage_last()
    {
        Copilot.Reply(_calls.WithQuirks(CopilotQuirks.ZeroUsage | CopilotQuirks.UsageAfterFinish));
        var chunks = await EventsAsync(CopilotModel.Chat, Ask("gpt-4o", Stream));
        Assert.All(chunks[..^1], c => Assert.Equal(0, c.GetProperty("usage").GetProperty("total_tokens").GetInt64()));
        Assert.Equal("tool_calls", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal((0, 15), (chunks[^1].GetProperty("choices").GetArrayLength(), chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt64()));
        Assert.True(chunks[^1].TryGetProperty("copilot_usage", out _));

        Copilot.Reply(_calls.WithQuirks(CopilotQuirks.None));
        chunks = await EventsAsync(CopilotModel.Chat, Ask("gpt-4o", Stream));
        Assert.All(chunks[..^1], c => Assert.False(c.TryGetProperty("usage", out _)));
        Assert.Equal(("tool_calls", 15), (chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString(), chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt64()));
    }

    [Fact]
    public async Task Chat_chunks_may_be_bare()
    {
        Copilot.Reply(_calls.WithQuirks(CopilotQuirks.BareChunks));
        var chunks = await EventsAsync(CopilotModel.Chat, Ask("gpt-4o", Stream));
        Assert.All(chunks, c => Assert.False(c.TryGetProperty("object", out _) || c.TryGetProperty("created", out _)));
    }

    [Theory]
    [InlineData(CopilotQuirks.None, "reasoning_text", "reasoning_opaque")]
    [InlineData(CopilotQuirks.CotKeys, "cot_summary", "cot_id")]
    [InlineData(CopilotQuirks.ThinkingKeys, "thinking", "signature")]
    public async Task Chat_reasoning_has_keys_of_its_own(CopilotQuirks quirks, string text, string proof)
    {
        Copilot.Reply(SimulatedResponse.Empty.WithReasoning("Well, I think so.", "c2ln").WithText("Yes").WithQuirks(quirks));
        string Said(JsonElement value) => (value.ValueKind == JsonValueKind.Object ? value.GetProperty("text") : value).GetString()!;

        var message = (await JsonAsync(Call(CopilotModel.Chat, Ask("claude-opus-4.7")))).GetProperty("choices")[0].GetProperty("message");
        Assert.Equal(("Well, I think so.", "c2ln"), (Said(message.GetProperty(text)), message.GetProperty(proof).GetString()));
        var deltas = (await EventsAsync(CopilotModel.Chat, Ask("claude-opus-4.7", Stream))).Select(c => c.GetProperty("choices")[0].GetProperty("delta")).ToArray();
        Assert.Equal("Well, I think so.", string.Concat(deltas.Where(d => d.TryGetProperty(text, out _)).Select(d => Said(d.GetProperty(text)))));
        Assert.Equal("c2ln", Assert.Single(deltas, d => d.TryGetProperty(proof, out _)).GetProperty(proof).GetString());
        Assert.Equal(quirks == CopilotQuirks.ThinkingKeys, message.GetProperty(text).ValueKind == JsonValueKind.Object);
    }

    [Theory]
    [InlineData("/chat/completions")]
    [InlineData("/responses")]
    public async Task Streams_may_be_obfuscated(string path)
    {
        var body = path == "/responses" ? AskResponses(Stream) : Ask("gpt-4o", Stream);
        Copilot.Enqueue(SimulatedResponse.Text("some text").WithQuirks(CopilotQuirks.Obfuscated), SimulatedResponse.Text("some text"));
        Assert.Contains(await EventsAsync(path, body), e => e.TryGetProperty("obfuscation", out _));
        Assert.DoesNotContain(await EventsAsync(path, body), e => e.TryGetProperty("obfuscation", out _));
    }

    [Fact]
    public async Task Responses_streams_may_rotate_their_ids()
    {
        Copilot.Reply(_calls.WithQuirks(CopilotQuirks.RotatingIds));
        var events = await EventsAsync(CopilotModel.Responses, AskResponses(Stream));
        var ids = events.SelectMany(e => new[]
        {
            e.TryGetProperty("item_id", out var item) ? item.GetString() : null,
            e.TryGetProperty("item", out var whole) ? whole.GetProperty("id").GetString() : null,
            e.TryGetProperty("response", out var response) ? response.GetProperty("id").GetString() : null,
        }).OfType<string>().ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(3, events.Where(e => e.TryGetProperty("output_index", out _)).Select(e => e.GetProperty("output_index").GetInt32()).Distinct().Count());
    }

    [Theory]
    [InlineData(CopilotQuirks.None, true)]
    [InlineData(CopilotQuirks.NamespaceOnDone, false)]
    public async Task A_calls_namespace_may_come_at_its_end(CopilotQuirks quirks, bool isEarly)
    {
        Copilot.Reply(SimulatedResponse.ToolCall("files.read", "{}").WithQuirks(quirks));
        const string Tools = ",\"tools\":[{\"type\":\"namespace\",\"name\":\"files\",\"description\":\"Files\",\"tools\":[{\"type\":\"function\",\"name\":\"read\"}]}]";
        var items = (await EventsAsync(CopilotModel.Responses, AskResponses(Stream + Tools))).Where(e => e.TryGetProperty("item", out _)).Select(e => e.GetProperty("item")).ToArray();
        Assert.Equal(["read", "read"], items.Select(i => i.GetProperty("name").GetString()));
        Assert.Equal([isEarly, true], items.Select(i => i.TryGetProperty("namespace", out var space) && space.GetString() == "files"));
        Assert.Equal("files", (await JsonAsync(Call(CopilotModel.Responses, AskResponses(Tools)))).GetProperty("output")[0].GetProperty("namespace").GetString());
    }

    [Fact]
    public async Task Responses_may_come_only_in_done_events()
    {
        Copilot.Reply(SimulatedResponse.Empty.WithReasoning("Because").WithText("one ", "two").WithQuirks(CopilotQuirks.SummaryOnDone | CopilotQuirks.SuffixOnDone));
        var events = await EventsAsync(CopilotModel.Responses, AskResponses(Stream + ",\"reasoning\":{\"summary\":\"auto\"}"));
        string Type(JsonElement e) => e.GetProperty("type").GetString()!;
        Assert.DoesNotContain(events, e => Type(e).StartsWith("response.reasoning", StringComparison.Ordinal));
        Assert.Equal("one ", string.Concat(events.Where(e => Type(e) == "response.output_text.delta").Select(e => e.GetProperty("delta").GetString())));
        Assert.Equal("one two", events.Single(e => Type(e) == "response.output_text.done").GetProperty("text").GetString());
        Assert.Equal("Because", events.First(e => Type(e) == "response.output_item.done").GetProperty("item").GetProperty("summary")[0].GetProperty("text").GetString());
        Assert.Equal(Enumerable.Range(0, events.Length), events.Select(e => e.GetProperty("sequence_number").GetInt32()));
        Assert.All(events.Where(e => e.TryGetProperty("response", out _)), e => Assert.False(e.GetProperty("response").GetProperty("store").GetBoolean()));
    }

    [Fact]
    public async Task Messages_streams_may_have_metrics_and_an_event_of_the_cost()
    {
        Copilot.Reply(_calls.WithQuirks(CopilotQuirks.BedrockMetrics));
        var events = await EventsAsync(CopilotModel.Messages, AskClaude(Stream));
        Assert.Equal(("copilot_usage", "message_stop"), (events[^2].GetProperty("type").GetString(), events[^1].GetProperty("type").GetString()));
        Assert.Equal(5, events[^1].GetProperty("amazon-bedrock-invocationMetrics").GetProperty("outputTokenCount").GetInt32());
        Assert.Single(Copilot.Ledger.Entries);
    }
}
