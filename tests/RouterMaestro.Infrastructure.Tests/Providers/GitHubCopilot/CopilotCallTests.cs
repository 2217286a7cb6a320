using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>Calls to Copilot's models from every protocol, through HTTP at both ends. The simulator refuses what Copilot refuses.</summary>
public sealed class CopilotCallTests
{
    public static TheoryData<string, string, bool> Directions
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var caller in new[] { "chat", "responses", "messages" })
            {
                foreach (var model in new[] { "gpt-4.1", "gpt-5-mini", "gpt-5.5", "gpt-5.3-codex", "claude-sonnet-4.6", "gemini-2.5-pro" })
                {
                    data.Add(caller, model, false);
                    data.Add(caller, model, true);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public async Task Every_model_is_reached_from_every_protocol_with_tools_and_an_image(string caller, string model, bool stream)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Reply(SimulatedResponse.Text("I look.").WithToolCall("look", """{"at":"sky"}""").WithUsage(input: 120, output: 9, cacheRead: 100));

        var (status, body) = await gateway.PostAsync(PathOf(caller), Body(caller, $"github-copilot/{model}", stream));

        Assert.True(status == 200, body);
        var response = Observe(caller, body, stream);
        Assert.Empty(response.Problems);
        Assert.Equal("I look.", response.Text);
        Assert.Equal("""{"at":"sky"}""", Assert.Single(response.ToolCalls).Arguments);
        Assert.DoesNotContain("copilot_usage", body, StringComparison.Ordinal);
        var call = Assert.Single(gateway.Copilot.Calls);
        Assert.Equal("true", call.Headers["Copilot-Vision-Request"]);
        Assert.Equal("user", call.Headers["X-Initiator"]);
        await CostIsToldAsync(gateway);
    }

    [Theory]
    [InlineData("messages", "claude-sonnet-4.6", "/v1/messages")]
    [InlineData("chat", "claude-sonnet-4.6", "/chat/completions")]
    [InlineData("responses", "claude-sonnet-4.6", "/chat/completions")]
    [InlineData("responses", "gpt-5-mini", "/responses")]
    [InlineData("messages", "gpt-5-mini", "/chat/completions")]
    [InlineData("chat", "gpt-5.5", "/responses")]
    public async Task The_endpoint_follows_the_model_and_the_caller(string caller, string model, string path)
    {
        await using var gateway = await CopilotGateway.StartAsync();

        var (status, body) = await gateway.PostAsync(PathOf(caller), Body(caller, $"github-copilot/{model}", stream: false));

        Assert.True(status == 200, body);
        Assert.EndsWith(path, Assert.Single(gateway.Copilot.Calls).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Copilot_refuses_is_left_out_of_translated_requests_and_named()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("v1/messages", UriKind.Relative))
        {
            Content = new StringContent("""
                {"model":"github-copilot/gpt-5.5","max_tokens":100,"temperature":0.5,"stop_sequences":["x"],"top_k":4,"messages":[{"role":"user","content":"hi"}]}
                """),
        };

        using var response = await gateway.Client.SendAsync(request);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var dropped = string.Join(',', response.Headers.GetValues("x-router-maestro-dropped"));
        Assert.Contains("temperature", dropped, StringComparison.Ordinal);
        Assert.Contains("stop", dropped, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpt-5.4", "xhigh", "xhigh")]
    [InlineData("gpt-5-mini", "xhigh", "high")]
    [InlineData("claude-sonnet-4.6", "max", "high")]
    [InlineData("claude-sonnet-4.6", "minimal", "low")]
    [InlineData("claude-opus-4.7", "xhigh", "high")]
    [InlineData("gpt-5.5", "none", "none")]
    [InlineData("gpt-4o", "high", null)]
    public async Task The_effort_is_the_highest_that_the_model_accepts_up_to_the_one_asked_for(string model, string asked, string? sent)
    {
        await using var gateway = await CopilotGateway.StartAsync();

        var (status, body) = model == "gpt-5.5"
            ? await gateway.ChatAsync($"github-copilot/{model}", $"\"reasoning_effort\":\"{asked}\",")
            : model.StartsWith("gpt-5", StringComparison.Ordinal)
            ? await gateway.PostAsync("v1/messages", $$$"""{"model":"github-copilot/{{{model}}}","max_tokens":900,"output_config":{"effort":"{{{asked}}}"},"messages":[{"role":"user","content":"hi"}]}""")
            : await gateway.PostAsync("v1/responses", $$$"""{"model":"github-copilot/{{{model}}}","store":false,"reasoning":{"effort":"{{{asked}}}"},"input":"hi"}""");

        Assert.True(status == 200, body);
        var call = JsonNode.Parse(gateway.Copilot.Calls[^1].Body.Span)!;
        Assert.Equal(sent, (string?)(call["reasoning_effort"] ?? call["reasoning"]?["effort"]));
    }

    [Fact]
    public async Task A_hundred_calls_with_an_expired_token_cause_one_exchange()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        await gateway.ChatAsync("github-copilot/gpt-4.1");
        gateway.Copilot.ExpireTokens();

        var all = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => gateway.ChatAsync("github-copilot/gpt-4.1")));

        Assert.All(all, one => Assert.Equal(200, one.Status));
        Assert.Equal(2, gateway.Copilot.TokenExchanges);
    }

    [Fact]
    public async Task A_stored_token_serves_after_a_restart_while_GitHub_is_down()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        Assert.Equal(200, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
        await StoredAsync(gateway);
        gateway.Copilot.TokenExchange.Reply(SimulatedFault.Status(503));

        await gateway.RestartAsync();

        Assert.Equal(200, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
        Assert.Equal(1, gateway.Copilot.TokenExchanges);
    }

    [Fact]
    public async Task A_login_that_GitHub_refuses_is_a_424_that_says_what_to_do()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Account.HasLicence = false;

        var (status, body) = await gateway.ChatAsync("github-copilot/gpt-4.1");

        Assert.Equal(424, status);
        Assert.Contains("router-maestro auth login github-copilot", body, StringComparison.Ordinal);
        var account = (await gateway.AdminAsync(HttpMethod.Get, "auth"))["providers"]![0]!;
        Assert.Equal("expired", (string)account["status"]!);
    }

    [Fact]
    public async Task A_wrong_host_is_left_for_the_one_that_the_next_token_names()
    {
        await using var gateway = await CopilotGateway.StartAsync(options: "\"api_url\":null,");
        Assert.Equal(200, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
        gateway.Copilot.MoveApi();

        Assert.Equal(200, (await gateway.ChatAsync("github-copilot/gpt-4.1")).Status);
        Assert.Equal(2, gateway.Copilot.TokenExchanges);
    }

    [Theory]
    [InlineData("github_pat_")]
    [InlineData("gho_")]
    public async Task A_token_of_an_operator_is_sent_itself_and_exchanged_once_it_is_refused(string prefix)
    {
        await using var gateway = await CopilotGateway.StartAsync(isLoggedIn: false);
        var token = gateway.Copilot.AddGitHubToken(prefix: prefix);
        gateway.Copilot.AcceptsGitHubTokens = true;
        await gateway.AdminAsync(HttpMethod.Post, "auth/login", $$"""{"provider":"github-copilot","api_key":"{{token}}","verify":false}""");
        await Direct("direct");
        Assert.Equal(0, gateway.Copilot.TokenExchanges);

        gateway.Copilot.AcceptsGitHubTokens = false;
        await Direct("exchanged");
        Assert.Equal(1, gateway.Copilot.TokenExchanges);

        async Task Direct(string what)
        {
            var (status, body) = await gateway.PostAsync("v1/chat/completions", Body("chat", "github-copilot/gpt-4.1", stream: false));
            Assert.True(status == 200, $"{what}: {body}");
        }
    }

    [Fact]
    public async Task Thinking_whose_signature_is_refused_is_left_out_and_the_request_sent_once_more()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.ChecksSignatures = true;

        var (status, body) = await gateway.PostAsync("v1/messages", """
            {"model":"github-copilot/claude-sonnet-4.6","max_tokens":2000,"thinking":{"type":"enabled","budget_tokens":1024},"messages":[
             {"role":"user","content":"a"},
             {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"b2xk"},{"type":"text","text":"b"}]},
             {"role":"user","content":"c"}]}
            """);

        Assert.True(status == 200, body);
        Assert.DoesNotContain("b2xk", Encoding.UTF8.GetString(gateway.Copilot.Calls[^1].Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_become_vectors()
    {
        await using var gateway = await CopilotGateway.StartAsync();

        var (status, body) = await gateway.PostAsync("v1/embeddings", """{"model":"github-copilot/text-embedding-3-small","input":"a"}""");

        Assert.True(status == 200, body);
    }

    [Fact]
    public async Task Models_that_Copilot_hides_are_hidden()
    {
        await using var gateway = await CopilotGateway.StartAsync();

        var (_, models) = await gateway.SendAsync(HttpMethod.Get, "v1/models");

        Assert.Contains("github-copilot/gpt-4.1\"", models, StringComparison.Ordinal);
        Assert.DoesNotContain("gpt-4o-mini", models, StringComparison.Ordinal);
        Assert.DoesNotContain("gpt-41-copilot", models, StringComparison.Ordinal);
    }

    internal static string PathOf(string caller) => caller switch
    {
        "chat" => "v1/chat/completions",
        "responses" => "v1/responses",
        _ => "v1/messages",
    };

    internal static string Body(string caller, string model, bool stream)
    {
        const string Schema = """{"type":"object","properties":{"at":{"type":"string"}}}""";
        const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        var flag = stream ? "true" : "false";
        var usage = stream ? "\"stream_options\":{\"include_usage\":true}," : "";
        return caller switch
        {
            "chat" => $$$$"""{"model":"{{{{model}}}}","stream":{{{{flag}}}},{{{{usage}}}}"tools":[{"type":"function","function":{"name":"look","parameters":{{{{Schema}}}}}}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{{Pixel}}}}"}}]}]}""",
            "responses" => $$$$"""{"model":"{{{{model}}}}","stream":{{{{flag}}}},"store":false,"tools":[{"type":"function","name":"look","parameters":{{{{Schema}}}}}],"input":[{"role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_image","image_url":"data:image/png;base64,{{{{Pixel}}}}"}]}]}""",
            _ => $$$$"""{"model":"{{{{model}}}}","stream":{{{{flag}}}},"max_tokens":500,"tools":[{"name":"look","input_schema":{{{{Schema}}}}}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{{Pixel}}}}"}}]}]}""",
        };
    }

    internal static ObservedResponse Observe(string caller, string body, bool stream)
    {
        var protocol = caller switch
        {
            "chat" => WireProtocol.OpenAIChat,
            "responses" => WireProtocol.OpenAIResponses,
            _ => WireProtocol.AnthropicMessages,
        };
        return stream ? ObservedResponse.FromStream(protocol, SseTranscript.Parse(body)) : ObservedResponse.FromBody(protocol, Encoding.UTF8.GetBytes(body));
    }

    private static async Task StoredAsync(CopilotGateway gateway)
    {
        for (var i = 0; i < 100; i++)
        {
            if (JsonNode.Parse(await File.ReadAllTextAsync(gateway.Paths.AuthFile))!["github-copilot"]!["access"] is not null)
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("The token was not stored.");
    }

    private static async Task CostIsToldAsync(CopilotGateway gateway)
    {
        var outcome = await gateway.OutcomeAsync();
        Assert.Equal(gateway.Copilot.Ledger.TotalNanoAiu, outcome.StatedCosts.Sum(cost => cost.Amount));
        Assert.True(gateway.Copilot.Ledger.TotalNanoAiu > 0);
        Assert.Equal((120, 100), (outcome.Usage!.Input, outcome.Usage.CacheRead));
    }
}
