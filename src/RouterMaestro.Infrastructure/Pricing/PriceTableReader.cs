using System.Globalization;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.Infrastructure.Pricing;

/// <summary>Reads the table of prices that is part of the assembly. Its form is described in the folder's README.</summary>
internal sealed class PriceTableReader
{
    private const string Resource = "RouterMaestro.Infrastructure.Pricing.prices.tsv";

    private readonly Dictionary<string, (string Name, DateOnly PublishedOn)> _sources = [];
    private readonly List<PriceVendor> _vendors = [];
    private readonly List<ModelPrice> _prices = [];

    private PriceTableReader()
    {
    }

    /// <summary>Reads the product's table.</summary>
    public static PriceTable Read()
    {
        using var stream = typeof(PriceTableReader).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks {Resource}.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }

    /// <summary>Reads a table.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">A line is not valid.</exception>
    public static PriceTable Read(TextReader text)
    {
        var reader = new PriceTableReader();
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            if (line.Length > 0 && line[0] != '#' && !reader.TryAdd(line.Split('\t')))
            {
                throw new FormatException($"Line {number} of the price table is not valid.");
            }
        }

        return new PriceTable(reader._vendors, reader._prices);
    }

    private bool TryAdd(string[] cells) => cells switch
    {
        ["source", var id, var name, var day] => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && _sources.TryAdd(id, (name, date)),
        ["vendor", var id, .. var facts] => TryAddVendor(new PriceVendor(id), facts),
        [var model, var aliases, var when, var source, .. { Length: > 0 } tiers] => _vendors.Count > 0 && _sources.ContainsKey(source)
            && TryAddPrice(new ModelPrice(_vendors[^1].Id, model, []) { Aliases = WordsOf(aliases) }, when, source, tiers),
        _ => false,
    };

    private bool TryAddVendor(PriceVendor vendor, string[] facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Split(": ", 2) is not [var name, var value])
            {
                return false;
            }

            vendor = name switch
            {
                "types" => vendor with { Types = WordsOf(value) },
                "hosts" => vendor with { Hosts = WordsOf(value) },
                "missing" => vendor with { Missing = SharesOf(value) },
                "tiers" => vendor with { Shares = SharesOf(value) },
                "included" => vendor with { IsSubscription = true },
                "as" => vendor with { PricedAs = value },
                "resells" => vendor with { Resells = true },
                "refusals" => vendor with { HasFreeRefusals = value == "free" },
                _ => throw new FormatException($"'{name}' is no fact about a vendor."),
            };
        }

        _vendors.Add(vendor);
        return true;
    }

    private bool TryAddPrice(ModelPrice price, string when, string source, string[] tiers)
    {
        foreach (var condition in WordsOf(when))
        {
            price = condition.Split('=', 2) switch
            {
                ["from", var day] => price with { From = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) },
                ["until", var day] => price with { Until = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) },
                ["daily", var hours] when hours.Split('-') is [var start, var end] => price with
                {
                    Hours = (TimeOnly.ParseExact(start, "HH:mm", CultureInfo.InvariantCulture), TimeOnly.ParseExact(end, "HH:mm", CultureInfo.InvariantCulture)),
                },
                _ => throw new FormatException($"'{condition}' is no condition of a price."),
            };
        }

        var vendor = _vendors[^1];
        _prices.Add(price with
        {
            Source = _sources[source].Name,
            PublishedOn = _sources[source].PublishedOn,
            Shares = vendor.Shares,
            Tiers = tiers.Select(tier => TierOf(tier, vendor)).ToEquatableArray(),
        });
        return true;
    }

    /// <summary>Reads prices behind the tier and the size: <c>priority>271999:INPUT/CACHE READ/CACHE WRITE/CACHE WRITE 1 H/OUTPUT/REASONING</c>.</summary>
    private static PriceTier TierOf(string cell, PriceVendor vendor)
    {
        var colon = cell.IndexOf(':', StringComparison.Ordinal);
        var (label, prices) = (colon < 0 ? "" : cell[..colon], cell[(colon + 1)..].Split('/'));
        var above = label.IndexOf('>', StringComparison.Ordinal);
        return new PriceTier(
            above < 0 ? label : label[..above],
            above < 0 ? 0 : long.Parse(label.AsSpan(above + 1), NumberStyles.None, CultureInfo.InvariantCulture),
            vendor.Complete(new TokenRates(PriceAt(0), PriceAt(4))
            {
                CacheRead = PriceAt(1),
                CacheWrite = PriceAt(2),
                CacheWriteHour = PriceAt(3),
                Reasoning = PriceAt(5),
            }));

        long? PriceAt(int index) => index >= prices.Length || prices[index].Length == 0 ? null
            : long.Parse(prices[index], NumberStyles.None, CultureInfo.InvariantCulture) is var price and <= NanoDollars.MaxPrice ? price
            : throw new FormatException("A price is above a million dollars.");
    }

    private static EquatableArray<string> WordsOf(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToEquatableArray();

    // name=NUMERATOR/DENOMINATOR, for what is charged for missing prices with *input behind it
    private static EquatableArray<(string Name, PriceShare Share)> SharesOf(string text) => WordsOf(text).Select(word =>
    {
        var parts = word.Replace("*input", "", StringComparison.Ordinal).Split('=', '/');
        return (parts[0], new PriceShare(int.Parse(parts[1], CultureInfo.InvariantCulture), parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 1));
    }).ToEquatableArray();
}
