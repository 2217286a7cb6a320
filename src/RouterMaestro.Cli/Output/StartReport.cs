using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Ports;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Providers;
using Spectre.Console;

namespace RouterMaestro.Cli.Output;

/// <summary>Says what was started and how to use it.</summary>
internal sealed class StartReport(IAnsiConsole console, ApiKeyStore keys, CliEnvironment environment)
{
    /// <summary>Prints the address, key, providers, folder and problems of a gateway that has just been started.</summary>
    public void Print(GatewayHost gateway, ConfigPaths paths)
    {
        var state = gateway.Services.GetRequiredService<GatewayState>();
        var root = gateway.Address.GetLeftPart(UriPartial.Authority);
        console.MarkupLineInterpolated($"[bold]RouterMaestro {ProductInfo.Version}[/] listens on [bold]{root}[/]");
        PrintKey(gateway.Key);
        PrintProviders(state.Configuration.Providers);
        PrintRow("Config", $"{paths.ConfigDirectory}");
        foreach (var warning in state.Configuration.Warnings)
        {
            PrintRow("Note", $"{warning}");
        }

        foreach (var problem in gateway.Services.GetRequiredService<GatewayProblems>().List())
        {
            PrintRow("Problem", $"[yellow]{problem.Place}[/]: {problem.Message}");
        }

        PrintExamples(root, gateway.Key);
    }

    /// <summary>Prints that the gateway is stopping.</summary>
    /// <param name="drainPeriod">The time that running calls have to complete.</param>
    public void PrintStopping(TimeSpan drainPeriod)
    {
        console.WriteLine();
        console.WriteLine($"Stopping; running calls have {drainPeriod.TotalSeconds:0} s to complete, Ctrl-C again ends them.");
    }

    private void PrintKey(GatewayKey key)
    {
        if (key.Source == GatewayKeySource.Generated)
        {
            PrintRow("API key", $"[bold]{key.Value}[/]");
            PrintRow("", $"[dim]new, and kept in contexts.json; '{ProductInfo.Name} server show-key' shows it again[/]");
        }
        else
        {
            PrintRow("API key", $"{MaskedKey.Of(key.Value)} from {KeySources.NameOf(key.Source)}");
        }
    }

    private void PrintProviders(IReadOnlyCollection<ConfiguredProvider> providers)
    {
        foreach (var provider in providers)
        {
            var id = provider.Profile.Id;
            PrintRow("Provider", provider.Profile.Status switch
            {
                ProviderStatus.Ready => $"[green]{id}[/] is ready{KeyOf(provider)}",
                ProviderStatus.Anonymous => $"[green]{id}[/] is ready, without a key",
                _ when provider.KeyProblem is { } problem => $"[yellow]{id}[/] is not used: {problem}",
                _ when provider.Profile.Module.Defaults.AcceptsLogin => $"[yellow]{id}[/] needs a login: {ProductInfo.Name} auth login {id}",
                _ => $"[yellow]{id}[/] needs {provider.Profile.KeyVariable}",
            });
        }

        if (providers.All(provider => provider.Profile.Status == ProviderStatus.NeedsKey))
        {
            PrintRow("", $"[yellow]No provider can be asked yet: log in or store a key with '{ProductInfo.Name} auth login', or use 'router-maestro provider add'.[/]");
        }
    }

    private static string KeyOf(ConfiguredProvider provider) => provider.KeySource switch
    {
        KeySource.Environment => $", its key is from {provider.Profile.KeyVariable}",
        KeySource.KeyFile => ", its key is from auth.json",
        _ => "",
    };

    private void PrintRow(string label, FormattableString markup) => LabelledRow.Print(console, label, markup);

    /// <summary>Returns the line of a shell that sets KEY, also in another shell than the gateway's.</summary>
    private string ShellLineFor(GatewayKey key) =>
        key.Source == GatewayKeySource.Environment ? $"KEY=${{{ApiKeyStore.Variable}:?set it in this shell too}}"
        : IsShown(key) ? $"KEY=$({ProductInfo.Name} server show-key)"
        : "KEY=...  # the value of --api-key";

    // --api-key may be kept in no file, or stand behind the variable
    private bool IsShown(GatewayKey key)
    {
        try
        {
            return keys.Find()?.Value == key.Value;
        }
        catch (GatewaySetupException)
        {
            return false;
        }
    }

    // written past the console, which would break the lines
    private void PrintExamples(string root, GatewayKey key) => environment.Out.WriteLine($$"""

        Try it, in OpenAI's protocol or in Anthropic's:

          {{ShellLineFor(key)}}
          ASK='{"model":"router-maestro","messages":[{"role":"user","content":"Hi"}]}'
          curl {{root}}/v1/chat/completions \
            -H "Authorization: Bearer $KEY" -d "$ASK"
          curl {{root}}/v1/messages -H "x-api-key: $KEY" -d "$ASK"

        """);
}
