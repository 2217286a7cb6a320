using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints routing settings for people, or as JSON.</summary>
internal sealed class RoutingReport(TextTable table, CliEnvironment environment)
{
    /// <summary>Prints the priorities.</summary>
    public void PrintPriorities(RoutingContract settings, bool asJson)
    {
        PrintWarnings(settings);
        var priorities = settings.Priorities;
        if (asJson)
        {
            PrintJson(RoutingEditor.WithPriorities(priorities));
        }
        else if (priorities.Count == 0)
        {
            environment.Note("There are no priorities: the gateway chooses among all models.");
        }
        else
        {
            table.Print(
                ["Position", "Model Key"], [.. priorities.Index().Select(p => new[] { (p.Index + 1).ToString(CultureInfo.InvariantCulture), p.Item })], elastic: 0);
        }
    }

    /// <summary>Prints the fallback settings.</summary>
    public void PrintFallback(RoutingContract settings, bool asJson)
    {
        PrintWarnings(settings);
        var fallback = settings.Fallback;
        if (asJson)
        {
            PrintJson(new JsonObject { ["fallback"] = fallback.DeepClone() });
        }
        else
        {
            environment.Out.WriteLine($"Strategy     {fallback["strategy"]}");
            environment.Out.WriteLine($"Max retries  {fallback["maxRetries"]}");
        }
    }

    private void PrintWarnings(RoutingContract settings)
    {
        foreach (var warning in settings.Warnings)
        {
            environment.Error.WriteLine($"Warning: {warning}{(warning.EndsWith('?') ? "" : ".")}");
        }
    }

    private void PrintJson(JsonObject document) => environment.Out.WriteLine(JsonSerializer.Serialize(document, CliJson.Default.JsonObject));
}
