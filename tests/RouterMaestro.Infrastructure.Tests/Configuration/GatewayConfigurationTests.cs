using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Providers;

namespace RouterMaestro.Infrastructure.Tests.Configuration;

public sealed class GatewayConfigurationTests : IDisposable
{
    private const string Remote = """{ "type": "openai-compatible", "baseURL": "https://llm.example.com/v1" }""";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void The_seeds_example_works_as_written()
    {
        var configuration = Load("""
            {
              "providers": {
                "ollama": {
                  "type": "openai-compatible",
                  "baseURL": "http://localhost:11434/v1",
                  "models": { "llama3": {"name": "Llama 3"}, "mistral": {"name": "Mistral 7B"} }
                },
                "vllm": { "type": "openai-compatible", "baseURL": "http://localhost:8000/v1ories": {} }
              }
            }
            """);

        // the slip in the second entry is the example's own
        Assert.StartsWith("is not valid JSON (line 8, ", Assert.Single(configuration.Problems).Message);
        var ollama = configuration.Profiles[0];
        Assert.Equal(("ollama", "http://localhost:11434/v1"), (ollama.Id, ollama.BaseAddress));
        Assert.Equal((ProviderStatus.Anonymous, "OLLAMA_API_KEY"), (ollama.Status, ollama.KeyVariable));
        Assert.Equal(["Llama 3", "Mistral 7B"], ollama.PinnedModels.Select(m => m.Name));
        Assert.Equal(["openai", "anthropic", "github-copilot"], configuration.Profiles.Skip(1).Select(p => p.Id));
    }

    [Fact]
    public void Without_files_the_built_in_providers_wait_for_their_keys()
    {
        var configuration = Load();

        Assert.Equal(["openai", "anthropic", "github-copilot"], configuration.Profiles.Select(p => p.Id));
        Assert.Equal(["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GITHUB_COPILOT_API_KEY"], configuration.Profiles.Select(p => p.KeyVariable));
        Assert.All(configuration.Profiles, p => Assert.Equal(ProviderStatus.NeedsKey, p.Status));
        Assert.Equal(["https://api.openai.com/v1", "https://api.anthropic.com/v1", "https://api.githubcopilot.com"], configuration.Profiles.Select(p => p.BaseAddress));
        Assert.Equal(["openai", "anthropic", "github-copilot"], configuration.Profiles.Select(p => p.Module.Type));
        Assert.Empty(configuration.Problems);
    }

    [Fact]
    public void Custom_providers_come_first_and_built_in_ones_keep_their_place_in_the_file()
    {
        var configuration = Load($$"""{ "providers": { "b": {{Remote}}, "anthropic": {}, "a": {{Remote}} } }""");

        Assert.Equal(["b", "anthropic", "a", "openai", "github-copilot"], configuration.Profiles.Select(p => p.Id));
    }

    [Fact]
    public void A_key_comes_from_the_environment_before_the_file()
    {
        _environment["OPENAI_API_KEY"] = " sk-env ";

        var providers = Load(auth: """{ "openai": { "type": "api", "key": "sk-file" }, "Anthropic": { "type": "api", "key": "sk-ant" } }""").Providers;

        Assert.Equal(["sk-env", "sk-ant", null], providers.Select(p => p.Key));
        Assert.All(providers.Take(2), p => Assert.Equal(ProviderStatus.Ready, p.Profile.Status));
    }

    [Fact]
    public void An_empty_variable_counts_as_absent()
    {
        _environment["OPENAI_API_KEY"] = "  ";

        Assert.Equal("sk-file", Load(auth: """{ "openai": { "type": "api", "key": "sk-file" } }""").Providers[0].Key);
    }

    [Fact]
    public void The_variable_of_an_entry_replaces_the_derived_one()
    {
        _environment["LAB_API_KEY"] = "derived";
        _environment["MY_KEY"] = "named";

        var provider = Load("""
            { "providers": { "lab": { "type": "openai-compatible", "baseURL": "https://h/v1", "options": { "api_key_env": "MY_KEY" } } } }
            """).Providers[0];

        Assert.Equal(("named", "MY_KEY"), (provider.Key, provider.Profile.KeyVariable));
    }

    [Theory]
    [InlineData("http://localhost:11434/v1", false, ProviderStatus.Anonymous)]
    [InlineData("http://127.0.0.2:8000/v1", false, ProviderStatus.Anonymous)]
    [InlineData("http://[::1]/v1", false, ProviderStatus.Anonymous)]
    [InlineData("https://llm.example.com/v1", true, ProviderStatus.Anonymous)]
    [InlineData("https://llm.example.com/v1", false, ProviderStatus.NeedsKey)]
    [InlineData("http://localhost.example.com/v1", false, ProviderStatus.NeedsKey)]
    public void Without_a_key_only_loopback_and_providers_that_allow_it_are_called(string address, bool allow, ProviderStatus status)
    {
        var provider = Load($$"""
            { "providers": { "lab": {
              "type": "openai-compatible", "baseURL": "{{address}}",
              "options": { "allow_unauthenticated": {{(allow ? "true" : "false")}} } } } }
            """).Providers[0];

        Assert.Equal((status, null), (provider.Profile.Status, provider.Key));
    }

