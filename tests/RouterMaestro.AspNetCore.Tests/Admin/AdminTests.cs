using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>Operators read and change the settings while the gateway runs.</summary>
public sealed class AdminTests : IAsyncLifetime, IDisposable
{
    private const string Priorities = "/api/admin/priorities";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
    private TestGateway? _gateway;

    private ConfigPaths Paths => new(Path.Combine(_folder.FullName, "config"), Path.Combine(_folder.FullName, "data"));

    private HttpClient Client => _gateway!.Client;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(
        configure: router => router.UseFileConfiguration(Paths), withResponses: false);

    [Fact]
    public async Task Without_a_file_the_settings_are_the_defaults_and_have_a_revision()
    {
        var (response, settings) = await SendAsync("GET", Priorities);

        Assert.Equal("priority", (string?)settings["fallback"]!["strategy"]);
        Assert.Equal(2, (int?)settings["fallback"]!["maxRetries"]);
        Assert.Empty(settings["priorities"]!.AsArray());
        Assert.Matches("^[0-9a-f]{64}$", (string?)settings["revision"]);
        Assert.Equal($"\"{settings["revision"]}\"", response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task A_change_is_in_effect_when_its_response_arrives()
    {
        foreach (var provider in new[] { "messages", "chat", "messages" })
        {
            var revision = await RevisionAsync();
            var (_, settings) = await SendAsync("PATCH", Priorities, $$"""{"priorities":["{{provider}}/simulated-model"],"revision":"{{revision}}"}""");
            using var answer = await Client.SendAsync(ProtocolCase.Chat.Ask("""{"model":"router-maestro","messages":[{"role":"user","content":"hi"}]}"""));

            Assert.NotEqual(revision, (string?)settings["revision"]);
            Assert.Equal(provider, answer.Headers.GetValues("x-router-maestro-provider").Single());
        }
    }

    [Fact]
    public async Task A_patch_merges_and_keeps_what_it_does_not_name()
    {
        Write("""{ "priorities": ["chat/a"], "later": { "x": 1, "y": 2 }, "timeouts": { "idle": "00:00:07", "connect": "00:00:03" } }""");

        var (_, settings) = await SendAsync(
            "PATCH", Priorities, """{"later":{"y":null,"z":3},"timeouts":{"idle":null}}""", ifMatch: $"\"{await RefreshedRevisionAsync()}\"");

        Assert.True(JsonNode.DeepEquals(settings["later"], JsonNode.Parse("""{"x":1,"z":3}""")));
        Assert.True(JsonNode.DeepEquals(settings["timeouts"], JsonNode.Parse("""{"connect":"00:00:03"}""")));
        Assert.Equal("chat/a", (string?)settings["priorities"]![0]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(await File.ReadAllTextAsync(Paths.PrioritiesFile))!["later"], settings["later"]));
    }

    [Fact]
    public async Task A_patch_of_the_reasoning_budget_applies_to_the_next_call_and_keeps_unknown_members()
    {
        Write("""{ "thinking": { "later": [1], "default_budget": 9000 } }""");

        var (_, settings) = await SendAsync(
            "PATCH", Priorities, """{"thinking":{"model_budgets":{"m":2500}}}""", ifMatch: $"\"{await RefreshedRevisionAsync()}\"");
        await Client.SendAsync(ProtocolCase.Chat.Ask("""{"model":"messages/m","thinking":{"type":"enabled"},"messages":[{"role":"user","content":"hi"}]}"""));

        Assert.True(JsonNode.DeepEquals(settings["thinking"], JsonNode.Parse("""{"later":[1],"default_budget":9000,"model_budgets":{"m":2500}}""")));
        Assert.Equal(2500, JsonNode.Parse(Assert.Single(_gateway!.Received).Body.Span)!["thinking"]!["budget_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_put_replaces_all_and_the_same_again_changes_nothing()
    {
        Write("""{ "priorities": ["chat/a"], "later": 1 }""");
        await SendAsync("POST", "/api/admin/models/refresh");

        var (_, put) = await SendAsync(
            "PUT", Priorities, """{"priorities":["chat/b"],"fallback":{"strategy":"none","maxRetries":0}}""", ifMatch: "*");
        var written = File.GetLastWriteTimeUtc(Paths.PrioritiesFile);
        put["priorities"] = put["priorities"]!.DeepClone();
        var (_, again) = await SendAsync("PUT", Priorities, put.ToJsonString());

        Assert.False(put.ContainsKey("later"));
        Assert.Equal((string?)put["revision"], (string?)again["revision"]);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Paths.PrioritiesFile));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Paths.PrioritiesFile));
        }
    }

    [Fact]
    public async Task A_stale_revision_is_a_conflict_that_names_the_present_one()
    {
        var stale = await RevisionAsync();
        await SendAsync("PATCH", Priorities, $$"""{"priorities":["chat/a"],"revision":"{{stale}}"}""");
        var present = await RevisionAsync();

        foreach (var (body, ifMatch) in new (string, string?)[]
        {
            ($$"""{"priorities":[],"revision":"{{stale}}"}""", null),
            ("""{"priorities":[]}""", $"\"{stale}\""),
            ($$"""{"priorities":[],"revision":"{{present}}"}""", $"\"{stale}\""),
        })
        {
            var (response, answer) = await SendAsync("PATCH", Priorities, body, ifMatch, HttpStatusCode.Conflict);
            Assert.Equal("config_revision_conflict", (string?)answer["detail"]!["code"]);
            Assert.Equal(present, (string?)answer["detail"]!["current_revision"]);
            Assert.Equal($"\"{present}\"", response.Headers.ETag!.Tag);
        }

        Assert.Equal(present, await RevisionAsync());
    }

    [Fact]
    public async Task A_change_by_hand_makes_the_revision_stale_at_once()
    {
        var revision = await RevisionAsync();
        Write("""{ "priorities": ["chat/by-hand"] }""");

        await SendAsync("PATCH", Priorities, $$"""{"priorities":["chat/a"],"revision":"{{revision}}"}""", status: HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Every_error_is_reported_with_its_path_and_nothing_changes()
    {
        var revision = await RevisionAsync();

        var (_, answer) = await SendAsync(
            "PATCH", Priorities, $$$"""{"priorities":["chat/a",7],"fallback":{"strategy":"hope"},"timeouts":{"idle":"soon"},"revision":"{{{revision}}}"}""",
            status: HttpStatusCode.BadRequest);

        Assert.Equal("config_invalid", (string?)answer["detail"]!["code"]);
        var errors = answer["detail"]!["errors"]!.AsArray().Select(e => (string)e!).ToArray();
        Assert.Equal(["priorities[1]", "fallback.strategy", "timeouts.idle"], errors.Select(e => e.Split(' ')[0]).OrderBy(e => e[0] == 'p' ? 0 : e[0] == 'f' ? 1 : 2));
        Assert.Equal(revision, await RevisionAsync());
        Assert.False(File.Exists(Paths.PrioritiesFile));
    }

    [Theory]
    [InlineData("PATCH", """{"priorities":[]}""", null, 428)]
    [InlineData("PUT", """{"priorities":[]}""", null, 428)]
    [InlineData("PATCH", "[]", "*", 400)]
    [InlineData("PATCH", "{", "*", 400)]
    [InlineData("PATCH", """{"a":1,"a":2}""", "*", 400)]
    [InlineData("PATCH", """{"revision":7}""", null, 400)]
    [InlineData("PATCH", """{"timeouts":{"connnect":"00:00:01"}}""", "*", 400)]
    [InlineData("PUT", """{"priority":[]}""", "*", 400)]
    [InlineData("PATCH", """{"aliases":{"a":"b","b":"a"}}""", "*", 400)]
    [InlineData("PATCH", "{}", "unquoted", 400)]
    [InlineData("DELETE", "{}", "*", 405)]
    public async Task An_invalid_change_is_refused(string method, string body, string? ifMatch, int status)
    {
        var (_, answer) = await SendAsync(method, Priorities, body, ifMatch, (HttpStatusCode)status);

        Assert.True(answer.ContainsKey("detail"));
        Assert.False(File.Exists(Paths.PrioritiesFile));
    }

    [Fact]
    public async Task An_unknown_member_is_refused_with_the_one_that_may_be_meant()
    {
        var (_, answer) = await SendAsync("PATCH", Priorities, """{"timeouts":{"connnect":"00:00:01","idle":"00:00:01"}}""", ifMatch: "*", status: HttpStatusCode.BadRequest);

        Assert.Equal("config_invalid", (string?)answer["detail"]!["code"]);
        Assert.Equal("timeouts.connnect is not a known member: did you mean \"connect\"?", (string?)answer["detail"]!["errors"]!.AsArray().Single());
    }

    [Fact]
    public async Task A_broken_file_is_not_patched_but_may_be_replaced()
    {
        Write("""{ "priorities": ["chat/a"] }""");
        var good = await RefreshedRevisionAsync();
        Write("""{ "priorities": ["chat/b" """);

        var (_, answer) = await SendAsync("PATCH", Priorities, $$"""{"priorities":["chat/c"],"revision":"{{good}}"}""", status: HttpStatusCode.Conflict);
        Assert.Equal("config_file_broken", (string?)answer["detail"]!["code"]);
        Assert.Equal("""{ "priorities": ["chat/b" """, await File.ReadAllTextAsync(Paths.PrioritiesFile));

        await SendAsync("PUT", Priorities, $$"""{"priorities":["chat/c"],"revision":"{{good}}"}""");
        Assert.Equal("""{"status":"healthy"}""", await Client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Fact]
    public async Task Models_are_listed_with_their_priorities_and_refreshed_on_demand()
    {
        await SendAsync("PATCH", Priorities, """{"priorities":["messages/simulated-model"]}""", ifMatch: "*");

        var (_, list) = await SendAsync("GET", "/api/admin/models");
        Assert.Equal(
            [("messages/simulated-model", 1), ("chat/simulated-model", (int?)null)],
            list["models"]!.AsArray().Select(m => ((string)m!["id"]!, (int?)m["priority"])));
        Assert.Equal("messages", (string?)list["models"]![0]!["provider"]);
        Assert.Equal("unknown", (string?)list["models"]![0]!["operation_capabilities"]!["vision"]);

        var asked = _gateway!.Upstream.Requests.Count;
        File.WriteAllText(Paths.ProvidersFile, $$"""{ "providers": { "new": { "type": "openai-compatible", "baseURL": "{{_gateway.Upstream.BaseUrl}}", "models": { "m": {} } } } }""");
        var (_, refreshed) = await SendAsync("POST", "/api/admin/models/refresh");
        Assert.True(JsonNode.DeepEquals(refreshed, JsonNode.Parse("""{"success":true,"models_count":3}""")));
        Assert.True(_gateway.Upstream.Requests.Count >= asked + 2);
    }

    [Fact]
    public async Task Without_files_there_is_nothing_to_change()
    {
        await using var embedded = await TestGateway.StartAsync(new RoutingSettings { Priorities = ["chat/simulated-model"] });

        var (_, settings) = await SendAsync("GET", Priorities, client: embedded.Client);
        var (_, refused) = await SendAsync("PATCH", Priorities, "{}", "*", HttpStatusCode.Conflict, embedded.Client);

        Assert.Equal("chat/simulated-model", (string?)settings["priorities"]![0]);
        Assert.Equal("no_file_configuration", (string?)refused["detail"]!["code"]);
    }

    [Theory]
    [InlineData(TestGateway.Key, null, 401)]
    [InlineData(TestGateway.Key, "wrong", 401)]
    [InlineData(TestGateway.Key, TestGateway.Key, 200)]
    [InlineData("sk-admin", null, 401)]
    [InlineData("sk-admin", "wrong", 401)]
    [InlineData("sk-admin", TestGateway.Key, 403)]
    [InlineData("sk-admin", "sk-admin", 200)]
    public async Task Admin_routes_require_the_admin_key_which_may_be_the_gateway_key(string adminKey, string? key, int status)
    {
        await using var gateway = await TestGateway.StartAsync(http: o => o.AdminKey = adminKey);
        using var client = new HttpClient { BaseAddress = gateway.Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Add("x-api-key", key);
        }

        foreach (var path in new[] { Priorities, "/api/admin/models" })
        {
            var (response, answer) = await SendAsync("GET", path, status: (HttpStatusCode)status, client: client);
            Assert.Equal(status != 200, answer["detail"] is JsonValue);
            Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count == 1);
        }

        using var models = await client.GetAsync(new Uri("/v1/models", UriKind.Relative));
        Assert.Equal(key == TestGateway.Key, models.IsSuccessStatusCode);
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string content)
    {
        Directory.CreateDirectory(Paths.ConfigDirectory);
        File.WriteAllText(Paths.PrioritiesFile, content);
    }

    private async Task<string> RevisionAsync() => (string)(await SendAsync("GET", Priorities)).Observed["revision"]!;

    private async Task<string> RefreshedRevisionAsync()
    {
        await SendAsync("POST", "/api/admin/models/refresh");
        return await RevisionAsync();
    }

    private async Task<(HttpResponseMessage Response, JsonObject Observed)> SendAsync(
        string method, string path, string? body = null, string? ifMatch = null, HttpStatusCode status = HttpStatusCode.OK, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        var response = await (client ?? Client).SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        return (response, JsonNode.Parse(text)!.AsObject());
    }
}
