using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Observing;

namespace RouterMaestro.AspNetCore.Tests.Support;

/// <summary>A gateway with two providers of the same protocol, and requests to it.</summary>
public static class TwoProviders
{
    /// <summary>Gets a question for the weather, as a message or item of the protocol.</summary>
    public static string Weather(ProtocolCase caller) => caller == ProtocolCase.Responses
        ? """{"type":"message","role":"user","content":"Weather?"}"""
        : """{"role":"user","content":"Weather?"}""";

    public static async Task<(HttpResponseMessage Response, ObservedResponse Observed)> AskAsync(
        TestGateway gateway, ProtocolCase caller, bool stream, string model, string messages, string extra = "")
    {
        var more = caller == ProtocolCase.Chat ? extra : caller.Tools() + caller.Reasoning() + extra;
        var body = $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"{{caller.Conversation}}":[{{messages}}]{{more}}}""";
        var (response, answer, _) = await caller.SendAsync(gateway.Client, caller.Ask(body));
        return (response, answer);
    }

    /// <summary>Starts it with two providers of one protocol, beside one of each.</summary>
    public static Task<TestGateway> StartAsync(string protocol, params string[] priorities) => TestGateway.StartAsync(
        new RoutingSettings { Priorities = priorities.Length == 0 ? ["first/one", "second/two"] : [.. priorities] },
        configureWith: (router, upstream) =>
        {
            foreach (var name in new[] { "first", "second" })
            {
                _ = protocol == "messages"
                    ? router.AddAnthropicCompatible(name, upstream.Address.ToString(), o => o.Models.Add(name == "first" ? "one" : "two"))
                    : router.AddOpenAICompatible(name, upstream.BaseUrl.ToString(), o =>
                    {
                        o.Models.Add(name == "first" ? "one" : "two");
                        if (protocol == "responses")
                        {
                            o.Protocols.Add(WireProtocol.OpenAIResponses);
                        }
                    });
            }
        });
}