    [Fact]
    public void A_key_of_the_gateway_is_ignored_with_a_warning()
    {
        (_environment["OPENAI_API_KEY"], _environment["ROUTER_MAESTRO_API_KEY"]) = ("sk-rm-secret", "of-my-own");

        var configuration = Load(auth: """{ "openai": { "type": "api", "key": "sk-real" }, "anthropic": { "type": "api", "key": "of-my-own" } }""");

        Assert.Equal(["sk-real", null, null], configuration.Providers.Select(p => p.Key));
        Assert.Equal(2, configuration.Warnings.Count);
        Assert.Contains("OPENAI_API_KEY", configuration.Warnings[0]);
        Assert.Contains("auth.json", configuration.Warnings[1]);
        Assert.DoesNotContain("secret", configuration.Warnings[0]);
        Assert.Empty(configuration.Problems);
    }

    [Fact]
    public void A_key_that_no_header_can_carry_is_a_problem()
    {
        _environment["OPENAI_API_KEY"] = "sk-sécret";

        var configuration = Load();

        Assert.Null(configuration.Providers[0].Key);
        Assert.Equal("OPENAI_API_KEY must be printable ASCII; it is ignored", Assert.Single(configuration.Problems).Message);
    }

    [Fact]
    public void A_variable_with_a_line_break_is_not_called_absent()
    {
        _environment["OPENAI_API_KEY"] = "sk-one\nsk-two";

        var configuration = Load();

        Assert.Equal("OPENAI_API_KEY must not hold a line break; it is ignored", Assert.Single(configuration.Problems).Message);
        Assert.Equal("OPENAI_API_KEY must not hold a line break", configuration.Providers[0].KeyProblem);
        Assert.Null(configuration.Providers[1].KeyProblem);
    }

    [Fact]
    public void An_address_of_the_environment_that_overrides_the_file_is_a_warning()
    {
        _environment["ROUTER_MAESTRO_OPENAI_BASE_URL"] = "http://127.0.0.1:1/x";

        Assert.Equal(
            "ROUTER_MAESTRO_OPENAI_BASE_URL in the gateway's environment overrides the base address of 'openai'.",
            Assert.Single(Load("""{ "providers": { "openai": { "baseURL": "https://file.example.com" } } }""").Warnings));
        Assert.Empty(Load("""{ "providers": { "openai": { "baseURL": "http://127.0.0.1:1/x/" } } }""").Warnings);
        Assert.Empty(Load("""{ "providers": {} }""").Warnings);
    }

    [Fact]
    public void Places_that_name_providers_which_do_not_exist_are_problems()
    {
        var configuration = Load(
            $$"""{ "providers": { "ollama": {{Remote}}, "broken": {} } }""",
            """{ "priorities": ["olama/x", "OLLAMA/x", "openai/x", "broken/x"], "fallback": { "weights": { "none/x": 1 } }, "timeouts": { "providers": { "antropic": {} } } }""");

        Assert.Equal(
            [
                "priorities[0] names a provider that does not exist: did you mean \"ollama\"?",
                "fallback.weights[\"none/x\"] names a provider that does not exist",
                "timeouts.providers.antropic names a provider that does not exist: did you mean \"anthropic\"?",
            ],
            configuration.Problems.Where(problem => problem.File == "priorities.json").Select(problem => problem.Message));
        Assert.Equal(["olama/x", "OLLAMA/x", "openai/x", "broken/x"], configuration.Settings.Priorities);
    }

    [Fact]
    public void Two_providers_may_share_a_variable_with_a_warning()
    {
        _environment["A_B_API_KEY"] = "k";

        var configuration = Load($$"""{ "providers": { "a.b": {{Remote}}, "a-b": {{Remote}} } }""");

        Assert.Equal(["k", "k"], configuration.Providers.Take(2).Select(p => p.Key));
        Assert.Equal("'a.b' and 'a-b' both take their key from A_B_API_KEY.", Assert.Single(configuration.Warnings));
    }

