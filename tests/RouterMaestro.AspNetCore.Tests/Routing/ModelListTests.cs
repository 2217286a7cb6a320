using System.Net;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>The list of models holds every name that a client can choose: qualified ids, the automatic model and the aliases.</summary>
public sealed class ModelListTests : IAsyncLifetime
{
    private TestGateway? _gateway;

    public static TheoryData<string, bool> Lists => new()
    {
        { "/v1/models", false }, { "/v1/models?limit=1000", true }, { "/api/openai/v1/models", false }, { "/api/anthropic/v1/models?limit=1000", true },
    };

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(
        new RoutingSettings
        {
            Priorities = ["messages/claude-x"],
            Aliases =
            [
                new("fast", "chat/gpt-x"), new("unlisted", "chat/of-tomorrow"), new("lost", "nobody/gpt-x"), new("any-*", "chat/gpt-x"),
                new("claude-mine", "gpt-x"), new("auto", ModelCatalog.AutomaticModel),
            ],
            ModelOverrides = [new("messages/claude-x", new(MaxPromptTokens: 9000, ContextWindow: 9000))],
        },
        simulator: new() { Models = ["gpt-x", "claude-x"] },
        withResponses: false);

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Aliases_and_the_automatic_model_are_listed_behind_the_ids(string path, bool isAnthropic)
    {
        var (_, list) = await GetAsync(path, isAnthropic);

        string[] ids = ["messages/claude-x", "chat/claude-x", "chat/gpt-x", "messages/gpt-x"];
        string[] bare = isAnthropic ? ["claude-x"] : [];
        string[] names = ["router-maestro", "fast", "unlisted", "claude-mine", "auto"];
        Assert.Equal([.. ids, .. bare, .. names], list["data"]!.AsArray().Select(m => (string?)m!["id"]));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Every_listed_model_is_found_as_it_is_listed(string path, bool isAnthropic)
    {
        var (_, list) = await GetAsync(path, isAnthropic);
        var root = path.Split('?')[0];

        foreach (var listed in list["data"]!.AsArray())
        {
            var (status, model) = await GetAsync($"{root}/{listed!["id"]}", isAnthropic);

            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(listed.ToJsonString(), model.ToJsonString());
        }
    }

    [Theory]
    [InlineData("FAST", "fast")]
    [InlineData("any-thing", "any-thing")]
    [InlineData("GPT-X", "chat/gpt-x")]
    public async Task Names_that_are_not_listed_are_found_too(string name, string id)
    {
        foreach (var isAnthropic in new[] { false, true })
        {
            Assert.Equal(id, (string?)(await GetAsync($"/v1/models/{name}", isAnthropic)).Body["id"]);
        }
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("nobody")]
    [InlineData("chat/of-tomorrow")]
    public async Task A_name_without_a_listed_model_is_not_found(string name) =>
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"/v1/models/{name}", isAnthropic: false)).Status);

    [Fact]
    public async Task The_automatic_model_is_the_gateways_and_has_the_limits_of_the_first()
    {
        var (_, openAI) = await GetAsync("/v1/models/router-maestro", isAnthropic: false);
        var (_, anthropic) = await GetAsync("/v1/models/router-maestro", isAnthropic: true);

        Assert.Equal(("router-maestro", 9000), ((string?)openAI["owned_by"], (int?)openAI["max_context_window_tokens"]));
        Assert.Equal(("Automatic (router-maestro)", 9000), ((string?)anthropic["display_name"], (int?)anthropic["max_input_tokens"]));
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    private async Task<(HttpStatusCode Status, JsonObject Body)> GetAsync(string path, bool isAnthropic)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (isAnthropic)
        {
            request.Headers.Add("anthropic-version", "2023-06-01");
        }

        using var response = await _gateway!.Client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }
}
