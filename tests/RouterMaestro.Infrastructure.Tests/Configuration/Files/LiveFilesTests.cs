using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.Tests.Configuration.Files;

/// <summary>What is in effect while files change and break.</summary>
public sealed class LiveFilesTests : IDisposable
{
    private const string Kept = "what it said before stays in effect until it is mended";

    private const string Lab = """{ "type": "openai-compatible", "baseURL": "https://llm.example.com/v1" }""";

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    public LiveFilesTests() => _services = new ServiceCollection().AddRouterMaestro().UseFileConfiguration(_folder.Paths).Services.BuildServiceProvider();

    [Theory]
    [InlineData("""{ "priorities": ["c/d" """)]
    [InlineData("""{ "priorities": "c/d" }""")]
    [InlineData("""{ "priorities": ["c/d", 7] }""")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_broken_version_leaves_the_last_good_one_in_effect(string broken)
    {
        Assert.Equal(["a/b"], Load(priorities: """{ "priorities": ["a/b"], "timeouts": { "idle": null } }""").Settings.Priorities);

        var configuration = Load(priorities: broken);

        Assert.Equal(["a/b"], configuration.Settings.Priorities);
        Assert.Null(configuration.Settings.Limits.Idle);
        Assert.Equal(2, configuration.Problems.Count);
        Assert.All(configuration.Problems, p => Assert.Equal("priorities.json", p.File));
        Assert.Equal(Kept, configuration.Problems[1].Message);

        var mended = Load(priorities: """{ "priorities": ["c/d"] }""");
        Assert.Equal(["c/d"], mended.Settings.Priorities);
        Assert.Empty(mended.Problems);
    }

    [Fact]
    public void A_broken_entry_leaves_all_providers_as_they_were()
    {
        Load($$"""{ "providers": { "lab": {{Lab}} } }""");

        var configuration = Load($$"""{ "providers": { "lab": {{Lab}}, "second": {{Lab}}, "third": { "type": 3 } } }""");

        Assert.Equal(["lab", "openai", "anthropic"], configuration.Profiles.Select(p => p.Id));
        Assert.Equal(Kept, configuration.Problems[1].Message);
        Assert.StartsWith("providers.third is skipped", configuration.Problems[0].Message);
    }

    [Fact]
    public void A_warning_breaks_nothing()
    {
        Load($$"""{ "providers": { "lab": {{Lab}} } }""");

        var configuration = Load("""
            { "providers": { "new": { "type": "openai-compatible", "baseURL": "https://h/v1", "options": { "protocols": ["chat", "responses"] } } } }
            """);

        Assert.Equal("new", configuration.Profiles[0].Id);
        Assert.DoesNotContain(configuration.Problems, p => p.Message == Kept);
    }

    [Fact]
    public void Broken_keys_leave_the_good_ones_in_effect()
    {
        Load(auth: """{ "openai": { "key": "sk-1" } }""");

        var configuration = Load(auth: """{ "openai": { "key": "sk-2" """);

        Assert.Equal("sk-1", configuration.Profiles[0].Key);
        Assert.Equal("sk-3", Load(auth: """{ "openai": { "key": "sk-3" } }""").Profiles[0].Key);
    }

    [Fact]
    public void Until_a_file_has_been_whole_what_can_be_used_of_it_is_used()
    {
        var first = Load($$"""{ "providers": { "lab": {{Lab}}, "broken": {} } }""");
        var second = Load($$"""{ "providers": { "lab": {{Lab}}, "broken": {}, "second": {{Lab}} } }""");

        Assert.Equal("lab", first.Profiles[0].Id);
        Assert.Equal(["lab", "second"], second.Profiles.Take(2).Select(p => p.Id));
        Assert.DoesNotContain(second.Problems, p => p.Message == Kept);
    }

    [Fact]
    public void A_file_that_is_gone_says_nothing_any_more()
    {
        Load(priorities: """{ "priorities": ["a/b"] }""");
        File.Delete(_folder.Paths.PrioritiesFile);

        Assert.Empty(Load().Settings.Priorities);
        Assert.Empty(Load().Problems);
    }

    [Fact]
    public void A_key_that_changes_shows_in_the_card_and_tells_nothing()
    {
        var first = Load(auth: """{ "openai": { "key": "sk-1" } }""").Profiles[0].ToCard();
        var same = Load(auth: """{ "openai": { "key": " sk-1" } }""").Profiles[0].ToCard();
        var other = Load(auth: """{ "openai": { "key": "sk-2" } }""").Profiles[0].ToCard();

        Assert.Equal(ProviderStatus.Ready, first.Status);
        Assert.Matches("^[0-9a-f]{8}$", first.Credential);
        Assert.Equal(first.Credential, same.Credential);
        Assert.NotEqual(first.Credential, other.Credential);
        Assert.Null(Load(auth: "{}").Profiles[0].ToCard().Credential);
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    private GatewayConfiguration Load(string? providers = null, string? priorities = null, string? auth = null)
    {
        _folder.With(providers, priorities, auth);
        return _services.GetRequiredService<IGatewayConfigurationSource>().Load();
    }
}
