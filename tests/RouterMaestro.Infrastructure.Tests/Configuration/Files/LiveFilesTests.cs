using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Tests.Configuration.Files;

/// <summary>The configuration in effect while files change and break.</summary>
public sealed class LiveFilesTests : IDisposable
{
    private const string StaysInEffect = "the last valid version stays in effect until this is corrected";

    private const string Lab = """{ "type": "openai-compatible", "baseURL": "https://llm.example.com/v1" }""";

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    public LiveFilesTests() => _services = new ServiceCollection().AddRouterMaestro().UseFileConfiguration(_folder.Paths).Services.BuildServiceProvider();

    [Theory]
    [InlineData("""{ "priorities": ["c/d" """)]
    [InlineData("[]")]
    [InlineData("")]
    public void A_broken_version_leaves_the_last_good_one_in_effect(string broken)
    {
        Assert.Equal(["openai/b"], Load(priorities: """{ "priorities": ["openai/b"], "timeouts": { "idle": null } }""").Settings.Priorities);

        var configuration = Load(priorities: broken);

        Assert.Equal(["openai/b"], configuration.Settings.Priorities);
        Assert.Null(configuration.Settings.Limits.Idle);
        Assert.Equal(2, configuration.Problems.Count);
        Assert.All(configuration.Problems, p => Assert.Equal("priorities.json", p.File));
        Assert.Equal(StaysInEffect, configuration.Problems[1].Message);

        var corrected = Load(priorities: """{ "priorities": ["openai/d"] }""");
        Assert.Equal(["openai/d"], corrected.Settings.Priorities);
        Assert.Empty(corrected.Problems);
    }

    [Theory]
    [InlineData("""{ "priorities": "openai/d", "fallback": { "maxRetries": 5 } }""", "priorities must be an array")]
    [InlineData("""{ "priorities": ["openai/d", 7], "fallback": { "maxRetries": 5 } }""", "priorities[1] must be a string")]
    [InlineData("""{ "timeouts": { "idle": "soon" }, "fallback": { "maxRetries": 5 } }""", "timeouts.idle must be a time")]
    [InlineData("""{ "timeouts": { "connnect": "00:00:01" }, "fallback": { "maxRetries": 5 } }""", "timeouts.connnect is not a known member: did you mean \"connect\"?")]
    public void A_bad_member_has_the_same_effect_at_start_and_after_an_edit(string bad, string problem)
    {
        var atStart = Load(priorities: bad);
        Load(priorities: """{ "priorities": ["openai/b"], "timeouts": { "idle": null } }""");
        var afterEdit = Load(priorities: bad);

        Assert.Equal(atStart, afterEdit);
        Assert.Equal(5, afterEdit.Settings.MaxRetries);
        Assert.StartsWith(problem, Assert.Single(afterEdit.Problems).Message);
    }

