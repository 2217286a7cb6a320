using System.Text;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Sdk;

/// <summary>Requests of a client library reach every provider.</summary>
public abstract class SdkTalkTests(GatewayFixture fixture) : SdkTests(fixture)
{
    /// <summary>Gets the member that limits the tokens of a response for a provider of Chat.</summary>
    protected virtual string ChatLimit => "max_tokens";

    /// <summary>Gets a value indicating whether the client's protocol has stop sequences.</summary>
    protected virtual bool KnowsStops => true;

    /// <summary>Gets a value indicating whether the client can set the temperature.</summary>
    protected virtual bool KnowsTemperature => true;

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task The_whole_conversation_and_its_settings_arrive(string upstream)
    {
        await TalkAsync(upstream);

        var received = Assert.Single(Received);
        Assert.Equal(("Be brief.", "three"), (received.Content.System, received.Content.LastUserText));
        Assert.Contains("two", Encoding.UTF8.GetString(received.Body.Span), StringComparison.Ordinal);
        var json = received.Json!.Value;
        Assert.Equal(KnowsTemperature, json.TryGetProperty("temperature", out var temperature));
        Assert.True(!KnowsTemperature || temperature.GetDouble() == 0.25);
        var limit = Assert.Single(new[] { "max_output_tokens", "max_tokens", "max_completion_tokens" }, f => json.TryGetProperty(f, out _));
        Assert.Equal(upstream switch { "chat" => ChatLimit, "messages" => "max_tokens", _ => "max_output_tokens" }, limit);
        Assert.Equal(50, json.GetProperty(limit).GetInt32());
        // Responses has no stop sequences
        var stops = KnowsStops && upstream != "responses";
        Assert.Equal(stops, json.TryGetProperty(upstream == "chat" ? "stop" : "stop_sequences", out var stop));
        Assert.True(!stops || stop[0].GetString() == "END");
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task An_image_arrives(string upstream)
    {
        var response = await ShowAsync(upstream, "what is it?", Convert.FromBase64String(Png));

        Assert.Equal("model=simulated-model images=1 text=what is it?", response);
        Assert.Contains(Png, Encoding.UTF8.GetString(Assert.Single(Received).Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Upstreams))]
    public async Task A_schema_for_the_response_arrives(string upstream)
    {
        Upstream.Reply(SimulatedResponse.Text("""{"n":7}"""));

        var response = await FillInAsync(upstream, """{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"],"additionalProperties":false}""");

        Assert.Equal("""{"n":7}""", response);
        var json = Assert.Single(Received).Json!.Value;
        var arrived = upstream switch
        {
            "chat" => json.GetProperty("response_format").GetProperty("json_schema"),
            "messages" => json.GetProperty("output_config").GetProperty("format"),
            _ => json.GetProperty("text").GetProperty("format"),
        };
        Assert.Equal("integer", arrived.GetProperty("schema").GetProperty("properties").GetProperty("n").GetProperty("type").GetString());
    }

    /// <summary>Sends "Be brief." as the system prompt and three turns (one, two, three), with 50 tokens and, if the client supports them, temperature 0.25 and the stop sequence END.</summary>
    protected abstract Task TalkAsync(string upstream);

    /// <summary>Sends a text with a PNG.</summary>
    /// <returns>The answer's text.</returns>
    protected abstract Task<string> ShowAsync(string upstream, string text, byte[] png);

    /// <summary>Requests a response that follows a schema.</summary>
    /// <returns>The answer's text.</returns>
    protected abstract Task<string> FillInAsync(string upstream, string schema);
}
