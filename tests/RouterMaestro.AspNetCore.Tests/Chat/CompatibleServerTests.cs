using System.Net;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>Conversations of agents in front of servers that take simple messages alone.</summary>
public sealed class CompatibleServerTests
{
    private const string Tools = """ "tools":[{"name":"f","input_schema":{"type":"object","properties":{"n":{"type":"integer"}}}}]""";

    public static TheoryData<SimulatedServer, bool> Servers => new()
    {
        { SimulatedServer.Strings, false },
        { SimulatedServer.Strings, true },
        { SimulatedServer.Template, false },
        { SimulatedServer.Template, true },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Ten_turns_of_tools_with_instructions_between_them_are_taken(SimulatedServer server, bool stream)
    {
        await using var gateway = await TestGateway.StartAsync(simulator: new() { Server = server });
        var messages = new JsonArray(Message("user", """[{"type":"text","text":"<reminder>"},{"type":"text","text":"go"}]"""), Message("system", "\"agents: x\""));
        for (var turn = 0; turn < 10; turn++)
        {
            gateway.Upstream.Reply(SimulatedResponse.Text($"turn {turn}").WithToolCall("f", $$"""{"n":{{turn}}}"""));
            var body = $$"""{"model":"chat/simulated-model","max_tokens":500,"stream":{{(stream ? "true" : "false")}},"system":[{"type":"text","text":"one"},{"type":"text","text":"two"}],{{Tools}},"messages":{{messages.ToJsonString()}}}""";

            var (response, answer, _) = await ProtocolCase.Messages.SendAsync(gateway.Client, ProtocolCase.Messages.Ask(body));

            Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
            var call = Assert.Single(answer.ToolCalls);
            messages.Add(Message("assistant", $$$"""[{"type":"text","text":"a"},{"type":"text","text":"turn {{{turn}}}"},{"type":"tool_use","id":"{{{call.Id}}}","name":"f","input":{"n":{{{turn}}}}}]"""));
            messages.Add(Message("user", $$"""[{"type":"tool_result","tool_use_id":"{{call.Id}}","content":[{"type":"text","text":"r1"},{"type":"text","text":"r2"}]},{"type":"text","text":"next"}]"""));
            messages.Add(Message("system", $"\"mid {turn}\""));
        }

        var sent = JsonNode.Parse(gateway.Received[^1].Body.Span)!["messages"]!.AsArray();
        Assert.Equal("one\n\ntwo", (string?)sent[0]!["content"]);
        Assert.Equal("next\n\nmid 8", (string?)sent[^1]!["content"]);
        Assert.Equal(1 + 1 + (9 * 3), sent.Count);
    }

    [Theory]
    [InlineData(SimulatedServer.Strings)]
    [InlineData(SimulatedServer.Template)]
    public async Task Instructions_of_Codex_are_taken(SimulatedServer server)
    {
        await using var gateway = await TestGateway.StartAsync(simulator: new() { Server = server });
        const string Body = """
            {"model":"chat/simulated-model","instructions":"top","input":[{"role":"developer","content":[{"type":"input_text","text":"d1"},{"type":"input_text","text":"d2"}]},
            {"role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
            {"type":"function_call_output","call_id":"c","output":"1"},{"role":"developer","content":"mid"},{"role":"user","content":"z"}]}
            """;
        var responses = ProtocolCase.Named("responses");

        var (response, answer, _) = await responses.SendAsync(gateway.Client, responses.Ask(Body));

        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
        var sent = JsonNode.Parse(gateway.Received[^1].Body.Span)!["messages"]!.AsArray();
        Assert.Equal(["top\n\nd1\n\nd2", "a\n\nb", "", "1", "mid\n\nz"], sent.Select(m => (string?)m!["content"]));
    }

    [Fact]
    public async Task The_messages_of_a_Chat_caller_pass_as_they_are()
    {
        await using var gateway = await TestGateway.StartAsync(simulator: new() { Server = SimulatedServer.Template });
        const string Body = """{"model":"chat/simulated-model","messages":[{"role":"user","content":"q"},{"role":"system","content":"mid"}]}""";

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, ProtocolCase.Chat.Ask(Body));

        Assert.Equal((HttpStatusCode.BadRequest, "System message must be at the beginning."), (response.StatusCode, answer.ErrorMessage));
        Assert.Equal(Body.Replace("chat/", "", StringComparison.Ordinal), System.Text.Encoding.UTF8.GetString(gateway.Received[^1].Body.Span));
    }

    private static JsonNode Message(string role, string content) => new JsonObject { ["role"] = role, ["content"] = JsonNode.Parse(content) };
}
