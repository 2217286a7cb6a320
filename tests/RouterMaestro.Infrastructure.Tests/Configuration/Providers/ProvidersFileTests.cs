using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers.BuiltIn;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Tests.Providers.Modules;

namespace RouterMaestro.Infrastructure.Tests.Configuration.Providers;

public sealed class ProvidersFileTests
{
    [Fact]
    public void A_complete_entry_is_read()
    {
        var entry = Single("""
            "my-llm": {
              "type": "openai-compatible",
              "baseURL": "http://127.0.0.1:9000/v1//",
              "headers": { "x-team": "a" },
              "models": { "llama-3": { "name": "Llama 3" }, "org/mistral": {} },
              "options": {
                "api_key_env": "MY_KEY", "allow_unauthenticated": true, "protocols": ["messages", "chat"], "stream_usage": false
              }
            }
            """);

        Assert.Equal("my-llm", entry.Id);
        Assert.Equal("http://127.0.0.1:9000/v1", entry.BaseAddress);
        Assert.Equal([new HeaderField("x-team", "a")], entry.Headers);
        Assert.Equal(["my-llm/llama-3", "my-llm/org/mistral"], entry.Models.Select(m => m.Ref.QualifiedId));
        Assert.Equal(["Llama 3", "org/mistral"], entry.Models.Select(m => m.Name));
        Assert.Equal("MY_KEY", entry.KeyVariable);
        Assert.True(entry.AllowUnauthenticated);
        Assert.Equal([WireProtocol.AnthropicMessages, WireProtocol.OpenAIChat], entry.Protocols);
        Assert.False(entry.StreamUsage);
    }

    [Fact]
    public void Absent_members_and_nulls_have_their_defaults()
    {
        var entry = Single("""
            "x": { "type": "openai-compatible", "baseURL": "http://h/v1", "headers": null, "models": null, "options": { "protocols": null } }
            """);

        Assert.Empty(entry.Headers);
        Assert.Empty(entry.Models);
        Assert.Equal([WireProtocol.OpenAIChat], entry.Protocols);
        Assert.Null(entry.KeyVariable);
        Assert.False(entry.AllowUnauthenticated);
        Assert.True(entry.StreamUsage);
    }

    [Theory]
    [InlineData("openai-compatible", "https://h/api/v1/", "https://h/api/v1")]
    [InlineData("openai-compatible", "https://h", "https://h")]
    [InlineData("openai-compatible", "http://localhost:8000/v1ories", "http://localhost:8000/v1ories")]
    [InlineData("anthropic-compatible", "https://h", "https://h/v1")]
    [InlineData("anthropic-compatible", "https://h/v1/", "https://h/v1")]
    [InlineData("anthropic-compatible", "https://h/anthropic", "https://h/anthropic/v1")]
    public void Addresses_get_their_version_where_the_protocol_wants_it(string type, string written, string address) =>
        Assert.Equal(address, Single($$"""  "x": { "type": "{{type}}", "baseURL": "{{written}}" } """).BaseAddress);

    [Theory]
    [InlineData("openai", null)]
    [InlineData("OpenAI", null)]
    [InlineData("anthropic", "http://proxy/v1")]
    public void Built_in_providers_need_no_type(string name, string? address)
    {
        var json = address is null ? "{}" : $$"""{ "baseURL": "http://proxy" }""";

        var entry = Single($"\"{name}\": {json}");

        Assert.Equal(name.ToLowerInvariant(), entry.Id);
        Assert.Same(Modules.All.FindBuiltIn(name), entry.Module);
        Assert.Equal(address, entry.BaseAddress);
    }

    [Fact]
    public void The_variable_may_stand_beside_the_options() =>
        Assert.Equal("K", Single("""  "x": { "type": "openai-compatible", "baseURL": "http://h", "api_key_env": "K" } """).KeyVariable);

    [Fact]
    public void Errors_of_an_entry_with_a_wrong_type_are_reported_with_it()
    {
        var file = Read("""{ "providers": { "x": { "type": "gemini", "baseURL": 1, "headers": [], "options": { "thinking": 1 } } } }""");

        Assert.Equal(
            ["providers.x.type", "providers.x.baseURL", "providers.x.headers", "providers.x.options.thinking"],
            Assert.Single(file.Refused).Errors.Select(error => error.Split(' ')[0]));
    }

