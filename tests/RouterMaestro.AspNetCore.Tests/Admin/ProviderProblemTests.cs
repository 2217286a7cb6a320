using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>What operators learn of errors in their files, of their own changes and of the environment.</summary>
public sealed class ProviderProblemTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");
    private readonly Dictionary<string, string> _environment = new() { ["LAB_KEY"] = "sk-lab" };
    private TestGateway? _gateway;

    private ConfigPaths Paths => new(Path.Combine(_folder.FullName, "config"), Path.Combine(_folder.FullName, "data"));

    private HttpClient Client => _gateway!.Client;

    private string Lab => $$$"""{"type":"openai-compatible","baseURL":"{{{_gateway!.Upstream.BaseUrl}}}","options":{"api_key_env":"LAB_KEY"}}""";

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(
        configure: router => router.UseFileConfiguration(Paths).UseEnvironmentKeys(name => _environment.GetValueOrDefault(name)), withResponses: false);

    [Theory]
    [InlineData("{", "is not valid JSON (line 1, byte 2): expected a name in double quotes")]
    [InlineData("""{ "providers": { "lab": { "apiKey": "sk-1" } } }""", "providers.lab is skipped: ")]
    [InlineData("""{ "providers": { "openai": { "modelz": {} } } }""", "providers.openai.modelz is not a known member: did you mean \"models\"?")]
    public async Task An_edit_by_hand_with_an_error_shows_in_the_list(string text, string problem)
    {
        var (_, before) = await Client.AdminAsync("GET", "providers");
        Assert.False(before.ContainsKey("problems"));
        Write(text);
        await Client.AdminAsync("POST", "models/refresh");

        var (_, list) = await Client.AdminAsync("GET", "providers");

        var first = list["problems"]![0]!;
        Assert.Equal(("providers.json", Paths.ProvidersFile), ((string?)first["file"], (string?)first["path"]));
        Assert.StartsWith(problem, (string?)first["message"], StringComparison.Ordinal);
        Assert.DoesNotContain("sk-1", list.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"modelz":{}}""", "providers.lab.modelz is not a known member: did you mean \"models\"?")]
    [InlineData("""{"options":{"thinkng":true}}""", "providers.lab.options.thinkng is not a known member: did you mean \"thinking\"?")]
    public async Task An_unknown_member_is_refused_and_one_of_the_file_is_kept(string patch, string error)
    {
        await Client.AdminAsync("PUT", "providers/lab", Lab, status: 201);
        var (_, refused) = await Client.AdminAsync("PATCH", "providers/lab", patch, status: 400);
        Assert.Equal(("config_invalid", error), ((string?)refused["detail"]!["code"], (string?)refused["detail"]!["errors"]!.AsArray().Single()));

        Write((await File.ReadAllTextAsync(Paths.ProvidersFile)).Replace("\"type\"", "\"mine\": 1, \"type\"", StringComparison.Ordinal));
        var (_, changed) = await Client.AdminAsync("PATCH", "providers/lab", """{"options":{"stream_usage":false}}""");
        Assert.Equal("providers.lab.mine is not a known member", (string?)changed["warnings"]!.AsArray().Single());
        Assert.Contains("\"mine\": 1", await File.ReadAllTextAsync(Paths.ProvidersFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_may_be_a_reference_to_a_variable()
    {
        var (_, added) = await Client.AdminAsync("PUT", "providers/lab", Lab.Replace("\"options\":{\"api_key_env\":\"LAB_KEY\"}", "\"apiKey\":\"env:LAB_KEY\"", StringComparison.Ordinal), status: 201);

        Assert.Equal("""{"from":"environment","variable":"LAB_KEY"}""", added["key"]!.ToJsonString());
    }

    [Fact]
    public async Task An_address_that_the_environment_overrides_is_a_warning()
    {
        _environment["ROUTER_MAESTRO_OPENAI_BASE_URL"] = "http://127.0.0.1:9/v1";

        var (_, changed) = await Client.AdminAsync("PATCH", "providers/openai", """{"baseURL":"http://127.0.0.1:8/v1"}""", status: 201);

        Assert.Equal("http://127.0.0.1:9/v1", (string?)changed["base_url"]);
        Assert.Equal(
            "ROUTER_MAESTRO_OPENAI_BASE_URL in the gateway's environment overrides the base address of 'openai'", (string?)changed["warnings"]!.AsArray().Single());
    }

    [Fact]
    public async Task A_variable_with_a_line_break_is_said_to_have_one()
    {
        _environment["LAB_KEY"] = "sk-a\nsk-b";

        var (_, added) = await Client.AdminAsync("PUT", "providers/lab", Lab, status: 201);

        Assert.Equal("LAB_KEY must not hold a line break: it is not used", (string?)added["warnings"]!.AsArray().Single());
        Assert.Equal("LAB_KEY must not hold a line break", (string?)added["problem"]);
    }

    [Theory]
    [InlineData("""{ "providers": { "a": """, "providers.json is not valid JSON (line 1, byte 23): expected a value after the name. It stays as it is")]
    [InlineData("[]", "providers.json must be a JSON object. It stays")]
    [InlineData("""{ "providers": [] }""", "providers.json must have an object as its member providers. It stays")]
    [InlineData("""{ "providers": {}, "providers": {} }""", "providers.json has the member providers twice, so that it is not clear which one is meant. It stays")]
    [InlineData("""{ "providers": { "LAB": {}, "lab": {} } }""", "providers.json has two entries of the name 'lab', so that it is not clear which one is meant")]
    public async Task A_broken_file_is_never_overwritten(string text, string error)
    {
        Write(text);

        var (_, refused) = await Client.AdminAsync("PUT", "providers/lab", Lab, status: 409);

        Assert.Equal("config_file_broken", (string?)refused["detail"]!["code"]);
        Assert.Contains(error, (string?)refused["detail"]!["message"], StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(Paths.ProvidersFile));
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string text)
    {
        Directory.CreateDirectory(Paths.ConfigDirectory);
        File.WriteAllText(Paths.ProvidersFile, text);
    }
}
