using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using Spectre.Console;

namespace RouterMaestro.Cli.Output;

/// <summary>Says what was started and how to use it.</summary>
internal sealed class StartReport(IAnsiConsole console)
{
    public void Print(GatewayHost gateway)
    {
        var snapshot = gateway.Services.GetRequiredService<IGatewayState>().Current;
        console.MarkupLineInterpolated($"[bold]RouterMaestro {ProductInfo.Version}[/] listens on [bold]{gateway.Address.GetLeftPart(UriPartial.Authority)}[/]");
        PrintKey(gateway.Key);
        PrintProviders(snapshot.Catalog.Providers);
        foreach (var problem in snapshot.Problems)
        {
            console.MarkupLineInterpolated($"[yellow]Problem[/]    {problem.File}: {problem.Message}");
        }

        PrintExamples(gateway);
    }

    public void PrintStopping(TimeSpan drainPeriod)
    {
        console.WriteLine();
        console.WriteLine($"Stopping; answers under way have {drainPeriod.TotalSeconds:0} s to end, Ctrl-C again cuts them.");
    }

    private void PrintKey(GatewayKey key)
    {
        if (key.Source == GatewayKeySource.Generated)
        {
            console.MarkupLineInterpolated($"API key    [bold]{key.Value}[/]");
            console.MarkupLineInterpolated($"           [dim]new and kept; '{ProductInfo.Name} server show-key' shows it again[/]");
        }
        else
        {
            console.MarkupLineInterpolated($"API key    {MaskedKey.Of(key.Value)}");
        }
    }

    private void PrintProviders(EquatableArray<ProviderCard> providers)
    {
        foreach (var provider in providers)
        {
            console.MarkupLineInterpolated(provider.Status switch
            {
                ProviderStatus.Ready => $"Provider   [green]{provider.Id}[/]",
                ProviderStatus.Anonymous => (FormattableString)$"Provider   [green]{provider.Id}[/] without a key",
                _ => $"Provider   [yellow]{provider.Id}[/] needs {provider.KeyVariable}",
            });
        }

        if (!providers.Any(provider => provider.IsUsable))
        {
            console.MarkupLine("[yellow]No provider can be asked yet: set one of these variables and start again.[/]");
        }
    }

    private void PrintExamples(GatewayHost gateway)
    {
        var root = gateway.Address.GetLeftPart(UriPartial.Authority);
        console.WriteLine();
        console.WriteLine("Try it, in OpenAI's dialect or in Anthropic's:");
        console.WriteLine();
        console.WriteLine($"  KEY=$({ProductInfo.Name} server show-key)");
        PrintCall($"{root}/v1/chat/completions", "Authorization: Bearer $KEY");
        PrintCall($"{root}/v1/messages", "x-api-key: $KEY");
    }

    private void PrintCall(string address, string header)
    {
        console.WriteLine($"""  curl {address} -H "{header}" \""");
        console.WriteLine("""    -d '{"model":"router-maestro","messages":[{"role":"user","content":"Hello"}]}'""");
    }
}
