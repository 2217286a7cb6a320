using System.Text.Json;

namespace RouterMaestro.Testing.Tests;

/// <summary>What single models of the vendors refuse.</summary>
public sealed class ModelRuleTests
{
    [Theory]
    [InlineData("messages", "claude-opus-4-7", """ "temperature":0.5 """, "`temperature` is deprecated for this model.")]
    [InlineData("messages", "claude-opus-4-7", """ "temperature":1 """, null)]
    [InlineData("messages", "claude-sonnet-5", """ "top_k":4 """, "`top_k` is deprecated for this model.")]
    [InlineData("messages", "claude-sonnet-4-6", """ "temperature":0.5,"top_k":4 """, null)]
    [InlineData("messages", "claude-opus-5", """ "thinking":{"type":"enabled","budget_tokens":2000} """, "\"thinking.type.enabled\" is not supported")]
    [InlineData("messages", "claude-sonnet-4-5", """ "thinking":{"type":"enabled","budget_tokens":1000} """, "greater than or equal to 1024")]
    [InlineData("messages", "claude-sonnet-4-5", """ "thinking":{"type":"enabled","budget_tokens":4000} """, "`max_tokens` must be greater")]
    [InlineData("messages", "claude-sonnet-4-5", """ "thinking":{"type":"enabled","budget_tokens":2000},"temperature":0.5 """, "may only be set to 1")]
    [InlineData("messages", "claude-sonnet-4-5", """ "thinking":{"type":"enabled","budget_tokens":2000} """, null)]
    [InlineData("chat", "gpt-5", """ "temperature":0.5 """, "Unsupported value: 'temperature' does not support 0.5")]
    [InlineData("chat", "gpt-5", """ "max_tokens":5 """, "Use 'max_completion_tokens' instead.")]
    [InlineData("chat", "o4-mini", """ "stop":["x"] """, "'stop' is not supported")]
    [InlineData("chat", "o3", """ "parallel_tool_calls":false """, "'parallel_tool_calls' is not supported")]
    [InlineData("chat", "gpt-5.2", """ "temperature":0.5 """, null)]
    [InlineData("chat", "gpt-5.2", """ "temperature":0.5,"reasoning_effort":"low" """, "Unsupported value: 'temperature'")]
    [InlineData("chat", "gpt-5-chat-latest", """ "temperature":0.5 """, null)]
    [InlineData("chat", "gpt-4.1", """ "temperature":0.5,"stop":["x"],"max_tokens":4 """, null)]
    [InlineData("chat", "gpt-5.1-codex", """ "n":1 """, "only supported in v1/responses")]
    [InlineData("chat", "gpt-5.6", """ "tools":[{"type":"function","function":{"name":"f"}}] """, "Function tools with reasoning_effort are not supported")]
    [InlineData("chat", "gpt-5.4", """ "tools":[{"type":"function","function":{"name":"f"}}] """, null)]
    [InlineData("responses", "gpt-5", """ "top_p":0.5 """, "Unsupported value: 'top_p'")]
    [InlineData("responses", "gpt-5.1-codex", """ "max_output_tokens":50 """, null)]
    public async Task A_model_refuses_what_its_vendor_says(string protocol, string model, string members, string? error)
    {
        var body = protocol == "messages" ? $$"""{"model":"{{model}}","max_tokens":3000,"messages":[{"role":"user","content":"q"}],{{members}}}"""
            : protocol == "chat" ? $$"""{"model":"{{model}}","messages":[{"role":"user","content":"q"}],{{members}}}"""
            : $$"""{"model":"{{model}}","input":"q",{{members}}}""";

        Assert.Contains(error ?? "", await AskAsync(protocol, body) ?? (error is null ? "" : "taken"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", null)]
    [InlineData("claude-opus-4-6", "does not support assistant message prefill")]
    [InlineData("claude-opus-5-5", "does not support assistant message prefill")]
    public async Task A_begun_answer_is_for_older_models(string model, string? error)
    {
        var said = await AskAsync("messages", $$"""{"model":"{{model}}","max_tokens":9,"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}""");

        Assert.Equal(error is null, said is null);
        Assert.Contains(error ?? "", said ?? "", StringComparison.Ordinal);
    }

    private static async Task<string?> AskAsync(string protocol, string body)
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        using var client = new WireClient(upstream);
        using var response = await client.SendAsync(protocol, body);
        return response.IsSuccessStatusCode ? null : JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("message").GetString();
    }
}
