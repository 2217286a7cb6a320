using System.Text.Json.Nodes;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing.ClaudeCodeRouter;

/// <summary>Reads <c>Router</c>, which chooses a model by what Claude Code asks for, and <c>fallback</c>.</summary>
/// <param name="draft">Collects what is found.</param>
/// <param name="providers">The id of each name that the file has for a provider.</param>
internal sealed class CcrRouting(ImportDraft draft, IReadOnlyDictionary<string, string> providers)
{
    private const string Default = "default";
    private const string Background = "background";

    /// <summary>Reads both.</summary>
    public void Read(JsonObject router, JsonObject fallback)
    {
        // first: its model is the meaning of 'router-maestro'
        foreach (var (scenario, value) in router.OrderBy(rule => rule.Key == Default ? 0 : 1))
        {
            ReadScenario(scenario, value, fallback[scenario] as JsonArray ?? []);
        }

        foreach (var (scenario, _) in fallback.Where(rule => !router.ContainsKey(rule.Key)))
        {
            draft.Omit($"fallback.{scenario}", $"'Router' has no '{scenario}'.");
        }
    }

    private void ReadScenario(string scenario, JsonNode? value, JsonArray fallbacks)
    {
        var path = $"Router.{scenario}";
        if (scenario is "longContextThreshold" or "custom")
        {
            draft.Omit(path, "Models are not chosen by what a request holds; a request that is too long for the known window of a model skips it.");
            return;
        }

        if (value is null or JsonValue && JsonText.TextOf(value) is null)
        {
            // the UI of claude-code-router writes empty texts
            return;
        }

        if (Find(value, path) is not { } model)
        {
            return;
        }

        switch (scenario)
        {
            case Default:
                draft.AddAlias("claude-*", model, path);
                break;
            case Background:
                draft.AddAlias("claude-haiku-*", model, path);
                draft.AddAlias("claude-3-5-haiku-*", model, path);
                draft.AddAlias(scenario, model, path);
                break;
            default:
                draft.AddAlias(scenario, model, path);
                draft.Omit(path, CcrKeys.OfScenario(scenario));
                break;
        }

        var chain = fallbacks.Select(fallback => Find(fallback, $"fallback.{scenario}")).OfType<string>().Prepend(model).ToArray();
        if (scenario == Default || chain.Length > 1)
        {
            draft.AddChain(chain, $"fallback.{scenario}");
        }
    }

    /// <summary>Reads <c>PROVIDER,MODEL</c>.</summary>
    private string? Find(JsonNode? value, string path)
    {
        if (JsonText.TextOf(value)?.Split(',', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } model])
        {
            draft.Omit(path, "It is not written 'provider,model'.");
            return null;
        }

        if (providers.GetValueOrDefault(name) is not { } provider)
        {
            draft.Omit(path, $"The provider '{name}' is not carried over, or the file does not have it.");
            return null;
        }

        return draft.AddModel(provider, model);
    }
}