    [Fact]
    public void The_environments_addresses_override_the_files()
    {
        _environment["ROUTER_MAESTRO_OPENAI_BASE_URL"] = "http://127.0.0.1:1/x/";
        _environment["ROUTER_MAESTRO_ANTHROPIC_BASE_URL"] = "http://127.0.0.1:2";
        _environment["OPENAI_BASE_URL"] = "http://127.0.0.1:8080/v1";
        _environment["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:8080";

        var profiles = Load("""{ "providers": { "openai": { "baseURL": "https://file.example.com" } } }""").Profiles;

        Assert.Equal(["http://127.0.0.1:1/x", "http://127.0.0.1:2/v1", "https://api.githubcopilot.com"], profiles.Select(p => p.BaseAddress));
        Assert.All(profiles.Take(2), p => Assert.Equal(ProviderStatus.Anonymous, p.Status));
    }

    [Fact]
    public void The_vendors_own_address_variables_are_never_followed()
    {
        _environment["OPENAI_BASE_URL"] = "http://127.0.0.1:8080/v1";
        _environment["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:8080";

        Assert.Equal(["https://api.openai.com/v1", "https://api.anthropic.com/v1", "https://api.githubcopilot.com"], Load().Profiles.Select(p => p.BaseAddress));
    }

    [Theory]
    [InlineData("proxy.example.com")]
    [InlineData("https://proxy.example.com/v1/chat/completions")]
    [InlineData("https://proxy.example.com/v1/messages/")]
    public void Nothing_is_sent_to_the_vendor_while_the_address_that_replaces_it_is_wrong(string written)
    {
        _environment["ROUTER_MAESTRO_OPENAI_BASE_URL"] = written;

        var configuration = Load($$"""{ "providers": { "anthropic": { "baseURL": "{{written}}" } } }""");

        Assert.Equal(["github-copilot"], configuration.Profiles.Select(p => p.Id));
        Assert.Equal(["providers.json", "environment"], configuration.Problems.Select(p => p.File));
    }

    [Fact]
    public void Problems_of_all_files_are_reported()
    {
        var configuration = Load("{", "[]", """{ "openai": { "type": "api", "key": 1 }, "github-copilot": { "type": "oauth", "refresh": "r" } }""");

        Assert.Equal(["providers.json", "priorities.json", "auth.json"], configuration.Problems.Select(p => p.File));
        Assert.Equal(["openai", "anthropic", "github-copilot"], configuration.Profiles.Select(p => p.Id));
        Assert.Equal("openai.key must be a string", configuration.Problems[2].Message);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_a_problem()
    {
        Directory.CreateDirectory(_folder.Paths.ProvidersFile);

        Assert.Equal("cannot be read, or is a folder", Assert.Single(Load().Problems).Message);
    }

    [Fact]
    public void Providers_of_the_host_follow_those_of_the_file()
    {
        var configuration = Load(
            $$"""{ "providers": { "lab": {{Remote}} } }""",
            host: router => router
                .AddAnthropic("sk-ant")
                .AddOpenAICompatible("mine", "http://localhost:1/v1", o => o.Models.Add("m")));

        Assert.Equal(["lab", "anthropic", "mine", "openai", "github-copilot"], configuration.Profiles.Select(p => p.Id));
        Assert.Equal("sk-ant", configuration.Providers[1].Key);
        Assert.Equal(["mine/m"], configuration.Profiles[2].PinnedModels.Select(m => m.Ref.QualifiedId));
    }

    [Fact]
    public void An_entry_of_the_file_overrides_the_hosts_and_keeps_its_key()
    {
        _environment["OPENAI_API_KEY"] = "sk-env";

        var configuration = Load(
            """{ "providers": { "openai": { "baseURL": "https://proxy.example.com" } } }""", host: router => router.AddOpenAI("sk-host"));

        var openAI = configuration.Providers[0];
        Assert.Equal(("https://proxy.example.com", "sk-host"), (openAI.Profile.BaseAddress, openAI.Key));
    }

    [Fact]
    public void Printed_records_show_no_key()
    {
        _environment["OPENAI_API_KEY"] = "sk-secret";
        var errors = new ConfigErrors("auth.json");
        var auth = AuthFile.Read(ConfigFile.Parse("""{ "openai": { "key": "sk-secret" } }"""u8.ToArray(), errors), errors);

        Assert.Equal("sk-secret", auth.Keys["OpenAI"]);
        Assert.DoesNotContain("secret", auth.ToString());
        Assert.DoesNotContain("secret", Load().ToString());
        Assert.DoesNotContain("secret", new ProviderEntry("openai", Modules.Compatible) { Key = "sk-secret" }.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private GatewayConfiguration Load(
        string? providers = null, string? priorities = null, string? auth = null, Action<IRouterMaestroBuilder>? host = null)
    {
        var builder = new ServiceCollection().AddRouterMaestro()
            .UseFileConfiguration(_folder.With(providers, priorities, auth))
            .UseEnvironmentKeys(name => _environment.GetValueOrDefault(name));
        host?.Invoke(builder);
        using var services = builder.Services.BuildServiceProvider();
        return services.GetRequiredService<IGatewayConfigurationSource>().Load();
    }
}
