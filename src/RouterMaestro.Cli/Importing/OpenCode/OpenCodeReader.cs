using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Importing.OpenCode;

/// <summary>Reads <c>opencode.json</c> or <c>opencode.jsonc</c> of OpenCode 1.18.</summary>
internal sealed partial class OpenCodeReader(CliEnvironment environment) : IConfigurationReader
{
    private const string Small = "small_model";

    public string Name => "opencode";

    public ImportPlan Read(string text)
    {
        if (JsonText.Parse(text) is not JsonObject root || !(root["provider"] is JsonObject || root.ContainsKey("model") || root.ContainsKey(Small)))
        {
            throw new FormatException("is no configuration of OpenCode with models: it has neither 'provider' nor 'model'");
        }

        var draft = new ImportDraft();
        new OpenCodeKinds(draft).Check(root);
        var references = new References(Reference(), environment);
        var providers = new OpenCodeProviders(draft, references, NamesIn(root["disabled_providers"]), root["enabled_providers"] is null ? null : NamesIn(root["enabled_providers"]));
        providers.Read(root["provider"] as JsonObject ?? []);
        if (FindModel("model") is { } model)
        {
            draft.AddChain([model], "model");
        }

        if (FindModel(Small) is { } small)
        {
            draft.AddAlias(Small, small, Small);
        }

        foreach (var (key, _) in root.Where(member => member.Key is not ("provider" or "model" or Small or "disabled_providers" or "enabled_providers" or "$schema")))
        {
            draft.Omit(key, OpenCodeKeys.OfRoot(key));
        }

        return draft.ToPlan();

        string? FindModel(string key) => JsonText.TextOf(root[key]) is not { } name ? null
            : references.Resolve(name, out var missing) is { } resolved ? providers.FindModel(resolved, key)
            : Unset(key, missing);

        string? Unset(string key, string? variable)
        {
            draft.Omit(key, $"It is in the variable {variable}, which is not set here.");
            return null;
        }
    }

    private static HashSet<string> NamesIn(JsonNode? list) => [.. (list as JsonArray ?? []).Select(JsonText.TextOf).OfType<string>()];

    [GeneratedRegex(@"\{env:([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Reference();
}
