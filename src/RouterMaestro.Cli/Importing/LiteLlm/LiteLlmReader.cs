using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Importing.LiteLlm;

/// <summary>Reads <c>config.yaml</c> of LiteLLM's proxy, as its documentation of October 2026 describes it.</summary>
internal sealed partial class LiteLlmReader(CliEnvironment environment) : IConfigurationReader
{
    public string Name => "litellm";

    public ImportPlan Read(string text)
    {
        if (YamlTree.Parse(text) is not JsonObject root || root["model_list"] is not JsonArray models)
        {
            throw new FormatException("is no configuration of LiteLLM's proxy: it has no list 'model_list'");
        }

        var draft = new ImportDraft();
        var groups = new LiteLlmModels(draft, new LiteLlmServers(draft, new References(Reference(), environment)), root["credential_list"] as JsonArray ?? []).Read(models);
        new LiteLlmRouting(draft, groups).Read(root);
        foreach (var (key, value) in root.Where(section => section.Key is not ("model_list" or "credential_list" or "router_settings" or "litellm_settings" or "general_settings")))
        {
            // the names, so that it is known what to set; the values may be secrets
            var paths = key == "environment_variables" && value is JsonObject variables ? variables.Select(variable => $"{key}.{variable.Key}") : [key];
            foreach (var path in paths)
            {
                draft.Omit(path, LiteLlmKeys.OfRoot(key));
            }
        }

        return draft.ToPlan();
    }

    [GeneratedRegex(@"os\.environ/([A-Za-z_][A-Za-z0-9_]*)")]
    private static partial Regex Reference();
}
