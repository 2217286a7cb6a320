using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RouterMaestro.Cli.Documents;
using RouterMaestro.Cli.Importing.Plans;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Importing.ClaudeCodeRouter;

/// <summary>Reads <c>config.json</c> of claude-code-router 1 and 2; version 3 keeps its settings in a database.</summary>
internal sealed partial class CcrReader(CliEnvironment environment) : IConfigurationReader
{
    public string Name => "claude-code-router";

    public ImportPlan Read(string text)
    {
        if (JsonText.Parse(text) is not JsonObject root || (root["Providers"] ?? root["providers"]) is not JsonArray providers)
        {
            throw new FormatException("is no configuration of claude-code-router: it has no list 'Providers'");
        }

        var draft = new ImportDraft();
        var names = new CcrProviders(draft, new References(Reference(), environment)).Read(providers);
        new CcrRouting(draft, names).Read(root["Router"] as JsonObject ?? [], root["fallback"] as JsonObject ?? []);
        foreach (var (key, _) in root.Where(member => member.Key is not ("Providers" or "providers" or "Router" or "fallback" or "$schema")))
        {
            draft.Omit(key, CcrKeys.Of(key));
        }

        return draft.ToPlan();
    }

    // without braces, claude-code-router 2.0.0 takes capital letters only
    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}|\$([A-Z_][A-Z0-9_]*)")]
    private static partial Regex Reference();
}
