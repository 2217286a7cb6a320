using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>What becomes of Copilot's errors, so that official clients understand them.</summary>
public sealed class CopilotErrorTests
{
    public static TheoryData<string, string> Directions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var caller in new[] { "chat", "responses", "messages" })
            {
                foreach (var model in new[] { "gpt-4.1", "gpt-5.5", "claude-sonnet-4.6" })
                {
                    data.Add(caller, model);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public async Task A_prompt_that_is_too_long_is_told_in_the_words_of_the_callers_protocol(string caller, string model)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Reply(CopilotStep.PromptTooLong(limit: 128_000, asked: 130_000));

        var (status, error) = await AskAsync(gateway, caller, model);

        Assert.Equal(400, status);
        if (caller == "messages")
        {
            Assert.Equal("prompt is too long: 130000 tokens > 128000 maximum", (string?)error["message"]);
        }
        else
        {
            Assert.Equal("context_length_exceeded", (string?)error["code"]);
        }
    }

    [Theory]
    [InlineData("prompt is too long: 130000 tokens > 128000 maximum")]
    [InlineData("input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again")]
    public async Task An_overflow_in_Anthropics_own_words_is_left_as_it_is(string words)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Reply(SimulatedFault.Status(400).WithBody("application/json", $$$"""{"type":"error","error":{"type":"invalid_request_error","message":"{{{words}}}","extra":1}}"""));

        var (status, error) = await AskAsync(gateway, "messages", "claude-sonnet-4.6");

        Assert.Equal((400, words, 1), (status, (string?)error["message"], (int?)error["extra"]));
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public async Task Quotas_and_rate_limits_have_all_members_of_the_callers_envelope(string caller, string model)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        foreach (var (step, status, type) in new[]
        {
            (CopilotStep.QuotaExceeded(), 402, caller == "messages" ? "billing_error" : "insufficient_quota"),
            (CopilotStep.RateLimited(TimeSpan.FromMinutes(7)), 429, "rate_limit_error"),
            (SimulatedFault.Status(429, retryAfter: TimeSpan.FromMinutes(7)).WithBody("text/plain; charset=utf-8", "too many requests\n"), 429, "rate_limit_error"),
            (SimulatedFault.Status(402).WithBody("text/plain; charset=utf-8", "you have no quota\n"), 402, caller == "messages" ? "billing_error" : "insufficient_quota"),
        })
        {
            gateway.Copilot.Reply(step);

            var (answered, error) = await AskAsync(gateway, caller, model);

            Assert.Equal((status, type), (answered, (string?)error["type"]));
            Assert.True(caller == "messages" || (error.ContainsKey("param") && error.ContainsKey("code")), error.ToJsonString());
            Assert.NotEmpty((string)error["message"]!);
        }
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public async Task A_host_that_stays_the_wrong_one_is_a_502(string caller, string model)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        foreach (var body in new[] { "Misdirected Request\n", """{"error":{"message":"Misdirected Request","type":"invalid_request_error","param":null,"code":null}}""", """{"type":"error","error":{"type":"invalid_request_error","message":"Misdirected Request"}}""" })
        {
            gateway.Copilot.Reply(SimulatedFault.Status(421).WithBody("text/plain; charset=utf-8", body));

            var (status, error) = await AskAsync(gateway, caller, model);

            Assert.Equal((502, "api_error"), (status, (string?)error["type"]));
            Assert.Contains("Misdirected Request", (string)error["message"]!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("low")]
    [InlineData("none")]
    public async Task An_effort_is_left_out_and_named_for_a_model_whose_entry_lists_none(string effort)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        await gateway.SendAsync(HttpMethod.Get, "v1/models");
        foreach (var model in new[] { "claude-haiku-4.5", "gpt-4.1" })
        {
            using var content = new StringContent($$$"""{"model":"github-copilot/{{{model}}}","store":false,"input":"hi","reasoning":{"effort":"{{{effort}}}"}}""", Encoding.UTF8, "application/json");

            using var response = await gateway.Client.PostAsync(new Uri("v1/responses", UriKind.Relative), content);

            Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
            Assert.Contains("reasoning_effort", string.Join(',', response.Headers.GetValues("x-router-maestro-dropped")), StringComparison.Ordinal);
            Assert.DoesNotContain("effort", Encoding.UTF8.GetString(gateway.Copilot.Calls[^1].Body.Span), StringComparison.Ordinal);
        }
    }

    private static async Task<(int Status, JsonObject Error)> AskAsync(CopilotGateway gateway, string caller, string model)
    {
        var (status, body) = await gateway.RunAsync(gateway.PostAsync(CopilotCallTests.PathOf(caller), CopilotCallTests.Body(caller, "github-copilot/" + model, stream: false)), step: 0.25);
        var json = JsonNode.Parse(body)!;
        Assert.Equal(caller == "messages" ? "error" : null, (string?)json["type"]);
        return (status, json["error"]!.AsObject());
    }
}
