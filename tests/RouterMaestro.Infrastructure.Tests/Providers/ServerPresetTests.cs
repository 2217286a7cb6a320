using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Providers.Servers;
using RouterMaestro.Protocols.Abstractions.Servers;

namespace RouterMaestro.Infrastructure.Tests.Providers;

/// <summary>What is known of a server, by its entry, its address and its list of models.</summary>
public sealed class ServerPresetTests
{
    private static readonly string[] _names =
    [
        "vllm", "sglang", "llama.cpp", "ollama", "lm-studio", "deepseek", "mistral", "groq", "xai", "cerebras", "together", "fireworks", "openrouter", "gemini-openai", "moonshot", "zhipu", "minimax",
    ];

    public static TheoryData<string> Names => new(_names);

    [Fact]
    public void The_table_has_these_presets() => Assert.Equal(_names, ServerPresets.All.ToArray().Select(preset => preset.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_has_a_source_and_its_day_and_can_be_told(string name)
    {
        var preset = ServerPresets.Find(name)!;

        Assert.Contains("https://", preset.Source, StringComparison.Ordinal);
        Assert.InRange(preset.Day, new DateOnly(2024, 1, 1), new DateOnly(2026, 12, 31));
        Assert.True(preset.Owner is not null || !preset.Hosts.IsEmpty);
        Assert.Equal(name, ServerProfile.Of(RawJson.Parse($$"""{"preset":"{{name}}"}"""), "http://h/v1", []).Preset);
    }

    [Theory]
    [InlineData("https://api.deepseek.com/v1", "deepseek")]
    [InlineData("https://API.DeepSeek.com", "deepseek")]
    [InlineData("https://eu.api.mistral.ai/v1", "mistral")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/openai", "gemini-openai")]
    [InlineData("https://api.z.ai/api/coding/paas/v4", "zhipu")]
    [InlineData("https://notapi.x.ai.example.com/v1", null)]
    [InlineData("https://evilapi.x.ai/v1", null)]
    [InlineData("http://127.0.0.1:11434/v1", null)]
    public void A_host_gives_its_preset_away(string address, string? preset) => Assert.Equal((preset, preset is null ? "none" : "address"), Find("{}", address));

    [Theory]
    [InlineData("vllm vllm", "vllm")]
    [InlineData("llamacpp", "llama.cpp")]
    [InlineData("library library", "ollama")]
    [InlineData("organization_owner", "lm-studio")]
    [InlineData("vllm library", null)]
    [InlineData("deepseek", null)]
    [InlineData("", null)]
    public void A_list_gives_its_server_away_if_all_models_are_of_it(string owners, string? preset) =>
        Assert.Equal((preset, preset is null ? "none" : "models"), Find("{}", "http://h/v1", owners.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void What_the_operator_says_counts_before_the_address_and_the_list()
    {
        Assert.Equal(("vllm", "options"), Find("""{"preset":"vllm"}""", "https://api.deepseek.com/v1", "library"));
        Assert.Equal(("deepseek", "address"), Find("{}", "https://api.deepseek.com/v1", "library"));
    }

    [Fact]
    public void Single_options_count_before_the_preset()
    {
        var facts = ServerProfile.Of(
            RawJson.Parse("""{"preset":"lm-studio","content":"parts","system":"anywhere","messages":"simple","max_tokens_field":"max_completion_tokens","reasoning_field":"none","tool_choice":"auto","call_signatures":"google","developer_role":true,"stream_usage":false}"""),
            "http://h/v1", []).Facts;

        Assert.Equal(
            new ServerFacts
            {
                Content = ContentForm.Parts,
                SystemFirst = false,
                SimplifiesCallers = true,
                WantsMaxCompletionTokens = true,
                Reasoning = ReasoningMember.None,
                ToolChoice = ToolChoiceForm.Auto,
                SignsCalls = true,
                TakesDeveloperRole = true,
                TakesStreamOptions = false,
            },
            facts);
    }

    [Fact]
    public void Facts_are_listed_as_the_options_that_would_set_them()
    {
        foreach (var facts in ServerPresets.All.ToArray().Select(preset => preset.Facts).Append(ServerFacts.OpenAI with { TakesNullContent = false }))
        {
            var members = ServerSettings.Describe(facts).Select(fact => $"\"{fact.Key}\":{(fact.Value is "true" or "false" ? fact.Value : $"\"{fact.Value}\"")}");
            Assert.Equal(facts, ServerSettings.Apply(ServerFacts.Compatible, RawJson.Parse($"{{{string.Join(',', members)}}}")));
        }
    }

    [Theory]
    [InlineData("""{"preset":"vlllm"}""", "options.preset must be one of vllm, sglang")]
    [InlineData("""{"preset":7}""", "options.preset must be one of")]
    [InlineData("""{"content":"array"}""", "options.content must be one of \"parts\", \"text\", \"string\"")]
    [InlineData("""{"messages":true}""", "options.messages must be one of \"same\", \"simple\"")]
    [InlineData("""{"developer_role":"yes"}""", "options.developer_role must be true or false")]
    public void A_wrong_value_is_named_with_the_right_ones(string options, string error) =>
        Assert.StartsWith(error, Assert.Single(ServerSettings.ErrorsOf(RawJson.Parse(options))), StringComparison.Ordinal);

    [Theory]
    [InlineData("name\t-\t-\t-\thttps://x")]
    [InlineData("name\t-\t-\t-\thttps://x\tsoon")]
    [InlineData("name\t-\t-\tcontent=array\thttps://x\t2026-01-01")]
    public void A_line_that_is_not_valid_is_found(string line) => Assert.Throws<FormatException>(() => ServerPresets.Parse(line));

    [Fact]
    public void A_list_that_comes_later_changes_what_is_known()
    {
        var knowledge = new ServerKnowledge(RawJson.EmptyObject, "http://h/v1");
        Assert.Equal(ServerFacts.Compatible, knowledge.Facts);

        knowledge.Learn(Models("organization_owner"));

        Assert.Equal(ToolChoiceForm.Required, knowledge.Facts.ToolChoice);
    }

    private static (string? Preset, string Origin) Find(string options, string address, params string[] owners) =>
        ServerProfile.Of(RawJson.Parse(options), address, Models(owners)) is var profile ? (profile.Preset, profile.Origin) : default;

    private static EquatableArray<ModelCard> Models(params string[] owners) =>
        owners.Select((owner, i) => new ModelCard(new ModelRef("p", $"m{i}"), "m") { OwnedBy = owner }).ToEquatableArray();
}
