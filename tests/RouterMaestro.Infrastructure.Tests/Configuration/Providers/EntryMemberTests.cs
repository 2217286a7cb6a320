using System.Text;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Tests.Configuration.Providers;

/// <summary>Members of an entry that do not exist, and keys that do not belong there.</summary>
public sealed class EntryMemberTests
{
    [Theory]
    [InlineData("\"apiKey\": \"env:MY_KEY\"")]
    [InlineData("\"api_key\": \" env: MY_KEY \"")]
    [InlineData("\"options\": { \"apiKey\": \"env:MY_KEY\" }")]
    [InlineData("\"options\": { \"api_key\": \"env:MY_KEY\" }")]
    [InlineData("\"options\": { \"api_key_env\": \"MY_KEY\", \"api_key\": \"env:OTHER\" }")]
    [InlineData("\"api_key_env\": \"OTHER\", \"options\": { \"api_key\": \"env:MY_KEY\" }")]
    public void A_key_may_be_written_as_a_reference_to_a_variable(string member) =>
        Assert.Equal("MY_KEY", Single($$"""  "x": { "type": "openai-compatible", "baseURL": "http://h", {{member}} } """).KeyVariable);

    [Theory]
    [InlineData("\"apiKey\": \"sk-secret\"", "providers.x.apiKey would be a secret in a file: put the key into auth.json, or put the key into an environment variable")]
    [InlineData("\"api_key\": 7", "providers.x.api_key would be a secret in a file")]
    [InlineData("\"options\": { \"apiKey\": \"sk-secret\" }", "providers.x.options.apiKey would be a secret in a file")]
    [InlineData("\"options\": { \"api_key_env\": \"sk-secret\" }", "providers.x.options.api_key_env must be the name of an environment variable")]
    [InlineData("\"options\": { \"api_key_env\": \"ROUTER_MAESTRO_API_KEY\" }", "providers.x.options.api_key_env must not be a variable of the gateway's own keys")]
    [InlineData("\"apiKey\": \"env:router_maestro_admin_key\"", "providers.x.apiKey must not be a variable of the gateway's own keys")]
    [InlineData("\"apiKey\": \"env:sk-secret\"", "providers.x.apiKey must be the name of an environment variable (letters, digits and underscores), not a key, after \"env:\"")]
    public void A_literal_key_is_refused_with_the_way_to_give_one(string member, string error)
    {
        var file = Read($$"""{ "providers": { "x": { "type": "openai-compatible", "baseURL": "http://h", {{member}} } } }""");

        Assert.Equal("x", Assert.Single(file.Refused).Id);
        Assert.StartsWith($"providers.x is skipped: {error}", Assert.Single(file.Problems).Message);
        Assert.DoesNotContain("secret\"", file.Problems[0].Message);
        Assert.DoesNotContain("sk-", file.Problems[0].Message);
    }

    [Theory]
    [InlineData("\"modelz\": {}", "providers.x.modelz is not a known member: did you mean \"models\"?")]
    [InlineData("\"baseUrl\": \"http://h\"", "providers.x.baseUrl is not a known member: did you mean \"baseURL\"?")]
    [InlineData("\"base_url\": \"http://h\"", "providers.x.base_url is not a known member: did you mean \"baseURL\"?")]
    [InlineData("\"apiKeyEnv\": \"K\"", "providers.x.apiKeyEnv is not a known member: did you mean \"api_key_env\"?")]
    [InlineData("\"options\": { \"streamUsage\": false }", "providers.x.options.streamUsage is not a known member: did you mean \"stream_usage\"?")]
    [InlineData("\"models\": { \"m\": { \"nam\": \"M\" } }", "providers.x.models.m.nam is not a known member: did you mean \"name\"?")]
    [InlineData("\"elsewhere\": 1", "providers.x.elsewhere is not a known member")]
    [InlineData("\"baseURL\": \"http://other\"", "providers.x.baseURL is named twice")]
    public void An_unknown_member_is_reported_and_leaves_the_entry_usable(string member, string problem)
    {
        var file = Read($$"""{ "providers": { "x": { "type": "openai-compatible", "baseURL": "http://h", {{member}} } } }""");

        Assert.Single(file.Entries);
        Assert.Equal(problem, Assert.Single(file.Problems).Message);
    }

    [Fact]
    public void Comments_and_the_schema_are_no_unknown_members()
    {
        var file = Read("""
            { "$schema": "s", "// why": "because", "provider": {}, "providers": { "x": { "//": "mine", "type": "openai-compatible", "baseURL": "http://h" } } }
            """);

        Assert.Equal("provider is not a known member: did you mean \"providers\"?", Assert.Single(file.Problems).Message);
    }

    [Fact]
    public void A_module_that_declares_its_options_has_no_others()
    {
        var modules = new ProviderModules([new DeclaringModule()]);

        var file = ProvidersFile.Parse(
            """{ "providers": { "a": { "type": "declaring", "baseURL": "http://h", "options": { "regon": "eu", "region": "eu" } } } }"""u8.ToArray(), Codecs.All, modules);

        Assert.Equal("providers.a.options.regon is not a known member: did you mean \"region\"?", Assert.Single(file.Problems).Message);
    }

    private static ProviderEntry Single(string member)
    {
        var file = Read($$"""{ "providers": { {{member}} } }""");
        Assert.Empty(file.Problems);
        return Assert.Single(file.Entries);
    }

    private static ProvidersFile Read(string json) => ProvidersFile.Parse(Encoding.UTF8.GetBytes(json), Codecs.All, Modules.All);

    private sealed class DeclaringModule : IProviderModule
    {
        public string Type => "declaring";

        public ProviderDefaults Defaults { get; } = new([WireProtocol.OpenAIChat]) { Options = ["region"] };

        public ProviderParts Create(ProviderModuleContext context) => new(context.Key);
    }
}
