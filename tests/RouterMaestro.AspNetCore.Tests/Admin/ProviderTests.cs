using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>Operators add, change and remove providers while the gateway runs.</summary>
public sealed class ProviderTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
    private readonly Dictionary<string, string> _environment = new() { ["LAB_KEY"] = "sk-lab" };
    private TestGateway? _gateway;

    private ConfigPaths Paths => new(Path.Combine(_folder.FullName, "config"), Path.Combine(_folder.FullName, "data"));

    private HttpClient Client => _gateway!.Client;

    private string Lab => $$$"""{"type":"openai-compatible","baseURL":"{{{_gateway!.Upstream.BaseUrl}}}","options":{"api_key_env":"LAB_KEY"}}""";

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(
        configure: router => router.UseFileConfiguration(Paths).UseEnvironmentKeys(name => _environment.GetValueOrDefault(name)), withResponses: false);

    [Fact]
    public async Task A_provider_is_in_service_when_the_response_arrives()
    {
        for (var round = 0; round < 3; round++)
        {
            var (_, added) = await Client.AdminAsync("PUT", "providers/lab", Lab, status: 201);
            Assert.Equal(("lab", "file", true), ((string?)added["name"], (string?)added["source"], (bool)added["enabled"]!));
            await Client.AdminAsync("PATCH", "providers/lab", """{"headers":{"x-team":"search"}}""");
            using (var response = await AskAsync("lab/simulated-model"))
            {
                Assert.Equal("lab", response.Headers.GetValues("x-router-maestro-provider").Single());
            }

            var call = _gateway!.Received[^1];
            Assert.Equal(("Bearer sk-lab", "search"), (call.Headers["authorization"], call.Headers["x-team"]));

            await Client.AdminAsync("DELETE", "providers/lab");
            using var gone = await AskAsync("lab/simulated-model");
            Assert.Equal(404, (int)gone.StatusCode);
        }
    }

    [Fact]
    public async Task Providers_are_shown_with_their_sources_and_without_secrets()
    {
        await Client.AdminAsync("PUT", "providers/lab", Lab.Replace("\"options\"", "\"headers\":{\"x-team\":\"hush\"},\"models\":{\"a\":{},\"b\":{}},\"options\"", StringComparison.Ordinal), status: 201);

        var (tag, list) = await Client.AdminAsync("GET", "providers");
        var (_, lab) = await Client.AdminAsync("GET", "providers/LAB");

        Assert.Equal(
            [("lab", "file", "environment"), ("chat", "code", "code"), ("messages", "code", "code"), ("openai", "built_in", "none"), ("anthropic", "built_in", "none"), ("github-copilot", "built_in", "none")],
            list["providers"]!.AsArray().Select(p => ((string)p!["name"]!, (string)p["source"]!, (string)p["key"]!["from"]!)));
        Assert.Equal($"\"{list["revision"]}\"", tag);
        Assert.Equal("LAB_KEY", (string?)lab["key"]!["variable"]);
        Assert.Equal("""{"count":2,"state":"configured"}""", lab["models"]!.ToJsonString());
        Assert.Equal("""["x-team"]""", lab["headers"]!.ToJsonString());
        Assert.Equal((false, "needs_key"), ((bool)list["providers"]![3]!["enabled"]!, (string?)list["providers"]![3]!["status"]));
        foreach (var secret in new[] { "sk-lab", "hush", TestGateway.UpstreamKey })
        {
            Assert.DoesNotContain(secret, list.ToJsonString() + lab.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_change_keeps_the_text_of_all_else_and_the_permissions()
    {
        Write("""
            {
              "later": [1,  2],
              "providers": {
                "old": {"type":"openai-compatible",  "baseURL":"http://127.0.0.1:9/v1", "models":{"m":{}}, "mine": 1},
                "bad": {"type": 3}
              }
            }
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Paths.ProvidersFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        await Client.AdminAsync("PUT", "providers/lab", Lab, status: 201);
        await Client.AdminAsync("PATCH", "providers/lab", """{"options":{"stream_usage":false}}""");

        var text = await File.ReadAllTextAsync(Paths.ProvidersFile);
        Assert.Contains("\"later\": [1,  2],", text, StringComparison.Ordinal);
        Assert.Contains("\"old\": {\"type\":\"openai-compatible\",  \"baseURL\":\"http://127.0.0.1:9/v1\", \"models\":{\"m\":{}}, \"mine\": 1}", text, StringComparison.Ordinal);
        Assert.Contains("\"bad\": {\"type\": 3}", text, StringComparison.Ordinal);
        Assert.Equal("""{"api_key_env":"LAB_KEY","stream_usage":false}""", JsonNode.Parse(text)!["providers"]!["lab"]!["options"]!.ToJsonString());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(Paths.ProvidersFile));
        }

        await Client.AdminAsync("PUT", "providers/lab", Lab);
        await Client.AdminAsync("DELETE", "providers/old");
        await Client.AdminAsync("DELETE", "providers/bad");
        Assert.Equal(["lab"], JsonNode.Parse(await File.ReadAllTextAsync(Paths.ProvidersFile))!["providers"]!.AsObject().Select(p => p.Key));
        Assert.Equal(["providers.json"], Directory.GetFiles(Paths.ConfigDirectory).Select(Path.GetFileName).Where(name => !name!.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_new_file_is_readable_by_its_owner_alone()
    {
        await Client.AdminAsync("PUT", "providers/lab", Lab, status: 201);

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Paths.ProvidersFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task An_entry_that_replaces_another_removes_no_header_field()
    {
        await Client.AdminAsync("PUT", "providers/lab", Lab.Replace("\"options\"", "\"headers\":{\"x-gone\":null,\"x-b\":\"1\"},\"options\"", StringComparison.Ordinal), status: 201);

        Assert.Equal("""{"x-b":"1"}""", JsonNode.Parse(await File.ReadAllTextAsync(Paths.ProvidersFile))!["providers"]!["lab"]!["headers"]!.ToJsonString());
    }

    [Fact]
    public async Task Header_fields_are_changed_and_removed_in_any_case()
    {
        await Client.AdminAsync("PUT", "providers/lab", Lab.Replace("\"options\"", "\"headers\":{\"X-TEAM\":\"blue\",\"x-b\":\"1\"},\"options\"", StringComparison.Ordinal), status: 201);

        var (_, changed) = await Client.AdminAsync("PATCH", "providers/lab", """{"headers":{"x-team":"green"}}""");
        var (_, removed) = await Client.AdminAsync("PATCH", "providers/lab", """{"headers":{"X-Team":null}}""");

        Assert.Equal("""["x-b","x-team"]""", changed["headers"]!.ToJsonString());
        Assert.Equal("""["x-b"]""", removed["headers"]!.ToJsonString());
    }

    [Fact]
    public async Task A_variable_that_is_not_set_is_a_warning()
    {
        var (_, added) = await Client.AdminAsync("PUT", "providers/lab", Lab.Replace("LAB_KEY", "OTHER_KEY", StringComparison.Ordinal), status: 201);

        Assert.StartsWith("OTHER_KEY is not set in the gateway's environment", (string?)added["warnings"]!.AsArray().Single(), StringComparison.Ordinal);
        Assert.Equal("no_key_needed", (string?)added["status"]);
    }

    [Fact]
    public async Task A_revision_is_checked_if_it_is_named()
    {
        var (_, before) = await Client.AdminAsync("GET", "providers");
        var (tag, added) = await Client.AdminAsync("PUT", "providers/lab", Lab, ifMatch: $"\"{before["revision"]}\"", status: 201);

        foreach (var (method, body) in new[] { ("PUT", Lab), ("PATCH", "{}"), ("DELETE", null) })
        {
            var (current, stale) = await Client.AdminAsync(method, "providers/lab", body, ifMatch: $"\"{before["revision"]}\"", status: 409);
            Assert.Equal("config_revision_conflict", (string?)stale["detail"]!["code"]);
            Assert.Equal((tag, (string?)added["revision"]), (current, (string?)stale["detail"]!["current_revision"]));
        }

        await Client.AdminAsync("PATCH", "providers/lab", $$"""{"headers":{"x-a":"1"},"revision":"{{added["revision"]}}"}""");
        Assert.False(JsonNode.Parse(await File.ReadAllTextAsync(Paths.ProvidersFile))!["providers"]!["lab"]!.AsObject().ContainsKey("revision"));
        await Client.AdminAsync("DELETE", "providers/lab", ifMatch: "*");
    }

    [Fact]
    public async Task The_same_entry_again_writes_nothing()
    {
        await Client.AdminAsync("PUT", "providers/lab", Lab, status: 201);
        File.SetLastWriteTimeUtc(Paths.ProvidersFile, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await Client.AdminAsync("PUT", "providers/LAB", Lab);

        Assert.Equal(2020, File.GetLastWriteTimeUtc(Paths.ProvidersFile).Year);
    }

    [Fact]
    public async Task An_invalid_entry_is_shown_and_corrected()
    {
        var documents = new ConfigurationDocuments { Providers = ConfigurationDocument.Of("""{ "providers": { "lab": { "type": 3 } } }"""u8.ToArray()) };
        await using var gateway = await TestGateway.StartAsync(configure: router => router.UseInMemoryConfiguration(new(documents)));

        var (_, invalid) = await gateway.Client.AdminAsync("GET", "providers/lab");
        await gateway.Client.AdminAsync("PUT", "providers/lab", Lab);

        Assert.Equal(("invalid", false), ((string?)invalid["status"], (bool)invalid["enabled"]!));
        Assert.Contains("providers.lab.type", (string?)invalid["problem"], StringComparison.Ordinal);
        Assert.Equal(["providers.lab.type", "providers.lab"], invalid["errors"]!.AsArray().Select(error => ((string)error!).Split(' ')[0]));
        Assert.Equal("""{"status":"healthy"}""", await gateway.Client.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Fact]
    public async Task Providers_of_code_and_the_gateway_are_not_removed_but_may_be_overridden()
    {
        foreach (var (name, sentence) in new[] { ("chat", "is part of the host's program"), ("openai", "is part of the gateway") })
        {
            var (_, refused) = await Client.AdminAsync("DELETE", "providers/" + name, status: 409);
            Assert.Equal("provider_not_in_file", (string?)refused["detail"]!["code"]);
            Assert.Contains(sentence, (string?)refused["detail"]!["message"], StringComparison.Ordinal);
        }

        var (_, changed) = await Client.AdminAsync("PATCH", "providers/openai", $$"""{"baseURL":"{{_gateway!.Upstream.BaseUrl}}"}""", status: 201);
        var (_, removed) = await Client.AdminAsync("DELETE", "providers/openai");

        Assert.Equal(("file", _gateway.Upstream.BaseUrl.ToString()), ((string?)changed["source"], (string?)changed["base_url"]));
        Assert.Equal(("built_in", "https://api.openai.com/v1"), ((string?)removed["remains"]!["source"], (string?)removed["remains"]!["base_url"]));
    }

    [Theory]
    [InlineData("GET", "providers/none", null)]
    [InlineData("PATCH", "providers/none", "{}")]
    [InlineData("DELETE", "providers/none", null)]
    [InlineData("POST", "providers/none/test", null)]
    public async Task An_unknown_provider_is_not_found(string method, string path, string? body)
    {
        var (_, refused) = await Client.AdminAsync(method, path, body, status: 404);

        Assert.Equal("provider_not_found", (string?)refused["detail"]!["code"]);
    }

    [Fact]
    public async Task Changes_at_the_same_time_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Client.AdminAsync("PUT", $"providers/lab-{n}", Lab, status: 201)));

        Assert.Equal(8, JsonNode.Parse(await File.ReadAllTextAsync(Paths.ProvidersFile))!["providers"]!.AsObject().Count);
    }

    [Fact]
    public async Task Without_a_configuration_to_write_to_providers_are_only_shown()
    {
        await using var embedded = await TestGateway.StartAsync();

        var (_, list) = await embedded.Client.AdminAsync("GET", "providers");
        var (_, refused) = await embedded.Client.AdminAsync("PUT", "providers/lab", Lab, status: 409);

        Assert.Equal(["chat", "messages", "responses"], list["providers"]!.AsArray().Select(p => (string)p!["name"]!).Order());
        Assert.Equal("no_file_configuration", (string?)refused["detail"]!["code"]);
    }

    [Fact]
    public async Task A_configuration_in_memory_is_changed_the_same_way()
    {
        var configuration = new InMemoryConfiguration();
        await using var gateway = await TestGateway.StartAsync(configure: router => router.UseInMemoryConfiguration(configuration));

        await gateway.Client.AdminAsync("PUT", "providers/lab", """{"type":"openai-compatible","baseURL":"http://127.0.0.1:9/v1","models":{"m":{}}}""", status: 201);
        await gateway.Client.AdminAsync("PATCH", "priorities", """{"priorities":["lab/m"]}""", ifMatch: "*");

        var (_, models) = await gateway.Client.AdminAsync("GET", "models");
        Assert.Equal(("lab/m", 1), ((string?)models["models"]![0]!["id"], (int?)models["models"]![0]!["priority"]));
        Assert.Contains("lab/m", Encoding.UTF8.GetString(configuration.Read().Routing.Utf8!.Value.Span), StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<HttpResponseMessage> AskAsync(string model) =>
        Client.SendAsync(ProtocolCase.Chat.Ask($$"""{"model":"{{model}}","messages":[{"role":"user","content":"hi"}]}"""));

    private void Write(string text)
    {
        Directory.CreateDirectory(Paths.ConfigDirectory);
        File.WriteAllText(Paths.ProvidersFile, text);
    }
}
