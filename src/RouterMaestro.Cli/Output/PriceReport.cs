using System.Globalization;
using System.Text.Json;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints the price of a model for people, or as JSON.</summary>
internal sealed class PriceReport(TextTable table, CliEnvironment environment)
{
    private const string Unknown = "unknown";

    /// <summary>Prints the price.</summary>
    public void Print(PriceContract price, bool asJson)
    {
        if (asJson)
        {
            environment.Out.WriteLine(JsonSerializer.Serialize(price, AdminJson.Indented.PriceContract));
            return;
        }

        Write("Model", price.Model);
        Write("Price", price.Kind switch
        {
            "override" => "the operator's, in US dollars per million tokens",
            "table" => "of the table, in US dollars per million tokens",
            _ => Unknown + ", which is never counted as zero",
        });
        Write("Reason", price.Reason);
        Write("Line", price.Line);
        Write("Source", price.PublishedOn is null ? price.Source : $"{price.Source}, {price.PublishedOn}");
        Write("Valid", price.Valid);
        Write("Billing", price.IsIncluded ? "included in a subscription: the price is what it would cost otherwise" : null);
        if (price.Tiers.Count > 0)
        {
            environment.Out.WriteLine();
            table.Print(["Tier", "Prompt", "Input", "Cache Read", "Write 5m", "Write 1h", "Output", "Reasoning"], [.. price.Tiers.Select(RowOf)], elastic: 0);
        }
    }

    private static string[] RowOf(PriceTierContract tier) =>
    [
        tier.Tier,
        tier.Above == 0 ? "any" : string.Create(CultureInfo.InvariantCulture, $"> {tier.Above:N0}"),
        Cell(tier.Input),
        Cell(tier.CacheRead),
        Cell(tier.CacheWrite),
        Cell(tier.CacheWriteHour),
        Cell(tier.Output),
        Cell(tier.Reasoning),
    ];

    private static string Cell(decimal? price) => price?.ToString("0.00#######", CultureInfo.InvariantCulture) ?? Unknown;

    private void Write(string name, string? value)
    {
        if (value is not null)
        {
            environment.Out.WriteLine($"{name,-9}{value}");
        }
    }
}
