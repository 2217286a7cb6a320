using System.Net;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>
/// Deviations of clients from the published APIs: default members (pydantic-ai, npm openai), a schema beside json_object
/// (Together), no null citations (@ai-sdk/anthropic 2.0 and 3.0).
/// </summary>
public sealed class ClientHabitTests : IClassFixture<GatewayFixture>
{
    private const string Schema = """{"type":"object","properties":{"n":{"type":"number"}},"required":["n"],"additionalProperties":false}""";

    private readonly TestGateway _gateway;

    public ClientHabitTests(GatewayFixture fixture)
    {
        _gateway = fixture.Gateway;
        _gateway.Upstream.Reset();
    }

    public static TheoryData<string, string> Defaults
    {
        get
        {
            string[] said =
            [
                "\"store\":false", "\"n\":1", "\"logprobs\":false", "\"service_tier\":\"auto\"", "\"service_tier\":\"default\"", "\"modalities\":[\"text\"]",
            ];
            var data = new TheoryData<string, string>();
            foreach (var member in said)
            {
                data.Add("messages", member);
                data.Add("responses", member);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task Default_members_of_a_Chat_request_are_no_loss(string upstream, string said)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("Hi."));

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(_gateway.Client, ProtocolCase.Chat.Ask(upstream, stream: false, "," + said));

        Assert.Equal("Hi.", answer.Text);
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
    }

    [Theory]
    [InlineData("\"store\":true", "store")]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"logprobs\":true", "logprobs")]
    [InlineData("\"service_tier\":\"flex\"", "service_tier")]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", "modalities")]
    public async Task Unsupported_members_of_a_Chat_request_are_losses(string said, string expected)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("Hi."));

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(_gateway.Client, ProtocolCase.Chat.Ask("messages", stream: false, "," + said));

        Assert.Equal("Hi.", answer.Text);
        Assert.Equal(expected, Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
    }

    [Theory]
    [InlineData("messages", "output_config")]
    [InlineData("responses", "text")]
    public async Task A_schema_beside_json_object_is_enforced(string upstream, string place)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("""{"n":7}"""));

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(
            _gateway.Client, ProtocolCase.Chat.Ask(upstream, stream: false, $$""","response_format":{"type":"json_object","schema":{{Schema}}}"""));

        Assert.Equal("""{"n":7}""", answer.Text);
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
        var format = JsonNode.Parse(_gateway.Received[^1].Body.Span)![place]!["format"]!;
        Assert.Equal("json_schema", (string?)format["type"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Schema), format["schema"]), format.ToJsonString());
    }

    [Theory]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("responses", false)]
    [InlineData("responses", true)]
    public async Task The_citations_of_a_text_are_an_empty_list_if_there_are_none(string upstream, bool stream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("Hi."));

        using var response = await _gateway.Client.SendAsync(ProtocolCase.Messages.Ask(upstream, stream, ",\"max_tokens\":9"));

        var answer = await response.Content.ReadAsStringAsync();
        Assert.Contains("Hi.", answer, StringComparison.Ordinal);
        Assert.Contains("\"citations\":[]", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_no_citations_comes_back_without_loss()
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("Hi."));

        var (response, answer, _) = await ProtocolCase.Messages.SendAsync(
            _gateway.Client,
            ProtocolCase.Messages.AskAll(
                "chat",
                stream: false,
                """
                {"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"text","text":"Hi.","citations":[]}]},{"role":"user","content":"so?"}
                """,
                ",\"max_tokens\":9"));

        Assert.Equal("Hi.", answer.Text);
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
    }

    [Theory]
    [InlineData("messages")]
    [InlineData("responses")]
    public async Task The_name_of_the_function_beside_its_result_is_not_lost(string upstream)
    {
        _gateway.Upstream.Reply(SimulatedResponse.Text("Rain."));

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(
            _gateway.Client,
            ProtocolCase.Chat.AskAll(
                upstream,
                stream: false,
                """
                {"role":"user","content":"hi"},
                {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"call_1","name":"f","content":"rain"}
                """));

        Assert.Equal("Rain.", answer.Text);
        Assert.False(response.Headers.Contains("x-router-maestro-dropped"));
    }

    [Theory]
    [InlineData("chat", ",\"tools\":[{\"type\":\"function\"}]", "'tools.0.function' is required")]
    [InlineData("responses", ",\"tools\":[{\"type\":\"function\",\"function\":{}}]", "'tools.0.name' is required")]
    public async Task An_error_whose_position_is_only_in_its_message_is_located(string caller, string said, string expected)
    {
        using var response = await _gateway.Client.SendAsync(ProtocolCase.Named(caller).Ask("messages", stream: false, said));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal(expected, (string?)error["message"]);
        Assert.Contains((string)error["param"]!, expected, StringComparison.Ordinal);
    }
}
