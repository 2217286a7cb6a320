using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;
using Spectre.Console;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Prints what a running gateway says of itself.</summary>
internal sealed class ServerReport(IAnsiConsole console, ServerFile server, CliEnvironment environment)
{
    /// <summary>Prints the gateway as JSON: the document of the admin API, and how this command has found it.</summary>
    /// <param name="info">The gateway.</param>
    /// <param name="context">The context.</param>
    /// <param name="endpoint">The address that was called.</param>
    public void PrintJson(ServerContract info, string context, string endpoint)
    {
        var document = new JsonObject { ["context"] = context, ["endpoint"] = endpoint };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(info, AdminJson.Default.ServerContract)!.AsObject().ToArray())
        {
            document[name] = value?.DeepClone();
        }

        environment.Out.WriteLine(JsonSerializer.Serialize(document, CliJson.Default.JsonObject));
    }

    /// <summary>Prints the gateway for people.</summary>
    /// <param name="info">The gateway.</param>
    /// <param name="context">The context.</param>
    /// <param name="endpoint">The address that was called.</param>
    public void Print(ServerContract info, string context, string endpoint)
    {
        console.MarkupLineInterpolated($"[bold]RouterMaestro {info.Version}[/] at [bold]{endpoint}[/], on {info.Runtime}");
        Row("Context", $"{context}");
        Row("Running", $"for {TimeText.Of(TimeSpan.FromSeconds(info.UptimeSeconds))}, since {TimeText.Of(info.StartedAt)} (process {info.ProcessId})");
        foreach (var provider in info.Providers)
        {
            PrintProvider(provider);
        }

        Row("Catalog", $"{Quantity.Of(info.Catalog.Models, "model")}{AgeOf(info.Catalog)}");
        foreach (var circuit in info.Circuits)
        {
            PrintCircuit(circuit);
        }

        foreach (var problem in info.Problems)
        {
            Row("Problem", $"[yellow]{problem.Path ?? problem.File}[/]: {problem.Message}");
        }

        PrintPaths(info.Paths);
        if (context == GatewayContext.Local)
        {
            PrintFurther(endpoint);
        }
    }

    private void PrintProvider(ServerProviderContract provider) => Row("Provider", provider switch
    {
        { Status: "ready" or "no_key_needed", Models.State: "failed" } =>
            $"[yellow]{provider.Name}[/] has {Quantity.Of(provider.Models.Count, "model")}, but did not send its list: {provider.Problem}",
        { Status: "ready" or "no_key_needed", Models.State: "pending" } => $"[green]{provider.Name}[/] is ready; its list of models has not arrived",
        { Status: "ready" or "no_key_needed" } => $"[green]{provider.Name}[/] is ready, with {Quantity.Of(provider.Models.Count, "model")}",
        { Status: "needs_key", Problem: { } problem } => $"[yellow]{provider.Name}[/] is not used: {problem}",
        { Status: "needs_key", Key.AcceptsLogin: true } => $"[yellow]{provider.Name}[/] needs a login: {ProductInfo.Name} auth login {provider.Name}",
        { Status: "needs_key" } => $"[yellow]{provider.Name}[/] needs {provider.Key.Variable ?? "a key"}",
        _ => $"[yellow]{provider.Name}[/] is skipped: {provider.Problem}",
    });

    private void PrintCircuit(CircuitContract circuit)
    {
        var until = circuit is { State: "open", Until: { } time } ? string.Create(CultureInfo.InvariantCulture, $" until {time.UtcDateTime:HH:mm:ss} UTC") : "";
        var failure = circuit.Failure is { } last ? $": {last.Kind}{(last.Status is { } status ? $", HTTP {status}" : "")}, {last.Message}" : "";
        Row("Circuit", $"[yellow]{circuit.Id}[/] ({circuit.Scope}) is {circuit.State.Replace('_', '-')}{until}{failure}");
    }

    private void PrintPaths(ServerPathsContract? paths)
    {
        if (paths is null)
        {
            return;
        }

        LabelledRow.PrintWhole(environment.Out, "Config", paths.Config);
        LabelledRow.PrintWhole(environment.Out, "Data", paths.Data);
        LabelledRow.PrintWhole(environment.Out, "Log", paths.Log ?? "standard error");
    }

    // of several gateways, commands call one
    private void PrintFurther(string endpoint)
    {
        foreach (var (_, record, _) in server.List().Where(entry => entry.IsRunning && entry.Record.Address != endpoint))
        {
            Row("Further", $"{record.Address} (process {record.ProcessId})");
        }
    }

    private static string AgeOf(ServerCatalogContract catalog) =>
        catalog.AgeSeconds is { } age ? $"; the oldest list is {TimeText.Of(TimeSpan.FromSeconds(age))} old" : "";

    private void Row(string label, FormattableString markup) => LabelledRow.Print(console, label, markup);
}
