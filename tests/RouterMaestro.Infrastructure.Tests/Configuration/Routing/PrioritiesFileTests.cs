using System.Text;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Routing;

namespace RouterMaestro.Infrastructure.Tests.Configuration.Routing;

public sealed class PrioritiesFileTests
{
    [Fact]
    public void Priorities_times_and_keepalives_are_read()
    {
        var settings = Good("""
            {
              "priorities": ["openai/gpt-x", "lab/org/llama"],
              "timeouts": {
                "connect": "00:00:02", "responseHeaders": "00:01:00", "firstContent": "00:02:00.5", "idle": null, "unstreamed": "01:00:00",
                "total": null, "providers": { "lab": { "idle": "00:09:00" } }
              },
              "keepalive": { "first": "00:00:08", "every": "00:00:03" }
            }
            """);

        Assert.Equal(["openai/gpt-x", "lab/org/llama"], settings.Priorities);
        Assert.Equal(
            new TimeLimits
            {
                Connect = TimeSpan.FromSeconds(2),
                ResponseHeaders = TimeSpan.FromMinutes(1),
                FirstContent = TimeSpan.FromSeconds(120.5),
                Idle = null,
                Unstreamed = TimeSpan.FromHours(1),
            },
            settings.Limits);
        Assert.Equal(settings.Limits with { Idle = TimeSpan.FromMinutes(9) }, settings.LimitsFor("LAB"));
        Assert.Equal(settings.Limits, settings.LimitsFor("openai"));
        Assert.Equal(new KeepaliveSettings(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(3)), settings.Keepalive);
    }

    [Fact]
    public void Fallbacks_and_rules_for_single_models_are_read()
    {
        var settings = Good("""
            {
              "fallback": { "strategy": "same-model", "maxRetries": 0, "weights": { "openai/gpt-x": 3 } },
              "aliases": { "fast": "openai/gpt-x", "claude-haiku-*": "lab/llama" },
              "model_overrides": { "llama": { "max_context_window_tokens": 8192, "max_output_tokens": null } },
              "commit": "complete", "commit_models": { "openai/gpt-x": "first-content", "llama": "first-content", "lab/llama": "complete" },
              "timeouts": { "total": "00:30:00" }
            }
            """);

        Assert.Equal(("same-model", 0), (settings.Strategy, settings.MaxRetries));
        Assert.Equal([new ModelWeight("openai/gpt-x", 3)], settings.Weights);
        Assert.Equal([new ModelAlias("fast", "openai/gpt-x"), new ModelAlias("claude-haiku-*", "lab/llama")], settings.Aliases);
        Assert.Equal([new ModelOverride("llama", new ModelLimits(ContextWindow: 8192))], settings.ModelOverrides);
        Assert.Equal(CommitMode.Complete, settings.CommitFor(new ModelRef("openai", "other")));
        Assert.Equal(CommitMode.FirstContent, settings.CommitFor(new ModelRef("openai", "gpt-x")));
        Assert.Equal(CommitMode.FirstContent, settings.CommitFor(new ModelRef("ollama", "llama")));
        Assert.Equal(CommitMode.Complete, settings.CommitFor(new ModelRef("lab", "llama")));
        Assert.Equal(TimeSpan.FromMinutes(30), settings.Limits.Total);
    }

    [Theory]
    [InlineData("allow", LossPolicy.Allow)]
    [InlineData("warn", LossPolicy.Warn)]
    [InlineData("reject", LossPolicy.Reject)]
    [InlineData("reroute", LossPolicy.Reroute)]
    public void The_loss_policy_is_read(string word, LossPolicy expected) =>
        Assert.Equal(expected, Good($$"""{ "translation": { "onLoss": "{{word}}" } }""").OnLoss);

    [Theory]
    [InlineData("forgiving", NameMatching.Forgiving)]
    [InlineData("exact", NameMatching.Exact)]
    public void The_matching_of_names_is_read(string word, NameMatching expected) => Assert.Equal(expected, Good($$"""{ "names": "{{word}}" }""").Names);

