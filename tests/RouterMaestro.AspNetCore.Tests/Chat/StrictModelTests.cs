using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.AspNetCore.Tests.Chat;

/// <summary>Requests with every setting, in front of simulated vendors that refuse what their models refuse.</summary>
public sealed class StrictModelTests
{
    private static readonly string[] _ofAnthropic = ["claude-sonnet-4-5", "claude-opus-4-6", "claude-opus-4-7", "claude-sonnet-5", "claude-opus-5-5"];
    private static readonly string[] _ofOpenAI = ["gpt-4.1", "o3", "o4-mini", "o3-pro", "gpt-5", "gpt-5-mini", "gpt-5-pro", "gpt-5-chat-latest", "gpt-5.1", "gpt-5.1-codex", "gpt-5.2", "gpt-5.4", "gpt-5.5", "gpt-5.6"];

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var model in _ofAnthropic)
        {
            pairs.Add("chat", "anthropic/" + model);
            pairs.Add("responses", "anthropic/" + model);
        }

        foreach (var model in _ofOpenAI)
        {
            pairs.Add("messages", "openai/" + model);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Every_setting_is_taken_or_left_out_at_the_first_attempt(string protocol, string model)
    {
        await using var gateway = await TestGateway.StartAsync(configureWith: (router, upstream) => router
            .AddOpenAI(o => (o.ApiKey, o.BaseAddress) = ("k", upstream.BaseUrl.ToString()))
            .AddAnthropic(o => (o.ApiKey, o.BaseAddress) = ("k", upstream.Address.ToString())));
        var caller = ProtocolCase.Named(protocol);

        foreach (var settings in SettingsOf(caller))
        {
            foreach (var begun in new[] { false, true })
            {
                foreach (var stream in new[] { false, true })
                {
                    var talk = caller.Conversation + "\":[{\"role\":\"user\",\"content\":\"q\"}" + (begun ? ",{\"role\":\"assistant\",\"content\":\"a\"}]" : "]");
                    var (response, answer, _) = await caller.SendAsync(gateway.Client, caller.Ask($$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"{{talk}},{{settings}}}"""));

                    Assert.True(response.StatusCode == HttpStatusCode.OK, $"{settings}: {answer.ErrorMessage}");
                    Assert.Equal("1", response.Headers.GetValues("x-router-maestro-attempts").Single());
                }
            }
        }
    }

    // each setting alone, and all of them together
    private static List<string> SettingsOf(ProtocolCase caller)
    {
        string[] settings = caller.Protocol == WireProtocol.AnthropicMessages
            ? ["\"temperature\":0.2", "\"top_p\":0.5", "\"top_k\":9", "\"stop_sequences\":[\"x\"]", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2999}", "\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}",
                """ "tools":[{"name":"f","input_schema":{"type":"object"}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true} """]
            : ["\"temperature\":0", "\"temperature\":1", "\"top_p\":0.5", "\"stop\":[\"x\"]", caller == ProtocolCase.Chat ? "\"reasoning_effort\":\"high\"" : "\"reasoning\":{\"effort\":\"xhigh\"}", "\"parallel_tool_calls\":false",
                caller == ProtocolCase.Chat ? """ "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}] """ : """ "tools":[{"type":"function","name":"f","parameters":{"type":"object"}}] """,
                "\"frequency_penalty\":1,\"presence_penalty\":1"];
        var limit = caller == ProtocolCase.Messages ? ",\"max_tokens\":3000" : "";
        return [.. settings.Select(setting => setting + limit), string.Join(",", settings.DistinctBy(setting => setting.TrimStart()[..8])) + limit];
    }
}