    [Theory]
    [InlineData("""{ "type": 3 }""", false)]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "https://h/v1", "apiKey": "sk-1" }""", false)]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "https://h/v1", "modelz": {} }""", true)]
    public void A_bad_entry_has_the_same_effect_at_start_and_after_an_edit(string bad, bool isUsable)
    {
        var atStart = Load($$"""{ "providers": { "lab": {{Lab}}, "third": {{bad}} } }""");
        Load($$"""{ "providers": { "third": {{Lab}} } }""");
        var afterEdit = Load($$"""{ "providers": { "lab": {{Lab}}, "third": {{bad}} } }""");

        Assert.Equal(atStart, afterEdit);
        Assert.Equal(isUsable ? ["lab", "third", "openai", "anthropic", "github-copilot"] : ["lab", "openai", "anthropic", "github-copilot"], afterEdit.Profiles.Select(p => p.Id));
        Assert.StartsWith("providers.third", Assert.Single(afterEdit.Problems).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Half_a_file_says_what_is_in_effect_and_nothing_else(bool isReload)
    {
        if (isReload)
        {
            Load($$"""{ "providers": { "lab": {{Lab}}, "third": {{Lab}} } }""");
        }

        var configuration = Load($$"""{ "providers": { "lab": {{Lab}}, "third": { "type": """);

        string[] ids = isReload ? ["lab", "third", "openai", "anthropic", "github-copilot"] : ["lab", "openai", "anthropic", "github-copilot"];
        Assert.Equal(ids, configuration.Profiles.Select(p => p.Id));
        Assert.Equal(!isReload, configuration.Problems.Any(p => p.Message.EndsWith("; only the whole entries before that place are used", StringComparison.Ordinal)));
        Assert.Equal(isReload, configuration.Problems.Any(p => p.Message == StaysInEffect));
    }

    [Fact]
    public void A_list_that_is_no_object_ends_no_service()
    {
        Load($$"""{ "providers": { "lab": {{Lab}} } }""");

        var configuration = Load("""{ "providers": [] }""");

        Assert.Equal(["lab", "openai", "anthropic", "github-copilot"], configuration.Profiles.Select(p => p.Id));
        Assert.Equal(["must have an object as its member providers", StaysInEffect], configuration.Problems.Select(p => p.Message));
    }

    [Fact]
    public void Problems_hold_the_full_path_beside_the_name()
    {
        var problem = Load("{").Problems[0];

        Assert.Equal(("providers.json", _folder.Paths.ProvidersFile), (problem.File, problem.Place));
    }

    [Fact]
    public void A_warning_breaks_nothing()
    {
        Load($$"""{ "providers": { "lab": {{Lab}} } }""");

        var configuration = Load("""
            { "providers": { "new": { "type": "openai-compatible", "baseURL": "https://h/v1", "options": { "protocols": ["chat", "responses"] } } } }
            """);

        Assert.Equal("new", configuration.Profiles[0].Id);
        Assert.DoesNotContain(configuration.Problems, p => p.Message == StaysInEffect);
    }

    [Fact]
    public void Broken_keys_leave_the_good_ones_in_effect()
    {
        Load(auth: """{ "openai": { "key": "sk-1" } }""");

        var configuration = Load(auth: """{ "openai": { "key": "sk-2" """);

        Assert.Equal("sk-1", configuration.Providers[0].Key);
        Assert.Equal("sk-3", Load(auth: """{ "openai": { "key": "sk-3" } }""").Providers[0].Key);
    }

    [Fact]
    public void The_usable_part_of_a_file_is_used_until_a_valid_version_is_read()
    {
        var first = Load($$"""{ "providers": { "lab": {{Lab}}, "broken": {} } }""");
        var second = Load($$"""{ "providers": { "lab": {{Lab}}, "broken": {}, "second": {{Lab}} } }""");

        Assert.Equal("lab", first.Profiles[0].Id);
        Assert.Equal(["lab", "second"], second.Profiles.Take(2).Select(p => p.Id));
        Assert.DoesNotContain(second.Problems, p => p.Message == StaysInEffect);
    }

    [Fact]
    public void A_deleted_file_has_no_effect()
    {
        Load(priorities: """{ "priorities": ["openai/b"] }""");
        File.Delete(_folder.Paths.PrioritiesFile);

        Assert.Empty(Load().Settings.Priorities);
        Assert.Empty(Load().Problems);
    }

    [Fact]
    public void A_new_key_changes_the_fingerprint_which_does_not_reveal_it()
    {
        var first = Load(auth: """{ "openai": { "key": "sk-1" } }""").Providers[0];
        var same = Load(auth: """{ "openai": { "key": " sk-1" } }""").Providers[0];
        var other = Load(auth: """{ "openai": { "key": "sk-2" } }""").Providers[0];

        Assert.Equal(ProviderStatus.Ready, first.Profile.Status);
        Assert.Equal(first.Profile, other.Profile);
        Assert.Matches("^[0-9a-f]{8}$", Fingerprint(first));
        Assert.Equal(Fingerprint(first), Fingerprint(same));
        Assert.NotEqual(Fingerprint(first), Fingerprint(other));
        Assert.Null(Fingerprint(Load(auth: "{}").Providers[0]));
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    private static string? Fingerprint(ConfiguredProvider provider) => new ConfiguredCredential(provider.Key).Fingerprint;

    private GatewayConfiguration Load(string? providers = null, string? priorities = null, string? auth = null)
    {
        _folder.With(providers, priorities, auth);
        return _services.GetRequiredService<IGatewayConfigurationSource>().Load();
    }
}
