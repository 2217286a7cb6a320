using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Admin;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>A name is served by its own model or by none, and what was understood of another spelling is said.</summary>
public sealed class ModelNameTests
{
    private const string Match = "x-router-maestro-model-match";

    private static readonly string[] _models = ["gpt-4.1", "gpt-4o", "claude-sonnet-4-5-20250929"];

    [Theory]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("messages", false)]
    [InlineData("messages", true)]
    [InlineData("responses", false)]
    [InlineData("responses", true)]
    public async Task Another_spelling_is_served_and_said(string protocol, bool stream)
    {
        var gateway = await StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Text("hello"));

        var ids = new List<string>();

        // a bare name waits for the lists, so that it comes first
        foreach (var name in new[] { "Sonnet 4.5", $"{protocol}/claude-sonnet-4-5[1m]" })
        {
            var (response, answer) = await AskAsync(gateway, protocol, name, stream);

            Assert.Equal((HttpStatusCode.OK, "hello"), (response.StatusCode, answer));
            Assert.Equal("fuzzy", Assert.Single(response.Headers.GetValues(Match)));
            Assert.EndsWith("/claude-sonnet-4-5-20250929", Assert.Single(response.Headers.GetValues("x-router-maestro-model")), StringComparison.Ordinal);
            ids.Add(Assert.Single(response.Headers.GetValues("x-request-id")));
        }

        // the end of the gateway writes the lines that wait
        await gateway.DisposeAsync();

        Assert.All(ids, id =>
        {
            var line = Assert.Single(gateway.Logs.All, l => l.Contains(id, StringComparison.Ordinal) && l.Contains("spelling", StringComparison.Ordinal));
            Assert.StartsWith("Information ", line);
            Assert.EndsWith("claude-sonnet-4-5-20250929 in another spelling", line.TrimEnd(), StringComparison.Ordinal);
        });
        Assert.All(gateway.Received, r => Assert.Equal("claude-sonnet-4-5-20250929", r.Model));
    }

    [Theory]
    [InlineData("gpt-4.1", "gpt-4.1")]
    [InlineData("chat/gpt-4o", "gpt-4o")]
    [InlineData("chat/gpt-4.1-mini", "gpt-4.1-mini")]
    [InlineData("chat/claude-sonnet-4-6", "claude-sonnet-4-6")]
    [InlineData("fast", "gpt-4o")]
    public async Task An_exact_name_an_alias_and_an_id_that_is_not_listed_are_no_other_spellings(string name, string asked)
    {
        await using var gateway = await StartAsync(new() { Aliases = [new("fast", "chat/gpt-4o")] });
        gateway.Upstream.Reply(SimulatedResponse.Text("hello"));

        var (response, _) = await AskAsync(gateway, "chat", name, stream: false);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains(Match));
        Assert.Equal(asked, Assert.Single(gateway.Received).Model);
        Assert.DoesNotContain(gateway.Logs.All, l => l.Contains("spelling", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gpt-4.1-mini", "'gpt-4.1'")]
    [InlineData("gpt-4.2", "'gpt-4.1'")]
    [InlineData("gpt-4o-mini", "'gpt-4o'")]
    [InlineData("claude-sonnet-4-6", "'claude-sonnet-4-5-20250929'")]
    [InlineData("pinned/gpt-5-mini", "'pinned/gpt-5'")]
    [InlineData("chta/gpt-4.1", "'chat/gpt-4.1'")]
    public async Task Another_model_never_serves(string name, string suggestion)
    {
        await using var gateway = await StartAsync();
        foreach (var caller in ProtocolCase.All)
        {
            foreach (var stream in new[] { false, true })
            {
                using var response = await gateway.Client.SendAsync(Request(caller, name, stream));
                var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;

                Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
                Assert.Equal(caller == ProtocolCase.Messages ? "not_found_error" : "invalid_request_error", (string?)error["type"]);
                Assert.Equal(caller == ProtocolCase.Messages ? null : "model_not_found", (string?)error["code"]);
                Assert.Contains($"Did you mean {suggestion}", (string)error["message"]!, StringComparison.Ordinal);
                Assert.False(response.Headers.Contains(Match));
            }
        }

        Assert.Empty(gateway.Received);
    }

    [Fact]
    public async Task A_failure_a_token_count_and_the_explanation_say_the_spelling_too()
    {
        await using var gateway = await StartAsync();
        gateway.Upstream.Reply(SimulatedFault.Status(400, "no"));

        // before its list has arrived, an id goes to the provider as written
        await gateway.Client.GetStringAsync("/v1/models");

        var (failed, _) = await AskAsync(gateway, "chat", "chat/GPT-4O", stream: true);
        using var counted = await gateway.Client.PostAsync(
            "/v1/responses/input_tokens", new StringContent("""{"model":"chat/GPT-4O","input":"hi"}""", Encoding.UTF8, "application/json"));
        var (_, route) = await gateway.Client.AdminAsync("POST", "route/explain", """{"model":"chat/GPT-4O"}""");
        var (_, exact) = await gateway.Client.AdminAsync("POST", "route/explain", """{"model":"chat/gpt-4o"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "fuzzy"), (failed.StatusCode, Assert.Single(failed.Headers.GetValues(Match))));
        Assert.Equal((HttpStatusCode.OK, "fuzzy"), (counted.StatusCode, Assert.Single(counted.Headers.GetValues(Match))));
        Assert.Equal(("fuzzy", "'chat/GPT-4O' is another spelling of 'chat/gpt-4o'"), ((string?)route["model_match"], (string?)route["resolution"]));
        Assert.False(exact.ContainsKey("model_match"));
    }

    [Fact]
    public async Task A_stream_that_a_keepalive_opens_says_the_spelling()
    {
        await using var gateway = await StartAsync(new() { Keepalive = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)) });
        gateway.Upstream.Reply(SimulatedResponse.Text("late").DelayHeaders(TimeSpan.FromSeconds(1)));

        var (response, answer) = await AskAsync(gateway, "chat", "GPT 4.1", stream: true);

        Assert.Equal("late", answer);
        Assert.False(response.Headers.Contains("x-router-maestro-model"));
        Assert.Equal("fuzzy", Assert.Single(response.Headers.GetValues(Match)));
    }

    [Fact]
    public async Task The_admin_API_changes_which_names_count()
    {
        var folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
        try
        {
            var paths = new ConfigPaths(Path.Combine(folder.FullName, "config"), Path.Combine(folder.FullName, "data"));
            await using var gateway = await TestGateway.StartAsync(simulator: new() { Models = _models }, configure: router => router.UseFileConfiguration(paths));
            gateway.Upstream.Reply(SimulatedResponse.Text("hello"));

            foreach (var (names, status) in new[] { ("exact", 404), ("forgiving", 200), ("exact", 404) })
            {
                var (_, settings) = await gateway.Client.AdminAsync("PATCH", "priorities", $$"""{"names":"{{names}}"}""", ifMatch: "*");
                var (response, _) = await AskAsync(gateway, "chat", "GPT-4.1", stream: false);

                Assert.Equal((names, status), ((string?)settings["names"], (int)response.StatusCode));
            }

            var (_, refused) = await gateway.Client.AdminAsync("PATCH", "priorities", """{"names":"loose"}""", ifMatch: "*", status: 400);
            Assert.Contains("names must be \"forgiving\" or \"exact\"", refused["detail"]!["errors"]!.AsArray().Select(e => (string?)e));
            Assert.Equal("exact", (string?)(await gateway.Client.AdminAsync("GET", "priorities")).Observed["names"]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<TestGateway> StartAsync(RoutingSettings? routing = null) => TestGateway.StartAsync(
        routing,
        simulator: new() { Models = _models },
        configureWith: (router, upstream) => router.AddOpenAICompatible("pinned", upstream.BaseUrl.ToString(), o => o.Models.Add("gpt-5")));

    private static HttpRequestMessage Request(ProtocolCase caller, string model, bool stream) => caller.Ask(
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"{{caller.Conversation}}":[{"role":"user","content":"hi"}]{{caller.MaxTokens(50)}}}""");

    private static async Task<(HttpResponseMessage Response, string? Text)> AskAsync(TestGateway gateway, string protocol, string model, bool stream)
    {
        var caller = ProtocolCase.Named(protocol);
        var (response, observed, _) = await caller.SendAsync(gateway.Client, Request(caller, model, stream));
        return (response, observed.Text);
    }
}
