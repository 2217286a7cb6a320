using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>Loops of tools in front of Gemini 3, which refuses a call of the current turn without the signature that it gave it.</summary>
public sealed class ThoughtSignatureTests
{
    private const string ArgumentsOfModel = """{"n": 1.0, "path":"é/ü"}""";
    private const string ArgumentsOfClient = """{"path":"\u00e9/ü","n":1}""";

    private static UpstreamSimulatorOptions Gemini { get; } = new() { Server = SimulatedServer.Gemini };

    public static TheoryData<string, bool, bool> Clients()
    {
        var data = new TheoryData<string, bool, bool>();
        foreach (var protocol in ProtocolCase.All)
        {
            data.Add(protocol.Name, false, false);
            data.Add(protocol.Name, false, true);
            data.Add(protocol.Name, true, false);
            data.Add(protocol.Name, true, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Clients_that_keep_ids_alone_are_served(string protocol, bool stream, bool reasons)
    {
        await using var gateway = await TestGateway.StartAsync(simulator: Gemini);
        var client = new Client(ProtocolCase.Named(protocol), stream, reasons);
        for (var turn = 0; turn < 4; turn++)
        {
            await client.AskAsync(gateway, returnsSignatures: false);
        }

        var calls = JsonNode.Parse(gateway.Received[^1].Body.Span)!["messages"]!.AsArray().Where(m => (string?)m!["role"] == "assistant").ToList();
        Assert.Equal(3, calls.Count);
        Assert.All(calls, message =>
        {
            Assert.NotNull(message!["tool_calls"]![0]!["extra_content"]!["google"]!["thought_signature"]);
            Assert.Null(message["tool_calls"]![1]!["extra_content"]);
        });
    }

    [Theory]
    [InlineData("messages", false)]
    [InlineData("messages", true)]
    [InlineData("responses", false)]
    [InlineData("responses", true)]
    public async Task Clients_that_return_reasoning_are_served_by_a_gateway_that_has_never_seen_them(string protocol, bool stream)
    {
        var client = new Client(ProtocolCase.Named(protocol), stream, reasons: true);
        for (var turn = 0; turn < 3; turn++)
        {
            await using var gateway = await TestGateway.StartAsync(simulator: Gemini);
            await client.AskAsync(gateway, returnsSignatures: true);
        }
    }

    [Theory]
    [InlineData("messages", "messages")]
    [InlineData("messages", "responses")]
    [InlineData("messages", "other")]
    [InlineData("responses", "messages")]
    [InlineData("responses", "responses")]
    [InlineData("responses", "other")]
    public async Task Another_provider_does_not_get_them_and_the_caller_learns_it(string protocol, string provider)
    {
        await using var gateway = await TestGateway.StartAsync(simulator: Gemini, configureWith: AddOther);
        var client = new Client(ProtocolCase.Named(protocol), stream: false, reasons: true);
        await client.AskAsync(gateway, returnsSignatures: true);

        var response = await client.AskAsync(gateway, returnsSignatures: true, provider, accepts: provider != "other");

        Assert.NotEmpty(response.Headers.GetValues("x-router-maestro-dropped"));
        Assert.DoesNotContain("thought_signature", Encoding.UTF8.GetString(gateway.Received[^1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_provider_of_Chat_does_not_get_them()
    {
        await using var gateway = await TestGateway.StartAsync(simulator: Gemini, configureWith: AddOther);
        var client = new Client(ProtocolCase.Chat, stream: false, reasons: false);
        var first = await client.AskAsync(gateway, returnsSignatures: true);
        Assert.Contains("thought_signature", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var response = await client.AskAsync(gateway, returnsSignatures: true, "other", accepts: false);

        Assert.Contains("messages.tool_calls.extra_content", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")), StringComparison.Ordinal);
        Assert.DoesNotContain("thought_signature", Encoding.UTF8.GetString(gateway.Received[^1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Chat_client_that_returns_them_passes_through()
    {
        await using var gateway = await TestGateway.StartAsync(simulator: Gemini);
        var client = new Client(ProtocolCase.Chat, stream: false, reasons: false);
        await client.AskAsync(gateway, returnsSignatures: true);

        var response = await client.AskAsync(gateway, returnsSignatures: true);

        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
        Assert.Equal(client.Sent.Replace("chat/simulated-model", "simulated-model", StringComparison.Ordinal), Encoding.UTF8.GetString(gateway.Received[^1].Body.Span));
    }

    private static void AddOther(IRouterMaestroBuilder router, UpstreamSimulator upstream) =>
        router.AddOpenAICompatible("other", upstream.BaseUrl.ToString(), o => o.ApiKey = TestGateway.UpstreamKey);

    /// <summary>A client that calls two tools in each turn and writes the arguments anew, as those do that parse them.</summary>
    private sealed class Client(ProtocolCase protocol, bool stream, bool reasons)
    {
        private readonly List<string> _history = ["""{"role":"user","content":"go"}"""];

        public string Sent { get; private set; } = "";

        private string Extra => (protocol.Name, reasons) switch
        {
            ("messages", true) => ""","max_tokens":4096,"thinking":{"type":"enabled","budget_tokens":1024},"tools":[{"name":"f","input_schema":{"type":"object"}}]""",
            ("messages", _) => ""","max_tokens":99,"tools":[{"name":"f","input_schema":{"type":"object"}}]""",
            ("responses", true) => ""","reasoning":{"effort":"low"},"include":["reasoning.encrypted_content"],"store":false,"tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}}}]""",
            ("responses", _) => ""","tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}}}]""",
            _ => ""","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}]""",
        };

        public async Task<HttpResponseMessage> AskAsync(TestGateway gateway, bool returnsSignatures, string provider = "chat", bool accepts = true)
        {
            gateway.Upstream.Reply(SimulatedResponse.Empty.WithReasoning("hm").WithToolCall("f", ArgumentsOfModel).WithToolCall("f", """{"n":2}"""));
            var request = protocol.AskAll(provider, stream, string.Join(',', _history), Extra);
            Sent = await request.Content!.ReadAsStringAsync();

            var (response, answer, _) = await protocol.SendAsync(gateway.Client, request);

            Assert.True(accepts == (response.StatusCode == HttpStatusCode.OK), answer.ErrorMessage);
            if (accepts)
            {
                AddTurn(answer.ToolCalls, returnsSignatures ? answer.Signatures : [], returnsSignatures && protocol == ProtocolCase.Chat ? await response.Content.ReadAsStringAsync() : null);
            }

            return response;
        }

        public void AddTurn(IReadOnlyList<ObservedToolCall> calls, IReadOnlyList<string> signatures, string? whole = null)
        {
            Assert.Equal(2, calls.Count);
            var written = calls.Select(call => (call.Id, Arguments: call.Arguments.Contains("path", StringComparison.Ordinal) ? ArgumentsOfClient : call.Arguments)).ToList();
            if (protocol == ProtocolCase.Messages)
            {
                var blocks = signatures.Select(s => $$"""{"type":"thinking","thinking":"","signature":{{JsonValue.Create(s)!.ToJsonString()}}}""")
                    .Concat(written.Select(c => $$"""{"type":"tool_use","id":"{{c.Id}}","name":"f","input":{{c.Arguments}}}"""));
                _history.Add($$"""{"role":"assistant","content":[{{string.Join(',', blocks)}}]}""");
                _history.Add($$"""{"role":"user","content":[{{string.Join(',', written.Select(c => $$"""{"type":"tool_result","tool_use_id":"{{c.Id}}","content":"1"}"""))}}]}""");
            }
            else if (protocol == ProtocolCase.Responses)
            {
                _history.AddRange(signatures.Select(s => $$"""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":{{JsonValue.Create(s)!.ToJsonString()}}}"""));
                _history.AddRange(written.Select(c => $$"""{"type":"function_call","call_id":"{{c.Id}}","name":"f","arguments":{{JsonValue.Create(c.Arguments)!.ToJsonString()}}}"""));
                _history.AddRange(written.Select(c => $$"""{"type":"function_call_output","call_id":"{{c.Id}}","output":"1"}"""));
            }
            else
            {
                var plain = written.Select(c => $$$"""{"id":"{{{c.Id}}}","type":"function","function":{"name":"f","arguments":{{{JsonValue.Create(c.Arguments)!.ToJsonString()}}}}}""");
                _history.Add(whole is null ? $$"""{"role":"assistant","content":null,"tool_calls":[{{string.Join(',', plain)}}]}""" : JsonNode.Parse(whole)!["choices"]![0]!["message"]!.ToJsonString());
                _history.AddRange(written.Select(c => $$"""{"role":"tool","tool_call_id":"{{c.Id}}","content":"1"}"""));
            }
        }
    }
}
