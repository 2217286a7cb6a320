using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RouterMaestro.Cli.Importing.Plans;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;
using Spectre.Console;

namespace RouterMaestro.Cli.Importing;

/// <summary>Shows what an import writes and what it cannot carry over.</summary>
internal sealed partial class ImportReport(TextTable table, IAnsiConsole console, CliEnvironment environment)
{
    private const int MinWidth = 40;
    private const int MaxWidth = 100;
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] _keyTitles = ["Variable", "Provider", "Because"];

    /// <summary>Prints an import before it is written.</summary>
    public void Print(ImportResult result)
    {
        PrintWrapped("", $"{result.File}, for {result.Target}:");
        PrintDocument("providers.json", new JsonObject(result.Change.Providers.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value.DeepClone()))));
        PrintDocument("priorities.json", (JsonObject)result.Change.Routing.DeepClone());
        PrintList("No entry is needed for", result.Plan.Providers.Where(provider => provider.Entry is null).Select(provider => provider.Name));
        if (result.Change.Keys.Count > 0)
        {
            PrintHeading("The gateway's environment must hold the keys, which are not copied");
            table.Print(_keyTitles, [.. result.Change.Keys.Select(key => new[] { key.Variable, key.Provider, key.Reason })], elastic: 2);
        }

        PrintReasons("Stays as it is (--replace replaces it)", result.Change.Unchanged);
        PrintReasons("Not carried over", result.Plan.Omissions);
        PrintList("Works in another way", result.Plan.Notes);
        environment.Out.WriteLine();
    }

    /// <summary>Prints what came of it.</summary>
    public void PrintEnd(ImportResult result)
    {
        foreach (var warning in result.Warnings)
        {
            environment.Error.WriteLine($"Warning: {warning.TrimEnd('.')}.");
        }

        if (result.IsWritten)
        {
            environment.Tell($"Written: {Quantity.Of(result.Change.Providers.Count, "provider")} and {Quantity.Of(result.Change.Routing.Count, "routing setting")}. Try it with '{ProductInfo.Name} model list'.");
        }
        else
        {
            environment.Tell(result.Change.IsEmpty ? "There is nothing to write: all of it is there." : "Nothing is written; --yes writes it.");
        }
    }

    /// <summary>Prints an import as JSON, if that is asked for.</summary>
    public void PrintJson(ImportResult result, bool asJson)
    {
        if (asJson)
        {
            environment.Out.WriteLine(new JsonObject
            {
                ["program"] = result.Program,
                ["file"] = result.File,
                ["target"] = result.Target,
                ["written"] = result.IsWritten,
                ["providers"] = new JsonObject(result.Change.Providers.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value.DeepClone()))),
                ["priorities"] = result.Change.Routing.DeepClone(),
                ["keys"] = new JsonArray([.. result.Change.Keys.Select(key => new JsonObject { ["variable"] = key.Variable, ["provider"] = key.Provider, ["reason"] = key.Reason })]),
                ["kept"] = JsonOf(result.Change.Unchanged),
                ["not_carried_over"] = JsonOf(result.Plan.Omissions),
                ["notes"] = new JsonArray([.. result.Plan.Notes.Select(note => (JsonNode)note)]),
                ["warnings"] = new JsonArray([.. result.Warnings.Select(warning => (JsonNode)warning)]),
            }.ToJsonString(_readable));
        }
    }

    private static JsonArray JsonOf(IEnumerable<Omission> omissions) =>
        [.. omissions.Select(omission => new JsonObject { ["path"] = omission.Path, ["reason"] = omission.Reason })];

    private void PrintDocument(string file, JsonObject document)
    {
        if (document.Count > 0)
        {
            PrintHeading(file);
            environment.Out.WriteLine(document.ToJsonString(_readable));
        }
    }

    private void PrintHeading(string heading)
    {
        environment.Out.WriteLine();
        PrintWrapped("", heading + ":");
    }

    private void PrintList(string heading, IEnumerable<string> lines)
    {
        foreach (var (index, line) in lines.Index())
        {
            if (index == 0)
            {
                PrintHeading(heading);
            }

            PrintWrapped("  ", line);
        }
    }

    // the entries of a list often have the same members
    private void PrintReasons(string heading, IEnumerable<Omission> omissions)
    {
        foreach (var (index, group) in omissions.GroupBy(omission => omission.Reason).Index())
        {
            if (index == 0)
            {
                PrintHeading(heading);
            }

            var paths = group.GroupBy(omission => Position().Replace(omission.Path, "[]")).Select(same => same.Count() == 1 ? same.First().Path : $"{same.Key} ({same.Count()} times)");
            PrintWrapped("  ", string.Join(", ", paths));
            PrintWrapped("    ", group.Key);
        }
    }

    private void PrintWrapped(string indent, string text)
    {
        var width = Math.Clamp(console.Profile.Width, MinWidth, MaxWidth);
        var line = new StringBuilder(indent);
        foreach (var word in text.Split(' '))
        {
            if (line.Length > indent.Length && line.Length + word.Length >= width)
            {
                environment.Out.WriteLine(line.ToString().TrimEnd());
                line.Clear().Append(indent);
            }

            line.Append(word).Append(' ');
        }

        environment.Out.WriteLine(line.ToString().TrimEnd());
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Position();
}