    [Theory]
    [InlineData("""{ "baseURL": "http://h" }""", "providers.x has no type; it must be \"openai-compatible\" or \"anthropic-compatible\"")]
    [InlineData("""{ "type": "gemini", "baseURL": "http://h" }""", "providers.x.type must be \"openai-compatible\" or")]
    [InlineData("""{ "type": 7, "baseURL": "http://h" }""", "providers.x.type must be \"openai-compatible\" or")]
    [InlineData("""{ "type": "openai-compatible" }""", "providers.x has no baseURL")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h/v1/chat/completions" }""", "providers.x.baseURL must end before '/chat/completions', which the gateway adds itself: http://h/v1")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h/v1/Responses/" }""", "providers.x.baseURL must end before '/responses', which the gateway adds itself: http://h/v1")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h/v1/embeddings" }""", "providers.x.baseURL must end before '/embeddings', which the gateway adds itself: http://h/v1")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h/v1/models" }""", "providers.x.baseURL must end before '/models', which the gateway adds itself: http://h/v1")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h/v1/completions" }""", "providers.x.baseURL must end before '/completions', which the gateway adds itself: http://h/v1")]
    [InlineData("""{ "type": "anthropic-compatible", "baseURL": "http://h/v1/messages" }""", "providers.x.baseURL must end before '/messages', which the gateway adds itself: http://h/v1")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "secret:8000/v1" }""", "providers.x.baseURL must be an absolute http or https address")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "ftp://secret/v1" }""", "providers.x.baseURL must be an absolute")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://secret@h/v1" }""", "providers.x.baseURL must be an absolute")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h/v1?secret=1" }""", "providers.x.baseURL must be an absolute")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": ["secret"] }""", "providers.x.baseURL must be a string")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "headers": { "a": 1 } }""", "providers.x.headers.a must be a string")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "headers": { "a": "se\ncret" } }""", "providers.x.headers.a must be printable ASCII")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "headers": { "a b": "c" } }""", "providers.x.headers[\"a b\"] is not the name of a header field")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "headers": { "Content-Length": "1" } }""", "providers.x.headers.Content-Length is a header field that the gateway sets itself")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "models": ["secret"] }""", "providers.x.models must be an object")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "models": { "m": "secret" } }""", "providers.x.models.m must be an object")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "models": { " ": {} } }""", "providers.x.models holds a model id that must not be blank")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "options": { "stream_usage": "no" } }""", "providers.x.options.stream_usage must be true or false")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "options": { "protocols": "chat" } }""", "providers.x.options.protocols must be an array")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "options": { "protocols": ["grpc"] } }""", "providers.x.options.protocols[0] must be one of chat, responses, messages")]
    [InlineData("""{ "type": "openai-compatible", "baseURL": "http://h", "options": { "protocols": [] } }""", "providers.x.options.protocols must name a supported protocol")]
    [InlineData("\"secret\"", "providers.x must be an object")]
    public void A_bad_entry_is_skipped_and_the_others_work(string entry, string error)
    {
        var file = Read($$"""{ "providers": { "x": {{entry}}, "good": { "type": "openai-compatible", "baseURL": "http://h" } } }""");

        Assert.Equal(["good"], file.Entries.Select(e => e.Id));
        Assert.Equal(["x"], file.Refused.Select(r => r.Id));
        var problem = Assert.Single(file.Problems);
        Assert.Equal("providers.json", problem.File);
        Assert.StartsWith($"providers.x is skipped: {error}", problem.Message);
        Assert.DoesNotContain("secret", problem.Message);
    }

    [Fact]
    public void All_errors_of_an_entry_are_reported_at_once()
    {
        var file = Read("""{ "providers": { "x": { "type": "openai-compatible", "baseURL": 1, "headers": [], "options": { "allow_unauthenticated": 1 } } } }""");

        Assert.Equal(
            "providers.x is skipped: providers.x.baseURL must be a string; providers.x.headers must be an object; "
            + "providers.x.options.allow_unauthenticated must be true or false",
            Assert.Single(file.Problems).Message);
    }

    [Theory]
    [InlineData("a/b", "must not contain a slash")]
    [InlineData(" ", "must not be blank")]
    [InlineData("", "must not be blank")]
    [InlineData("x ", "must not begin or end with a blank")]
    [InlineData("router-maestro", "is the name of the gateway itself")]
    [InlineData("Router.Maestro", "is the name of the gateway itself")]
    public void A_name_that_cannot_begin_a_qualified_id_is_refused(string name, string error)
    {
        var file = Read($$"""{ "providers": { "{{name}}": { "type": "openai-compatible", "baseURL": "http://h" } } }""");

        Assert.Empty(file.Entries);
        Assert.Contains($"is not a provider's id: it {error}", Assert.Single(file.Problems).Message);
    }

    [Fact]
    public void The_second_of_two_names_that_differ_in_case_is_skipped()
    {
        var file = Read("""
            { "providers": {
              "Lab": { "type": "openai-compatible", "baseURL": "http://first" },
              "lab": { "type": "openai-compatible", "baseURL": "http://second" } } }
            """);

        Assert.Equal("http://first", Assert.Single(file.Entries).BaseAddress);
        Assert.Equal("providers.lab is skipped: its name is taken by providers.Lab", Assert.Single(file.Problems).Message);
    }

    [Fact]
    public void Protocols_keep_their_order_of_preference()
    {
        var file = Read("""
            { "providers": { "x": { "type": "openai-compatible", "baseURL": "http://h", "options": { "protocols": ["responses", "chat", "responses"] } } } }
            """);

        Assert.Equal([WireProtocol.OpenAIResponses, WireProtocol.OpenAIChat], Assert.Single(file.Entries).Protocols);
        Assert.Empty(file.Problems);
    }

    [Theory]
    [InlineData("{ \"providers\": { \"a\": secret", "is not valid JSON (line 1, byte 23): expected a value after the name")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{ \"providers\": [\"secret\"] }", "must have an object as its member providers")]
    [InlineData("{ \"providers\": { \"\\ud800\": {} } }", "is not valid UTF-8 or holds half a surrogate pair")]
    [InlineData("{} // secret", "is not valid JSON (line 1, byte 4): comments are not allowed")]
    public void A_broken_file_is_a_problem_and_not_an_exception(string content, string error)
    {
        var file = Read(content);

        Assert.Empty(file.Entries);
        Assert.Equal(error, Assert.Single(file.Problems).Message);
    }

    [Theory]
    [InlineData("{ \"$schema\": {}, \"providers\": { \"a\": {A}, \"b\": {A}, \"c\": { \"type\": secret } } }")]
    [InlineData("{ \"providers\": { \"a\": {A}, \"b\": {A} secret")]
    [InlineData("{ \"providers\": { \"a\": {A}, \"b\": {A}, \"c\"")]
    [InlineData("{ \"providers\": { \"a\": {A}, \"b\": {A} }, }")]
    public void Complete_entries_before_a_syntax_error_are_used(string content)
    {
        var file = Read(content.Replace("{A}", """{ "type": "openai-compatible", "baseURL": "http://h" }"""));

        Assert.Equal(["a", "b"], file.Entries.Select(e => e.Id));
        Assert.Matches(@"^is not valid JSON \(line 1, byte \d+\): [^;]+; only the whole entries before that place are used$", Assert.Single(file.Problems).Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ \"$schema\": \"https://example.com\", \"providers\": null }")]
    [InlineData("{ \"providers\": { \"x\": null } }")]
    public void A_file_without_entries_is_fine(string content) => Assert.Equal(ProvidersFile.None, Read(content));

    private static ProviderEntry Single(string member)
    {
        var file = Read($$"""{ "providers": { {{member}} } }""");
        Assert.Empty(file.Problems);
        return Assert.Single(file.Entries);
    }

    [Fact]
    public void The_type_of_a_module_of_the_host_is_known_with_its_options()
    {
        var modules = new ProviderModules([new OpenAICompatibleModule(), new OtherAcmeModule()]);
        var file = ProvidersFile.Parse(
            """{ "providers": { "a": { "type": "ACME", "baseURL": "http://h", "options": { "region": "eu" } }, "b": { "type": "other" } } }"""u8.ToArray(), Codecs.All, modules);

        Assert.Equal(RawJson.Parse("""{"region":"eu"}"""), Assert.Single(file.Entries).Options);
        Assert.Contains("type must be \"openai-compatible\" or \"ACME\"", Assert.Single(file.Problems).Message);
    }

    [Theory]
    [InlineData("""["chat", "x"]""", "must be one of chat, responses, messages")]
    [InlineData("[]", "must name a supported protocol")]
    [InlineData("\"chat\"", "must be an array")]
    public void Wrong_protocols_of_a_model_are_an_error_with_its_place(string protocols, string error)
    {
        var problem = Assert.Single(Read(
            $$"""{ "providers": { "lab": { "type": "openai-compatible", "baseURL": "http://h/v1", "models": { "m": { "protocols": {{protocols}} } } } } }""").Problems);

        Assert.Contains("models.m.protocols", problem.Message);
        Assert.Contains(error, problem.Message);
    }

    private static ProvidersFile Read(string json) => ProvidersFile.Parse(Encoding.UTF8.GetBytes(json), Codecs.All, Modules.All);
}
