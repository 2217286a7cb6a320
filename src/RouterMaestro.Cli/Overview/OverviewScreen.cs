using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Cli.Stats;
using Spectre.Console;

namespace RouterMaestro.Cli.Overview;

/// <summary>What the program shows without a command: is a gateway running, which providers are ready, and what to do next.</summary>
internal sealed class OverviewScreen(OverviewReader reader, IAnsiConsole console, CliEnvironment environment)
{
    private const string Program = ProductInfo.Name;

    /// <summary>Finds out and shows.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        var facts = await reader.ReadAsync(cancellationToken);
        console.MarkupLineInterpolated($"[bold]RouterMaestro {ProductInfo.Version}[/], one endpoint for every language model");
        if (facts.Gateway is { } gateway)
        {
            PrintGateway(facts, gateway);
        }
        else if (facts.Problem is { } problem)
        {
            Row("Gateway", $"[yellow]{problem}[/]");
        }
        else
        {
            Row("Gateway", $"does not run at {facts.Endpoint}");
            Row("Providers", facts.Providers switch
            {
                [] => $"none has a key yet, such as in OPENAI_API_KEY or stored",
                var providers => $"[green]{string.Join(", ", providers)}[/] can be called",
            });
        }

        environment.Out.WriteLine(new HelpText().List("Next", NextSteps(facts)).ToString());
    }

    private void PrintGateway(OverviewFacts facts, ServerContract gateway)
    {
        var place = facts.Context == GatewayContext.Local ? "" : $", the context {facts.Context}";
        Row("Gateway", $"[green]runs[/] at [bold]{facts.Endpoint}[/]{place}, for {TimeText.Of(TimeSpan.FromSeconds(gateway.UptimeSeconds))}");
        var ready = gateway.Providers.Where(IsReady).Select(provider => provider.Name).ToArray();
        Row("Providers", ready switch
        {
            [] => $"[yellow]none is ready[/]",
            [var one] => $"[green]{one}[/] is ready, with {Quantity.Of(gateway.Catalog.Models, "model")}",
            _ => $"[green]{string.Join(", ", ready)}[/] are ready, with {Quantity.Of(gateway.Catalog.Models, "model")}",
        });
        if (gateway.Circuits.Count > 0)
        {
            Row("Failing", $"[yellow]{string.Join(", ", gateway.Circuits.Select(circuit => circuit.Id).Distinct())}[/]");
        }

        if (gateway.Problems.Count > 0)
        {
            Row("Problems", $"[yellow]{gateway.Problems.Count}[/] to mend");
        }

        if (facts.Today is { } today)
        {
            Row("Today", $"{StatsText.Count(today.Requests, "request")}, {StatsText.Dollars(today.Cost.Counted)}");
        }
    }

    private static IEnumerable<(string Line, string Meaning)> NextSteps(OverviewFacts facts)
    {
        switch (facts)
        {
            case { Gateway: null, Problem: not null }:
                yield return ($"{Program} doctor", "Find out what is wrong.");
                break;
            case { Gateway: null, Providers: [] }:
                yield return ($"{Program} demo", "See it work; needs no key and no network.");
                yield return ($"{Program} server start", "Start it here; with --detach in the background.");
                break;
            case { Gateway: null }:
                yield return ($"{Program} server start", "Start it here; with --detach in the background.");
                break;
            case { Gateway: { } gateway } when !gateway.Providers.Any(IsReady):
                yield return ($"{Program} auth login", "Log in at a provider, or store its key.");
                yield return ($"{Program} provider add --help", "Add another server.");
                break;
            case { Gateway: { } gateway } when gateway.Problems.Count > 0 || gateway.Circuits.Count > 0:
                yield return ($"{Program} server info", "See what is wrong.");
                yield return ($"{Program} run claude-code", "Work through it; codex, opencode and copilot-cli too.");
                break;
            default:
                yield return ($"{Program} run claude-code", "Work through it; codex, opencode and copilot-cli too.");
                yield return ($"{Program} config claude-code", "Set a client up for good.");
                yield return ($"{Program} stats", "See what it did, and what that cost.");
                break;
        }

        yield return ($"{Program} --help", "All commands.");
    }

    private static bool IsReady(ServerProviderContract provider) => provider.Status is "ready" or "no_key_needed";

    private void Row(string label, FormattableString markup) => LabelledRow.Print(console, label, markup);
}
