using System.Text;
using System.Text.RegularExpressions;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.Configuration;

public sealed partial class DocumentationTests
{
    private static readonly string _page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));

    [Fact]
    public void The_example_of_providers_is_valid_and_matches_the_page()
    {
        var file = ProvidersFile.Parse(Example("providers.json"), Codecs.All, Modules.All);

        Assert.Empty(file.Problems);
        Assert.Equal(["ollama", "lab", "openai"], file.Entries.Select(e => e.Id));
        var lab = file.Entries[1];
        Assert.Equal([new ModelRef("lab", "llama-3"), new ModelRef("lab", "org/mistral")], lab.Models.Select(m => m.Ref));
        Assert.Equal([WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages], lab.Protocols);
        Assert.Equal(("LAB_KEY", false), (lab.KeyVariable, lab.StreamUsage));
    }

    [Fact]
    public void The_example_of_priorities_shows_the_defaults()
    {
        var errors = new ConfigErrors("priorities.json");
        var none = new TimeLimits { Connect = null, ResponseHeaders = null, FirstContent = null, Idle = null, Unstreamed = null, Total = TimeSpan.FromHours(1) };
        var other = new RoutingSettings
        {
            Limits = none,
            Keepalive = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1)),
            Strategy = "none",
            MaxRetries = 9,
            Commit = CommitMode.Complete,
            Names = NameMatching.Exact,
            Weights = [new("a/b", 2)],
            Aliases = [new("a", "b")],
            ModelOverrides = [new("a", ModelLimits.Unknown)],
            OnLoss = LossPolicy.Reject,
            Repair = false,
            Reasoning = new() { DefaultBudget = 2000, AutoEnable = true, ModelBudgets = [new("a", 2000)] },
            CommitModels = [new("a", CommitMode.Complete)],
            ProviderLimits = [new("a", none)],
        };

        var settings = PrioritiesFile.Read(ConfigFile.Parse(Example("priorities.json"), errors), other, ["priority"], errors).Settings;

        Assert.Empty(errors.Messages);
        Assert.Equal(RoutingSettings.Default with { Priorities = ["openai/gpt-5.1", "ollama/llama3"] }, settings);
    }

    [GeneratedRegex(@"```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock { get; }

    private static byte[] Example(string file)
    {
        var section = _page[_page.IndexOf($"## {file}", StringComparison.Ordinal)..];
        return Encoding.UTF8.GetBytes(JsonBlock.Match(section).Groups[1].Value);
    }
}
