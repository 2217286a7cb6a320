using System.Net;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>
/// Tools whose names a provider refuses: the provider gets other names, the caller its own. The simulated provider applies
/// the limits of OpenAI (64 characters) and Anthropic (128).
/// </summary>
public sealed class ToolNameTests : IClassFixture<GatewayFixture>
{
    private const string Dotted = "weather.get";
    private static readonly string _first = $"mcp__some-server__{new string('n', 64)}_get_the_weather".PadRight(100, '1');
    private static readonly string _second = _first[..99] + "2";

    private readonly TestGateway _gateway;

    public ToolNameTests(GatewayFixture fixture)
    {
        _gateway = fixture.Gateway;
        _gateway.Upstream.Reset();
    }

    public static TheoryData<string, bool> Providers => new()
    {
        { "chat", false },
        { "chat", true },
        { "responses", false },
        { "responses", true },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Long_names_of_a_Messages_caller_come_back_as_they_were(string upstream, bool stream)
    {
        var more = Offering(_first, _second, "plain");
        var fitted = await LearnAsync(ProtocolCase.Messages, upstream, more);
        Assert.Equal("plain", fitted[2]);
        Assert.Equal(3, fitted.Distinct().Count());
        Assert.All(fitted, name => Assert.InRange(name.Length, 1, 64));
        _gateway.Upstream.Reply(SimulatedResponse.Text("Looking.")
            .WithToolCall(fitted[1], """{"n":2}""").WithToolCall("plain", "{}").WithToolCall(fitted[0], """{"n":1}""").Interleaved());

        var (response, answer, _) = await ProtocolCase.Messages.SendAsync(_gateway.Client, ProtocolCase.Messages.Ask(upstream, stream, more));

        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
        Assert.Empty(answer.Problems);
        Assert.Equal(("Looking.", "tool_use"), (answer.Text, answer.StopReason));
        Assert.Equal([(_second, """{"n":2}"""), ("plain", "{}"), (_first, """{"n":1}""")], answer.ToolCalls.Select(c => (c.Name, c.Arguments)));
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
        Assert.Equal(fitted, _gateway.Received[^1].Content.Tools);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Tool_choice_and_history_use_the_renamed_tools(string upstream, bool stream)
    {
        var (_, answer, _) = await ProtocolCase.Messages.SendAsync(_gateway.Client, ProtocolCase.Messages.AskAll(
            upstream,
            stream,
            $$$"""
            {"role":"user","content":"Weather?"},
            {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"{{{_second}}}","input":{"n":2}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"18 °C"}]}
            """,
            Offering(_first, _second) + $$$""","tool_choice":{"type":"tool","name":"{{{_second}}}"}"""));

        Assert.Null(answer.ErrorMessage);
        var asked = Assert.Single(_gateway.Received);
        Assert.Equal(["18 °C"], asked.Content.ToolResults);
        Assert.Equal(2, asked.Content.Tools.Distinct().Count());
        var (body, name) = (asked.Json!.Value, asked.Content.Tools[1]);
        var (chosen, called) = upstream == "chat"
            ? (body.GetProperty("tool_choice").GetProperty("function"), body.GetProperty("messages")[1].GetProperty("tool_calls")[0].GetProperty("function"))
            : (body.GetProperty("tool_choice"), body.GetProperty("input").EnumerateArray().Single(i => i.TryGetProperty("arguments", out _)));
        Assert.Equal((name, name), (chosen.GetProperty("name").GetString(), called.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("messages", false)]
    [InlineData("messages", true)]
    [InlineData("responses", false)]
    [InlineData("responses", true)]
    public async Task Names_with_other_characters_of_a_Chat_caller_come_back(string upstream, bool stream)
    {
        const string More = $$$""","tools":[{"type":"function","function":{"name":"{{{Dotted}}}","parameters":{"type":"object"} }}],"tool_choice":{"type":"function","function":{"name":"{{{Dotted}}}"} }""";
        const string Round = $$$"""
            {"role":"user","content":"Weather?"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"{{{Dotted}}}","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c1","content":"18 °C"}
            """;
        var fitted = Assert.Single(await LearnAsync(ProtocolCase.Chat, upstream, More));
        _gateway.Upstream.Reply(SimulatedResponse.Empty.WithToolCall(fitted, """{"city":"Köln"}"""));

        var (_, answer, _) = await ProtocolCase.Chat.SendAsync(_gateway.Client, ProtocolCase.Chat.AskAll(upstream, stream, Round, More));

        Assert.Null(answer.ErrorMessage);
        Assert.Empty(answer.Problems);
        var call = Assert.Single(answer.ToolCalls);
        Assert.Equal((Dotted, """{"city":"Köln"}"""), (call.Name, call.Arguments));
        Assert.StartsWith("weather_get_", fitted, StringComparison.Ordinal);
        var body = _gateway.Received[^1].Json!.Value;
        Assert.Equal(fitted, body.GetProperty("tool_choice").GetProperty("name").GetString());
        Assert.DoesNotContain(Dotted, body.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_custom_tool_of_a_Chat_caller_stays_one_at_a_Responses_provider(bool stream)
    {
        const string More = $$$""","tools":[{"type":"custom","custom":{"name":"{{{Dotted}}}"}}]""";
        var fitted = Assert.Single(await LearnAsync(ProtocolCase.Chat, "responses", More));
        _gateway.Upstream.Reply(SimulatedResponse.Empty.WithToolCall(fitted, """{"input":"now"}"""));

        using var response = await _gateway.Client.SendAsync(ProtocolCase.Chat.Ask("responses", stream, More));

        var answer = await response.Content.ReadAsStringAsync();
        Assert.Contains($"\"name\":\"{Dotted}\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"custom\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(fitted, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", false)]
    [InlineData("messages", true)]
    public async Task The_group_of_a_Responses_caller_comes_back(string upstream, bool stream)
    {
        const string Group = "mcp.weather";
        const string Tools = $$$""","tools":[{"type":"namespace","name":"{{{Group}}}","description":"d","tools":[{"type":"function","name":"get","parameters":{"type":"object"}}]}]""";
        var fitted = Assert.Single(await LearnAsync(ProtocolCase.Responses, upstream, Tools));
        _gateway.Upstream.Reply(SimulatedResponse.Empty.WithToolCall(fitted, "{}"));

        var reply = await ResponsesReply.AskAsync(
            _gateway, $$$"""{"model":"{{{upstream}}}/simulated-model","stream":{{{(stream ? "true" : "false")}}},"input":"hi"{{{Tools}}}}""");

        var call = Assert.Single(reply.Items("function_call"));
        Assert.Equal(("get", Group), (call.GetProperty("name").GetString(), call.GetProperty("namespace").GetString()));
    }

    [Fact]
    public async Task A_response_without_a_stream_to_a_streamed_call_has_the_callers_names()
    {
        var fitted = Assert.Single(await LearnAsync(ProtocolCase.Messages, "chat", Offering(_first)));
        _gateway.Upstream.Reply(SimulatedResponse.Raw(200, "application/json", System.Text.Encoding.UTF8.GetBytes($$$"""
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant",
             "content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"{{{fitted}}}","arguments":"{}"}}]}}]}
            """)));

        var (_, answer, transcript) = await ProtocolCase.Messages.SendAsync(_gateway.Client, ProtocolCase.Messages.Ask("chat", stream: true, Offering(_first)));

        Assert.NotNull(transcript);
        Assert.Empty(answer.Problems);
        Assert.Equal(_first, Assert.Single(answer.ToolCalls).Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_its_own_protocol_a_name_passes_as_it_is(bool stream)
    {
        await using var gateway = await TestGateway.StartAsync(simulator: new UpstreamSimulatorOptions { ValidatesRequests = false });
        gateway.Upstream.Reply(SimulatedResponse.Empty.WithToolCall(Dotted, "{}"));
        var more = $$$""","tools":[{"type":"function","function":{"name":"{{{Dotted}}}","parameters":{"type":"object"} }}]""";

        var (_, answer, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, ProtocolCase.Chat.Ask("chat", stream, more));

        Assert.Equal(Dotted, Assert.Single(answer.ToolCalls).Name);
        Assert.Equal([Dotted], Assert.Single(gateway.Received).Content.Tools);
    }

    private static string Offering(params string[] names) => ",\"max_tokens\":500,\"tools\":"
        + JsonSerializer.Serialize(names.Select(name => new { name, input_schema = new { type = "object" } }));

    /// <summary>Sends a request to read the tool names that the provider receives; the gateway always chooses the same ones.</summary>
    private async Task<IReadOnlyList<string>> LearnAsync(ProtocolCase caller, string upstream, string more)
    {
        var (response, answer, _) = await caller.SendAsync(_gateway.Client, caller.Ask(upstream, stream: false, more));
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
        var asked = Assert.Single(_gateway.Received);
        Assert.Equal(WireProtocol.Find(upstream), asked.Protocol);
        return asked.Content.Tools;
    }
}
