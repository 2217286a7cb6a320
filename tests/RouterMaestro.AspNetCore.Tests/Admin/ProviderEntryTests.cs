using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>Which names and entries of providers are accepted, and above all which secrets are not.</summary>
public sealed class ProviderEntryTests : IAsyncLifetime
{
    private TestGateway? _gateway;

    private HttpClient Client => _gateway!.Client;

    private string Lab => $$$"""{"type":"openai-compatible","baseURL":"{{{_gateway!.Upstream.BaseUrl}}}","options":{"api_key_env":"LAB_KEY"}}""";

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(
        configure: router => router.UseInMemoryConfiguration(new InMemoryConfiguration()).UseEnvironmentKeys(_ => null), withResponses: false);

    [Theory]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","apiKey":"sk-1"}""", "providers.lab.apiKey would be a secret")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","options":{"api_key":"sk-1"}}""", "providers.lab.options.api_key would be a secret")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","options":{"login":{"client-secret":"sk-1"}}}""", "providers.lab.options.login.client-secret would be a secret")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","headers":{"Authorization":"Bearer sk-1"}}""", "providers.lab.headers.Authorization holds a secret")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","options":{"api_key_env":"sk-1"}}""", "providers.lab.options.api_key_env must be the name of an environment variable")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","options":{"api_key_env":"gsk_1a2b3c4d5e6f7g8h9i0jkl"}}""", "providers.lab.options.api_key_env must be the name of an environment variable")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","x":[{"api_key":"sk-1"}]}""", "providers.lab.x[0].api_key would be a secret")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","models":{"m":{"apiKey":"sk-1"}}}""", "providers.lab.models.m.apiKey would be a secret")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","options":{"customToken":"sk-1"}}""", "providers.lab.options.customToken would be a secret")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","headers":{"Ocp-Apim-Subscription-Key":"sk-1"}}""", "providers.lab.headers.Ocp-Apim-Subscription-Key holds a secret")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","headers":{"x-custom":"bearer sk-1"}}""", "providers.lab.headers.x-custom holds a secret")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1","headers":{"x-a":"1","X-A":"2"}}""", "providers.lab.headers names x-a twice")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://u:sk-1@h/v1"}""", "providers.lab.baseURL must be an absolute http or https address without user name")]
    [InlineData("""{"type":"openai-compatible","baseURL":"http://h/v1/chat/completions"}""", "providers.lab.baseURL must end before '/chat/completions'")]
    [InlineData("""{"type":"openai-compatible","baseURL":"ftp://h/v1"}""", "providers.lab.baseURL must be an absolute http or https address")]
    [InlineData("""{"type":"sk-1","baseURL":"http://h/v1"}""", "providers.lab.type must be \"openai-compatible\", \"anthropic-compatible\" or \"github-copilot\"")]
    [InlineData("""{"type":"openai-compatible"}""", "providers.lab has no baseURL")]
    public async Task An_invalid_entry_is_refused_with_its_errors_and_without_its_secrets(string entry, string error)
    {
        foreach (var method in new[] { "PUT", "POST" })
        {
            var (_, refused) = await Client.AdminAsync(method, "providers/lab" + (method == "POST" ? "/test" : ""), entry, status: 400);

            Assert.Equal("config_invalid", (string?)refused["detail"]!["code"]);
            Assert.Contains(error, (string?)refused["detail"]!["message"], StringComparison.Ordinal);
            Assert.DoesNotContain("sk-1", refused.ToJsonString(), StringComparison.Ordinal);
        }

        await Client.AdminAsync("GET", "providers/lab", status: 404);
    }

    [Fact]
    public async Task A_literal_key_is_refused_with_the_way_to_give_one()
    {
        var (_, refused) = await Client.AdminAsync("PUT", "providers/lab", Lab.Replace("api_key_env", "api_key", StringComparison.Ordinal), status: 400);

        var message = (string?)refused["detail"]!["message"];
        Assert.Contains("name the variable in options.api_key_env", message, StringComparison.Ordinal);
        Assert.Contains("put the key into auth.json", message, StringComparison.Ordinal);
        Assert.Contains("\"env:NAME\"", message, StringComparison.Ordinal);
        Assert.Single(refused["detail"]!["errors"]!.AsArray());
    }

    [Fact]
    public async Task All_errors_of_an_entry_are_listed_by_a_change_and_by_a_test()
    {
        const string Entry = """{"type":"gemini","baseURL":"ftp://h","modelz":{},"apiKey":"sk-1","options":{"thinking":1}}""";
        foreach (var (method, path) in new[] { ("PUT", "providers/lab"), ("POST", "providers/lab/test") })
        {
            var (_, refused) = await Client.AdminAsync(method, path, Entry, status: 400);

            Assert.Equal(
                ["apiKey", "baseURL", "modelz", "options.thinking", "type"],
                refused["detail"]!["errors"]!.AsArray().Select(error => ((string)error!).Split(' ')[0]["providers.lab.".Length..]).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("%20x", "must not begin or end with a blank")]
    [InlineData("a%2Fb", "must not contain a slash")]
    [InlineData("a%01b", "must not contain control characters")]
    public async Task A_name_must_be_an_id(string name, string error)
    {
        var (_, refused) = await Client.AdminAsync("PUT", "providers/" + name, Lab, status: 400);

        Assert.Contains(error, (string?)refused["detail"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_has_at_most_a_hundred_characters()
    {
        await Client.AdminAsync("PUT", "providers/" + new string('n', 100), Lab, status: 201);
        await Client.AdminAsync("PUT", "providers/" + new string('n', 101), Lab, status: 400);
    }

    [Fact]
    public async Task A_member_that_is_named_twice_is_an_error_in_words()
    {
        var (_, error) = await Client.AdminAsync("PUT", "providers/lab", """{"type":"a","type":"b"}""", status: 400);

        Assert.Equal("The body names a member twice.", (string?)error["detail"]);
    }

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();
}
