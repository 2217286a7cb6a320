using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;

namespace RouterMaestro.AspNetCore.Tests.Messages;

/// <summary>Claude Code 2.1.330 ignores ids of a gateway's list that do not begin with <c>claude</c> or <c>anthropic</c>.</summary>
public sealed class BareModelTests
{
    [Fact]
    public async Task Claude_models_are_listed_and_found_by_their_bare_ids_too()
    {
        await using var gateway = await TestGateway.StartAsync(
            simulator: new() { Models = ["claude-opus-9", "vendor/claude-far-1", "gpt-x"] }, withResponses: false);

        var ids = (await GetAsync(gateway, "/v1/models?limit=1000")).GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!).ToArray();

        Assert.Equal(6, ids.Count(id => id.Contains('/')));
        Assert.Equal("router-maestro", ids[^1]);
        var bare = ids[6..^1];
        Assert.Equal(["claude-opus-9"], bare);
        foreach (var id in bare)
        {
            Assert.Equal(id, (await GetAsync(gateway, $"/v1/models/{id}")).GetProperty("id").GetString());
            using var answer = await gateway.Client.SendAsync(
                ProtocolCase.Messages.Ask($$"""{"model":"{{id}}","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}"""));
            Assert.EndsWith(id, answer.Headers.GetValues("x-router-maestro-model").Single());
        }
    }

    [Fact]
    public async Task OpenAIs_list_contains_no_bare_ids()
    {
        await using var gateway = await TestGateway.StartAsync(simulator: new() { Models = ["claude-opus-9"] }, withResponses: false);

        var list = JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/v1/models", UriKind.Relative))).RootElement;

        Assert.Equal(
            ["chat/claude-opus-9", "messages/claude-opus-9", "router-maestro"], list.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!));
    }

    /// <summary>Codex 0.169.0 asks so where a command prints its key, and logs an error without the member.</summary>
    [Fact]
    public async Task Codex_finds_a_list_of_its_form_which_is_empty()
    {
        await using var gateway = await TestGateway.StartAsync(simulator: new() { Models = ["gpt-x"] }, withResponses: false);

        using var list = JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/v1/models?client_version=0.169.0", UriKind.Relative)));
        using var plain = JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/v1/models", UriKind.Relative)));

        Assert.Equal(0, list.RootElement.GetProperty("models").GetArrayLength());
        Assert.NotEqual(0, list.RootElement.GetProperty("data").GetArrayLength());
        Assert.False(plain.RootElement.TryGetProperty("models", out _));
    }

    private static async Task<JsonElement> GetAsync(TestGateway gateway, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var response = await gateway.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
