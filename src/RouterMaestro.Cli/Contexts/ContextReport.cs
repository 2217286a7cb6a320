using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Contexts;

/// <summary>Prints contexts for people, or as JSON. No key is printed whole.</summary>
internal sealed class ContextReport(ContextEditor editor, GatewayLocator locator, TextTable table, CliEnvironment environment)
{
    private const int LabelWidth = 11;

    private static readonly string[] _titles = ["", "Name", "Endpoint", "API Key", "Admin Key"];

    /// <summary>Prints all contexts.</summary>
    public void PrintAll(bool asJson)
    {
        var current = editor.CurrentName();
        var rows = editor.List().Select(c => new ContextRow(c.Name, c.Endpoint, c.Name == current, c.ApiKey is not null, c.AdminKey is not null)).ToArray();
        if (asJson)
        {
            PrintJson(new(rows, current), ContextJson.Readable.ContextRows);
            return;
        }

        table.Print(_titles, [.. rows.Select(row => new[] { row.IsCurrent ? "*" : "", row.Name, row.Endpoint, Stored(row.HasApiKey), Stored(row.HasAdminKey) })], elastic: 2);
        if (!rows.Any(row => row.IsCurrent))
        {
            environment.Error.WriteLine($"Warning: the current context '{current}' is not among them; '{ProductInfo.Name} context set NAME' chooses another.");
        }
    }

    /// <summary>Prints the name of the current context.</summary>
    public void PrintCurrent(bool asJson)
    {
        var current = editor.CurrentName();
        if (asJson)
        {
            PrintJson(new(current), ContextJson.Readable.CurrentContext);
        }
        else
        {
            environment.Out.WriteLine(current);
        }
    }

    /// <summary>Prints what commands do with a context.</summary>
    public void Print(GatewayContext context, bool asJson)
    {
        var clients = locator.LocateForClients(context);
        var operators = locator.Locate(context);
        if (asJson)
        {
            PrintJson(
                new(context.Name, context.Endpoint, clients.Display, context.Name == editor.CurrentName(), OriginOf(clients), OriginOf(operators), editor.File),
                ContextJson.Readable.ContextDetails);
            return;
        }

        PrintRow("Context", context.Name + (context.Name == editor.CurrentName() ? " (current)" : ""));
        PrintRow("Endpoint", context.Endpoint);
        if (clients.Display != context.Endpoint.TrimEnd('/'))
        {
            PrintRow("Calls", $"{clients.Display}, which runs on this machine");
        }

        PrintRow("API key", Describe(clients));
        PrintRow("Admin key", operators.AdminKey == clients.AdminKey ? "the API key" : Describe(operators));
        PrintRow("File", editor.File);
        Warn(context);
    }

    /// <summary>Prints a changed context: a sentence, or the context as JSON.</summary>
    public void PrintChanged(GatewayContext context, string sentence, bool asJson)
    {
        if (asJson)
        {
            Print(context, asJson: true);
        }
        else
        {
            environment.Tell(sentence);
        }

        Warn(context);
    }

    /// <summary>Prints a removed context.</summary>
    public void PrintRemoved(string name, bool wasCurrent, bool asJson)
    {
        if (asJson)
        {
            PrintJson(new(name, editor.CurrentName()), ContextJson.Readable.RemovedContext);
        }
        else
        {
            environment.Tell($"Removed '{name}'{(wasCurrent ? $"; commands now call '{GatewayContext.Local}', the gateway on this machine" : "")}.");
        }
    }

    /// <summary>Prints a test.</summary>
    public void Print(ContextTest test, bool asJson)
    {
        if (asJson)
        {
            PrintJson(test, ContextJson.Readable.ContextTest);
            return;
        }

        PrintRow("Context", test.Context);
        PrintRow("Endpoint", test.Endpoint);
        foreach (var step in test.Steps)
        {
            PrintRow(LabelOf(step.Name), step.Ok ? $"✓ {step.Message} ({step.DurationMs} ms)" : "✗ failed");
        }
    }

    /// <summary>Prints a warning about a context, if there is one.</summary>
    private void Warn(GatewayContext context)
    {
        if (GatewayEndpoint.ErrorOf(context.Endpoint) is null && GatewayEndpoint.WarningOf(GatewayEndpoint.Parse(context.Endpoint)) is { } warning)
        {
            environment.Error.WriteLine($"Warning: {warning}");
        }
    }

    private void PrintRow(string label, string text) => environment.Out.WriteLine(label.PadRight(LabelWidth) + text);

    private static string Stored(bool isStored) => isStored ? "stored" : "-";

    private static string LabelOf(string step) => step switch
    {
        "reachable" => "Reachable",
        "api_key" => "API key",
        _ => "Admin key",
    };

    private static string? OriginOf(GatewayAddress gateway) => gateway.AdminKey is null ? null : gateway.KeyVariable ?? "contexts.json";

    private static string Describe(GatewayAddress gateway) =>
        gateway.AdminKey is { } key ? $"{MaskedKey.Of(key)} from {OriginOf(gateway)}" : $"none: '{ProductInfo.Name} context set-key' stores one";

    private void PrintJson<T>(T value, JsonTypeInfo<T> type) => environment.Out.WriteLine(JsonSerializer.Serialize(value, type));
}
