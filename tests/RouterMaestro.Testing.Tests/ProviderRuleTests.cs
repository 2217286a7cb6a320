using System.Net;
using System.Text.Json;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>Models, token counts, keys, and what a provider refuses.</summary>
public class ProviderRuleTests : SimulatorTest
{
    private protected override UpstreamSimulatorOptions Options => new()
    {
        Models = ["alpha", "beta/two", "gamma"],
        RejectsUnknownModels = true,
    };

    [Theory]
    [InlineData("v1/models/beta/two")]
    [InlineData("deep/prefix/v1/models/beta%2Ftwo")]
    public async Task A_model_with_a_slash_is_found(string path)
    {
        Assert.Equal("beta/two", (await Client.GetAsync(path)).Json.GetProperty("id").GetString());
        Assert.Equal("beta/two", (await Client.GetAsync(path, anthropic: true)).Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task OpenAI_lists_and_gives_models()
    {
        var (list, body) = await Client.GetAsync("v1/models");
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.Equal("list", body.GetProperty("object").GetString());
        Assert.Equal(["alpha", "beta/two", "gamma"], body.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));

        var (_, model) = await Client.GetAsync("v1/models/beta/two");
        Assert.Equal(("beta/two", "model"), (model.GetProperty("id").GetString(), model.GetProperty("object").GetString()));
        var (missing, error) = await Client.GetAsync("v1/models/nope");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal("model_not_found", error.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Anthropic_lists_models_by_pages()
    {
        var (_, first) = await Client.GetAsync("v1/models?limit=2", anthropic: true);
        Assert.True(first.GetProperty("has_more").GetBoolean());
        Assert.Equal(("alpha", "beta/two"), (first.GetProperty("first_id").GetString(), first.GetProperty("last_id").GetString()));
        var (_, second) = await Client.GetAsync("v1/models?limit=2&after_id=beta%2Ftwo", anthropic: true);
        Assert.False(second.GetProperty("has_more").GetBoolean());
        var model = Assert.Single(second.GetProperty("data").EnumerateArray());
        Assert.Equal(("gamma", "model"), (model.GetProperty("id").GetString(), model.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("chat", "The model `m` does not exist or you do not have access to it.", "invalid_request_error")]
    [InlineData("responses", "The model `m` does not exist or you do not have access to it.", "invalid_request_error")]
    [InlineData("messages", "model: m", "not_found_error")]
    public async Task An_unknown_model_is_refused_when_asked_so(string protocol, string message, string type)
    {
        using var response = await Client.SendAsync(protocol, WireClient.Request(protocol));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var error = ObservedResponse.FromBody(WireClient.Protocol(protocol), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal((message, type), (error.ErrorMessage, error.ErrorType));
    }

    [Fact]
    public async Task Tokens_are_counted_and_other_operations_can_be_scripted()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        using var content = new StringContent("""{"model":"alpha","messages":[{"role":"user","content":"x"}]}""");
        using var response = await http.PostAsync(new Uri(Upstream.Address, "v1/messages/count_tokens"), content);
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.True(body.RootElement.GetProperty("input_tokens").GetInt32() > 0);

        Upstream.When(SimulatedOperation.Models).Enqueue(SimulatedFault.Status(500));
        Assert.Equal(HttpStatusCode.InternalServerError, (await Client.GetAsync("v1/models")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync("v1/models")).Response.StatusCode);
    }

    [Fact]
    public async Task A_key_is_asked_for_in_either_header()
    {
        await using var upstream = await UpstreamSimulator.StartAsync(new() { RequiredKey = "sk-1" });
        using var client = new WireClient(upstream);
        using var refused = await client.SendAsync("messages", WireClient.Request("messages"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-api-key", "sk-1");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(upstream.Address, "v1/models"))).StatusCode);
        http.DefaultRequestHeaders.Clear();
        http.DefaultRequestHeaders.Add("Authorization", "Bearer sk-1");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(upstream.Address, "v1/models"))).StatusCode);
    }

    [Theory]
    [InlineData("v1/unknown", false)]
    [InlineData("v1/unknown", true)]
    public async Task Unknown_routes_are_404_in_the_protocol(string path, bool anthropic)
    {
        var (response, json) = await Client.GetAsync(path, anthropic);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(anthropic ? "not_found_error" : "invalid_request_error", json.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Results_may_come_without_their_calls_when_the_provider_keeps_the_conversation()
    {
        Upstream.Reply(SimulatedResponse.Text("welcome"));
        using var response = await Client.SendAsync("messages", """
            {"model":"alpha","max_tokens":5,"thread":{"type":"continue","previous_message_id":"msg_1"},
             "messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t2","content":"x"}]}]}
            """);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var other = await Client.SendAsync("responses", """
            {"model":"alpha","previous_response_id":"resp_1","input":[{"type":"function_call_output","call_id":"c2","output":"x"}]}
            """);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("chat", """{"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("chat", """{"model":"alpha","messages":[]}""", "empty array")]
    [InlineData("chat", """{"model":"alpha","messages":[{"role":"tool","tool_call_id":"x","content":"y"}]}""", "role 'tool'")]
    [InlineData("chat", """{"model":"alpha","messages":[{"role":"assistant","tool_calls":[{"id":"c1"}]},{"role":"user","content":"x"}]}""", "c1")]
    [InlineData("chat", """{"model":"alpha","messages":[{"role":"robot","content":"x"}]}""", "robot")]
    [InlineData("chat", """{"model":"alpha","messages":[{"role":"user","content":"x"}],"stream_options":{"include_usage":true}}""", "stream_options")]
    [InlineData("messages", """{"model":"alpha","max_tokens":0,"messages":[{"role":"user","content":"x"}]}""", "max_tokens")]
    [InlineData("responses", """{"input":"x"}""", "'model'")]
    [InlineData("responses", """{"model":"alpha"}""", "'input'")]
    [InlineData("responses", """{"model":"alpha","input":"x","max_output_tokens":15}""", "Expected a value >= 16, but got 15 instead")]
    [InlineData("responses", """{"model":"alpha","input":"x","tools":[{"type":"function","function":{"name":"f"}}]}""", "'tools[0].name'")]
    [InlineData("responses", """{"model":"alpha","input":[{"role":"tool","content":"x"}]}""", "'tool'")]
    [InlineData("responses", """{"model":"alpha","input":[{"role":"user","content":[{"type":"text","text":"x"}]}]}""", "'input_text'")]
    [InlineData("responses", """{"model":"alpha","input":[{"role":"assistant","content":[{"type":"input_text","text":"x"}]}]}""", "'output_text'")]
    [InlineData("responses", """{"model":"alpha","input":[{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"}]}""", "No tool output found for function call c1.")]
    [InlineData("responses", """{"model":"alpha","input":[{"type":"function_call_output","call_id":"c2","output":"x"}]}""", "call_id c2")]
    [InlineData("responses", """{"model":"alpha","input":[{"type":"reasoning","id":"rs_1","summary":[]},{"role":"user","content":"x"}]}""", "'rs_1' of type 'reasoning'")]
    [InlineData("chat", "[1", "JSON")]
    [InlineData("messages", """{"model":"alpha","messages":[{"role":"user","content":"x"}]}""", "max_tokens")]
    [InlineData("messages", """{"model":"alpha","max_tokens":5,"messages":[]}""", "messages")]
    [InlineData("messages", """{"model":"alpha","max_tokens":5,"messages":[{"role":"tool","content":"x"}]}""", "messages.0.role")]
    [InlineData("messages", """{"model":"alpha","max_tokens":5,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"w","input":{}}]},{"role":"user","content":"x"}]}""", "t1")]
    [InlineData("messages", """{"model":"alpha","max_tokens":5,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t2","content":"x"}]}]}""", "t2")]
    [InlineData("messages", """{"model":"alpha","max_tokens":5,"messages":[{"role":"user","content":[{"type":"text","text":""}]}]}""", "non-empty")]
    [InlineData("chat", """{"model":"alpha","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"a.b"}}]}""", "'tools[0].function.name': string does not match")]
    [InlineData("chat", """{"model":"alpha","messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"custom","custom":{"name":"a:b"}}}""", "'tool_choice.custom.name': string does not match")]
    [InlineData("chat", """{"model":"alpha","messages":[{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"a/b","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"x"}]}""", "'messages[0].tool_calls[0].function.name'")]
    [InlineData("responses", """{"model":"alpha","input":"x","tools":[{"type":"namespace","name":"n","tools":[{"type":"function","name":"a.b"}]}]}""", "'tools[0].tools[0].name': string does not match")]
    [InlineData("responses", """{"model":"alpha","input":"x","tool_choice":{"type":"function","name":"a.b"}}""", "'tool_choice.name': string does not match")]
    [InlineData("responses", """{"model":"alpha","input":[{"type":"function_call","call_id":"c1","name":"a.b","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"x"}]}""", "'input[0].name': string does not match")]
    [InlineData("messages", """{"model":"alpha","max_tokens":5,"messages":[{"role":"user","content":"x"}],"tools":[{"name":"a.b","input_schema":{}}]}""", "tools.0.custom.name: String should match pattern")]
    [InlineData("messages", """{"model":"alpha","max_tokens":5,"messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"tool","name":"a.b"}}""", "tool_choice.tool.name: String should match pattern")]
    [InlineData("messages", """{"model":"alpha","max_tokens":5,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"a.b","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"x"}]}]}""", "messages.0.content.0.tool_use.name: String should match pattern")]
    public async Task What_the_provider_would_refuse_is_refused(string protocol, string body, string message)
    {
        Upstream.Reply(SimulatedResponse.Text("should not come"));
        using var response = await Client.SendAsync(protocol, body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = ObservedResponse.FromBody(WireClient.Protocol(protocol), await response.Content.ReadAsByteArrayAsync());
        Assert.Contains(message, error.ErrorMessage!, StringComparison.Ordinal);
        Assert.Equal("invalid_request_error", error.ErrorType);
    }

    [Theory]
    [InlineData("chat", 64)]
    [InlineData("responses", 64)]
    [InlineData("messages", 128)]
    public async Task Names_of_tools_are_refused_when_they_are_too_long(string protocol, int longest)
    {
        string Offering(int length)
        {
            var name = $"\"name\":\"{new string('n', length)}\"";
            return protocol switch
            {
                "chat" => $$""","tools":[{"type":"function","function":{ {{name}} } }]""",
                "responses" => $$""","tools":[{"type":"function",{{name}}}]""",
                _ => $$""","tools":[{ {{name}},"input_schema":{"type":"object"} }]""",
            };
        }

        Assert.Null((await Client.AskAsync(protocol, more: Offering(longest), model: "alpha")).ErrorMessage);
        Assert.Contains("tools", (await Client.AskAsync(protocol, more: Offering(longest + 1), model: "alpha")).ErrorMessage!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", "max_completion_tokens", "top_k", "Unrecognized request argument supplied: top_k")]
    [InlineData("responses", "top_logprobs", "max_tokens", "Unknown parameter: 'max_tokens'.")]
    [InlineData("messages", "top_k", "frequency_penalty", "frequency_penalty: Extra inputs are not permitted")]
    public async Task Fields_of_the_other_protocol_are_refused_when_asked_so(string protocol, string own, string other, string message)
    {
        await using var upstream = await UpstreamSimulator.StartAsync(new() { RejectsUnknownFields = true });
        using var client = new WireClient(upstream);
        Assert.Null((await client.AskAsync(protocol, more: $",\"{own}\":5")).ErrorMessage);
        Assert.Equal(message, (await client.AskAsync(protocol, more: $",\"{other}\":5")).ErrorMessage);
    }

    [Fact]
    public async Task Validation_can_be_turned_off()
    {
        await using var upstream = await UpstreamSimulator.StartAsync(new() { ValidatesRequests = false });
        using var client = new WireClient(upstream);
        using var response = await client.SendAsync("messages", """{"model":"m","messages":[]}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
