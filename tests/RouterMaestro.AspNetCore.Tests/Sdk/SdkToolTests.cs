using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>Every client library lets a model call the tool <c>get_weather</c>.</summary>
public abstract class SdkToolTests(GatewayFixture fixture) : SdkTests(fixture)
{
    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task A_call_without_arguments_has_an_empty_object(string upstream, bool stream)
    {
        Upstream.Reply(SimulatedResponse.ToolCall("get_weather", "{}"));

        Assert.Equal("{}", await ArgumentsAsync(upstream, stream));
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_tool_can_be_demanded(string upstream)
    {
        Upstream.Reply(SimulatedResponse.ToolCall("get_weather", """{"city":"Rome"}"""));

        await DemandAsync(upstream, "get_weather");

        var choice = Assert.Single(Received).Json!.Value.GetProperty("tool_choice");
        var name = upstream == "chat" ? choice.GetProperty("function").GetProperty("name") : choice.GetProperty("name");
        Assert.Equal((upstream == "messages" ? "tool" : "function", "get_weather"), (choice.GetProperty("type").GetString(), name.GetString()));
    }

    /// <summary>Asks, and expects one call.</summary>
    /// <returns>The call's arguments.</returns>
    protected abstract Task<string> ArgumentsAsync(string upstream, bool stream);

    /// <summary>Asks for a call of a tool and nothing else.</summary>
    protected abstract Task DemandAsync(string upstream, string tool);
}
