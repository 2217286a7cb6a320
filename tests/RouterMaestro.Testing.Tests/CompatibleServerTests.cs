using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests;

/// <summary>What simulated servers refuse that are compatible with OpenAI.</summary>
public sealed class CompatibleServerTests
{
    private const string Calls = ",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]";

    [Theory]
    [InlineData(SimulatedServer.Strings, """{"role":"user","content":[{"type":"text","text":"a"}]}""", "messages[0]: invalid type: sequence, expected a string")]
    [InlineData(SimulatedServer.Strings, """{"role":"developer","content":"a"}""", "unknown variant `developer`")]
    [InlineData(SimulatedServer.Strings, """{"role":"user","content":null}""", "invalid type: null")]
    [InlineData(SimulatedServer.Template, """{"role":"system","content":"a"},{"role":"system","content":"b"},{"role":"user","content":"q"}""", "System message must be at the beginning.")]
    [InlineData(SimulatedServer.Template, """{"role":"user","content":"q"},{"role":"system","content":"b"}""", "System message must be at the beginning.")]
    [InlineData(SimulatedServer.Template, """{"role":"user","content":"q"},{"role":"user","content":"b"}""", "Conversation roles must alternate")]
    [InlineData(SimulatedServer.Template, """{"role":"developer","content":"q"}""", "Unexpected message role.")]
    [InlineData(SimulatedServer.Template, """{"role":"user","content":[{"type":"text","text":"a"}]}""", "can only concatenate str (not \"list\")")]
    [InlineData(SimulatedServer.Template, """{"role":"user","content":"q"},{"role":"assistant","content":null""" + Calls + """},{"role":"tool","tool_call_id":"a","content":"1"}""", "can only concatenate str (not \"NoneType\")")]
    public async Task They_refuse_what_they_cannot_read(SimulatedServer server, string messages, string error)
    {
        Assert.Contains(error, await AskAsync(server, messages), StringComparison.Ordinal);
        Assert.Null(await AskAsync(SimulatedServer.OpenAI, messages.Replace("\"user\",\"content\":null", "\"user\",\"content\":\"\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(SimulatedServer.Strings)]
    [InlineData(SimulatedServer.Template)]
    public async Task They_take_what_is_simple(SimulatedServer server) => Assert.Null(await AskAsync(
        server,
        """{"role":"system","content":"a"},{"role":"user","content":"q"},{"role":"assistant","content":"" """ + Calls + """},{"role":"tool","tool_call_id":"a","content":"1"},{"role":"user","content":"b"}"""));

    [Fact]
    public async Task A_template_takes_parts_with_images() => Assert.Null(await AskAsync(
        SimulatedServer.Template, """{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}"""));

    private static async Task<string?> AskAsync(SimulatedServer server, string messages)
    {
        await using var upstream = await UpstreamSimulator.StartAsync(new() { Server = server });
        using var client = new WireClient(upstream);
        using var response = await client.SendAsync("chat", $$"""{"model":"m","messages":[{{messages}}]}""");
        return response.IsSuccessStatusCode ? null : System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("message").GetString();
    }
}