    [Theory]
    [InlineData("""{ "passthrough": { "repair": false } }""", false)]
    [InlineData("""{ "passthrough": { "repair": true } }""", true)]
    [InlineData("""{ "passthrough": {} }""", true)]
    public void The_repair_of_passthrough_is_read(string json, bool expected) => Assert.Equal(expected, Good(json).Repair);

    [Fact]
    public void Reasoning_settings_are_read()
    {
        var settings = Good("""
            { "thinking": { "default_budget": 12000, "auto_enable": true, "model_budgets": { "x": 5000, "lab/x": 6000, "y": null } } }
            """).Reasoning;

        Assert.Equal(new ReasoningBudgetSettings { DefaultBudget = 12_000, AutoEnable = true, ModelBudgets = [new("x", 5000), new("lab/x", 6000)] }, settings);
    }

    [Fact]
    public void Guards_and_the_refused_betas_are_read()
    {
        var settings = Good("""
            {
              "guards": {
                "leak_guard": { "enabled": false },
                "invoke_recovery": { "enabled": false },
                "runaway_guard": { "enabled": true, "max_bytes": 1000, "max_deltas": 20 }
              },
              "beta_strip": ["context-1m-*", "exact", "*"]
            }
            """);

        Assert.Equal(new GuardSettings { LeakGuard = false, InvokeRecovery = false, Runaway = new(1000, 20) }, settings.Guards);
        Assert.Equal(["context-1m-*", "exact", "*"], settings.BetaStrip);
        Assert.Empty(Good("""{ "beta_strip": [] }""").BetaStrip);
        Assert.Null(Good("""{ "guards": { "runaway_guard": { "enabled": false, "max_bytes": 5 } } }""").Guards.Runaway);
        Assert.Equal(new RunawayLimits(10_000_000, 7), Good("""{ "guards": { "leak_guard": {}, "runaway_guard": { "max_deltas": 7 } } }""").Guards.Runaway);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "priorities": null, "timeouts": {}, "keepalive": { "first": null } }""")]
    [InlineData("""{ "fallback": { "strategy": "priority", "maxRetries": 2 }, "commit": "first-content" }""")]
    public void What_is_absent_leaves_the_defaults(string json) => Assert.Equal(RoutingSettings.Default, Good(json));

    [Theory]
    [InlineData("""{ "priorities": "a/b" }""", "priorities must be an array")]
    [InlineData("""{ "priorities": ["gpt-x"] }""", "priorities[0] must be a string of the form provider/model-id")]
    [InlineData("""{ "priorities": [{}] }""", "priorities[0] must be a string of the form provider/model-id")]
    [InlineData("""{ "timeouts": [] }""", "timeouts must be an object")]
    [InlineData("""{ "timeouts": { "connect": "10" } }""", "timeouts.connect must be a time such as \"00:00:10\"; it must be more than zero and at most a day")]
    [InlineData("""{ "timeouts": { "connect": 10 } }""", "timeouts.connect must be a time")]
    [InlineData("""{ "timeouts": { "idle": "00:00:00" } }""", "timeouts.idle must be a time")]
    [InlineData("""{ "timeouts": { "idle": "-00:00:01" } }""", "timeouts.idle must be a time")]
    [InlineData("""{ "timeouts": { "unstreamed": "50.00:00:00" } }""", "timeouts.unstreamed must be a time")]
    [InlineData("""{ "keepalive": { "every": "soon" } }""", "keepalive.every must be a time")]
    [InlineData("""{ "fallback": "none" }""", "fallback must be an object")]
    [InlineData("""{ "fallback": { "strategy": "best" } }""", "fallback.strategy must be one of priority, same-model")]
    [InlineData("""{ "fallback": { "maxRetries": 11 } }""", "fallback.maxRetries must be a whole number from 0 to 10")]
    [InlineData("""{ "fallback": { "maxRetries": 1.5 } }""", "fallback.maxRetries must be a whole number from 0 to 10")]
    [InlineData("""{ "fallback": { "weights": { "a/b": -1 } } }""", "fallback.weights[\"a/b\"] must be a whole number from 0 to 1000")]
    [InlineData("""{ "fallback": { "weights": { "b": 1 } } }""", "fallback.weights.b must be named after a model, provider/model-id")]
    [InlineData("""{ "names": "loose" }""", "names must be \"forgiving\" or \"exact\"")]
    [InlineData("""{ "names": ["exact"] }""", "names must be \"forgiving\" or \"exact\"")]
    [InlineData("""{ "aliases": 7 }""", "aliases must be an object")]
    [InlineData("""{ "aliases": { "fast": 7 } }""", "aliases.fast must be the name of a model")]
    [InlineData("""{ "aliases": { "a*b": "x" } }""", "aliases[\"a*b\"] is not an alias: it may hold a * only at its end")]
    [InlineData("""{ "translation": "warn" }""", "translation must be an object")]
    [InlineData("""{ "translation": { "onLoss": "cry" } }""", "translation.onLoss must be \"allow\", \"warn\", \"reject\" or \"reroute\"")]
    [InlineData("""{ "translation": { "onLoss": true } }""", "translation.onLoss must be \"allow\", \"warn\", \"reject\" or \"reroute\"")]
    [InlineData("""{ "passthrough": "no" }""", "passthrough must be an object")]
    [InlineData("""{ "passthrough": { "repair": "no" } }""", "passthrough.repair must be true or false")]
    [InlineData("""{ "thinking": true }""", "thinking must be an object")]
    [InlineData("""{ "thinking": { "default_budget": 1023 } }""", "thinking.default_budget must be a whole number of at least 1024")]
    [InlineData("""{ "thinking": { "auto_enable": "yes" } }""", "thinking.auto_enable must be true or false")]
    [InlineData("""{ "thinking": { "model_budgets": [] } }""", "thinking.model_budgets must be an object")]
    [InlineData("""{ "thinking": { "model_budgets": { "a/b": 1.5 } } }""", "thinking.model_budgets[\"a/b\"] must be a whole number of at least 1024")]
    [InlineData("""{ "model_overrides": [] }""", "model_overrides must be an object")]
    [InlineData("""{ "commit": "later" }""", "commit must be \"first-content\" or \"complete\"")]
    [InlineData("""{ "commit_models": { "a/b": true } }""", "commit_models[\"a/b\"] must be \"first-content\" or \"complete\"")]
    [InlineData("""{ "timeouts": { "total": 5 } }""", "timeouts.total must be a time")]
    [InlineData("""{ "timeouts": { "providers": 5 } }""", "timeouts.providers must be an object")]
    [InlineData("""{ "of-tomorrow": [] }""", "of-tomorrow is not a known member")]
    [InlineData("""{ "timeouts": { "connnect": "00:00:01" } }""", "timeouts.connnect is not a known member: did you mean \"connect\"?")]
    [InlineData("""{ "fallback": { "max_retries": 2 } }""", "fallback.max_retries is not a known member: did you mean \"maxRetries\"?")]
    [InlineData("""{ "translation": { "onloss": "warn" } }""", "translation.onloss is not a known member: did you mean \"onLoss\"?")]
    [InlineData("""{ "keepalive": { "evry": "00:00:01" } }""", "keepalive.evry is not a known member: did you mean \"every\"?")]
    [InlineData("""{ "thinking": { "budget": 2000 } }""", "thinking.budget is not a known member")]
    [InlineData("""{ "guards": true }""", "guards must be an object")]
    [InlineData("""{ "guards": { "leak_guard": false } }""", "guards.leak_guard must be an object")]
    [InlineData("""{ "guards": { "leak_guard": { "enabled": "no" } } }""", "guards.leak_guard.enabled must be true or false")]
    [InlineData("""{ "guards": { "invoke_recovery": { "enabled": 0 } } }""", "guards.invoke_recovery.enabled must be true or false")]
    [InlineData("""{ "guards": { "runaway_guard": { "max_bytes": 0 } } }""", "guards.runaway_guard.max_bytes must be a whole number of at least 1")]
    [InlineData("""{ "guards": { "runaway_guard": { "max_deltas": "many" } } }""", "guards.runaway_guard.max_deltas must be a whole number of at least 1")]
    [InlineData("""{ "guards": { "runaway_gard": {} } }""", "guards.runaway_gard is not a known member: did you mean \"runaway_guard\"?")]
    [InlineData("""{ "guards": { "runaway_guard": { "max_byte": 5 } } }""", "guards.runaway_guard.max_byte is not a known member: did you mean \"max_bytes\"?")]
    [InlineData("""{ "guards": { "leak_guard": { "enable": true } } }""", "guards.leak_guard.enable is not a known member: did you mean \"enabled\"?")]
    [InlineData("""{ "beta_strip": "output-128k-*" }""", "beta_strip must be an array")]
    [InlineData("""{ "beta_strip": ["output-128k-*", 7] }""", "beta_strip[1] must be a string")]
    [InlineData("""{ "beta_strip": ["output-128k-*", ""] }""", "beta_strip[1] must be the name of a beta feature, or the beginning of one and a * behind it")]
    [InlineData("""{ "beta_strip": ["output-128k-*", "a*b"] }""", "beta_strip[1] must be the name of a beta feature")]
    [InlineData("""{ "beta_strip": ["output-128k-*", "a,b"] }""", "beta_strip[1] must be the name of a beta feature")]
    [InlineData("""{ "aliases": { "a": "A" } }""", "aliases.a leads back to itself, so that it means no model")]
    [InlineData("""{ "priorities": ["a/b"]""", "is not valid JSON (line 1, byte ")]
    public void An_invalid_value_keeps_its_default_and_is_reported(string json, string error)
    {
        var file = Read(json);

        Assert.Equal(RoutingSettings.Default, file.Settings);
        var problem = Assert.Single(file.Problems);
        Assert.Equal("priorities.json", problem.File);
        Assert.StartsWith(error, problem.Message);
    }

    [Fact]
    public void All_errors_are_reported_and_valid_values_are_used()
    {
        var file = Read("""{ "priorities": ["a/b", 1, "c/d"], "timeouts": { "connect": "x", "idle": "00:00:01" } }""");

        Assert.Equal(["a/b", "c/d"], file.Settings.Priorities);
        Assert.Equal(TimeSpan.FromSeconds(1), file.Settings.Limits.Idle);
        Assert.Equal(TimeLimits.Default.Connect, file.Settings.Limits.Connect);
        Assert.Equal(2, file.Problems.Count);
    }

    [Fact]
    public void An_unknown_limit_of_one_provider_is_reported() => Assert.Equal(
        "timeouts.providers.a.idel is not a known member: did you mean \"idle\"?",
        Assert.Single(Read("""{ "timeouts": { "providers": { "a": { "idel": null } } } }""").Problems).Message);

    [Fact]
    public void A_repeated_priority_is_reported_and_counts_once()
    {
        var file = Read("""{ "priorities": ["a/b", "c/d", "a/b"] }""");

        Assert.Equal(["a/b", "c/d"], file.Settings.Priorities);
        Assert.Equal("priorities[2] repeats priorities[0]", Assert.Single(file.Problems).Message);
    }

    [Fact]
    public void Aliases_that_mean_each_other_are_errors_and_the_others_work()
    {
        var file = Read("""
            { "aliases": { "a": "b", "B": "c", "c": "A", "fast": "a/b", "claude-haiku-*": "claude-haiku-4-5", "to-a": "a" } }
            """);

        Assert.Equal(["fast", "claude-haiku-*", "to-a"], file.Settings.Aliases.Select(alias => alias.Name));
        Assert.Equal(["aliases.a", "aliases.B", "aliases.c"], file.Problems.Select(problem => problem.Message.Split(' ')[0]));
    }

    [Fact]
    public void Places_that_name_providers_are_known()
    {
        var file = Read("""
            { "priorities": ["a/b"], "fallback": { "weights": { "c/d": 2 } }, "timeouts": { "providers": { "e": {} } } }
            """);

        Assert.Equal(["priorities[0] a", "fallback.weights[\"c/d\"] c", "timeouts.providers.e e"], file.Mentions.Select(mention => $"{mention.Path} {mention.Provider}"));
    }

    private static RoutingSettings Good(string json)
    {
        var file = Read(json);
        Assert.Empty(file.Problems);
        return file.Settings;
    }

    private static PrioritiesFile Read(string json)
    {
        var errors = new ConfigErrors("priorities.json");
        return PrioritiesFile.Read(ConfigFile.Parse(Encoding.UTF8.GetBytes(json), errors), RoutingSettings.Default, ["priority", "same-model"], errors);
    }
}
