using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;
using Spectre.Console;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Says what was started in the background, and how to look after it.</summary>
internal sealed class BackgroundStartReport(IAnsiConsole console, ServerFile server, CliEnvironment environment)
{
    /// <summary>Prints the address, the key, the log and what is wrong.</summary>
    /// <param name="started">The gateway.</param>
    public void Print(BackgroundReport started)
    {
        foreach (var warning in started.Warnings)
        {
            environment.Error.WriteLine($"Warning: {warning}");
        }

        if (environment.IsQuiet)
        {
            return;
        }

        console.MarkupLineInterpolated(
            $"[bold]RouterMaestro {ProductInfo.Version}[/] runs in the background at [bold]{started.Address.GetLeftPart(UriPartial.Authority)}[/]");
        PrintRow("Process", $"{started.ProcessId}");
        PrintKey(started);
        LabelledRow.PrintWhole(environment.Out, "Log", started.Log ?? "");
        if (!started.IsUsable)
        {
            PrintRow("Note", $"[yellow]No provider can be asked yet: log in or store a key with '{ProductInfo.Name} auth login', or use '{ProductInfo.Name} provider add'.[/]");
        }

        if (started.Problems > 0)
        {
            PrintRow("Problem", $"[yellow]{Quantity.Of(started.Problems, "problem")} to mend: '{ProductInfo.Name} server info' shows more.[/]");
        }

        PrintRow("Stop it", $"{ProductInfo.Name} server stop{PortOf(started)}");
    }

    // of several gateways, commands call one; the others are named by their port
    private string PortOf(BackgroundReport started) => server.FindRunning()?.ProcessId == started.ProcessId ? "" : $" --port {started.Address.Port}";

    private void PrintKey(BackgroundReport started)
    {
        if (started.KeySource == GatewayKeySource.Generated)
        {
            PrintRow("API key", $"[bold]{started.Key}[/]");
            PrintRow("", $"[dim]new, and kept in contexts.json; '{ProductInfo.Name} server show-key' shows it again[/]");
        }
        else
        {
            PrintRow("API key", $"{MaskedKey.Of(started.Key)} from {KeySources.NameOf(started.KeySource)}");
        }
    }

    private void PrintRow(string label, FormattableString markup) => LabelledRow.Print(console, label, markup);
}
