using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Pricing;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>
/// Reads the prices of an entry of <c>providers.json</c>: <c>models.ID.price</c>, <c>prices.ID</c>, which leaves the provider's list of models in use,
/// and <c>options.billing</c>.
/// </summary>
internal static class PricingReader
{
    private const string Currency = "usd";
    private static readonly string[] _wanted = ["input", "output"];

    private static readonly string _priceRule = string.Create(
        CultureInfo.InvariantCulture, $"must be US dollars per million tokens: a number from 0 to {NanoDollars.MaxPrice / NanoDollars.PerDollar} with at most 9 decimals");

    /// <summary>Reads the prices.</summary>
    /// <param name="entry">The entry; errors make it unusable.</param>
    public static ProviderPricing Read(ConfigNode entry)
    {
        List<OperatorPrice> prices = [];

        // whether these are objects is judged where the models and options are read
        if (entry.Find("models") is { Json.ValueKind: JsonValueKind.Object } models)
        {
            foreach (var (id, model) in models.EnumerateMembers().Where(member => member.Node.Json.ValueKind == JsonValueKind.Object))
            {
                Add(prices, id, model.FindObject("price"));
            }
        }

        foreach (var (id, price) in entry.FindObject("prices")?.Members() ?? [])
        {
            Add(prices, id, price.Is(JsonValueKind.Object, "an object") ? price : null);
        }

        return new ProviderPricing
        {
            Prices = prices.DistinctBy(price => price.Model, StringComparer.OrdinalIgnoreCase).ToEquatableArray(),
            IsIncluded = entry.Find("options") is { Json.ValueKind: JsonValueKind.Object } options ? ReadBilling(options) : null,
        };
    }

    private static void Add(List<OperatorPrice> prices, string id, ConfigNode? node)
    {
        if (node is not { } price)
        {
            return;
        }

        foreach (var name in _wanted.Where(name => price.Find(name) is null))
        {
            price.Error($"has no {name}");
        }

        if (price.Text("currency") is { } currency && !currency.Equals(Currency, StringComparison.OrdinalIgnoreCase))
        {
            price.Find("currency")!.Value.Error("must be \"USD\": convert prices in other currencies");
        }

        prices.Add(new OperatorPrice(id, price.Path, new TokenRates(ReadPrice(price, "input"), ReadPrice(price, "output"))
        {
            CacheRead = ReadPrice(price, "cache_read"),
            CacheWrite = ReadPrice(price, "cache_write"),
            CacheWriteHour = ReadPrice(price, "cache_write_1h"),
        }));
    }

    // by the digits of the file: 0.1 is no binary fraction
    private static long? ReadPrice(ConfigNode holder, string name)
    {
        if (holder.Find(name) is not { } node)
        {
            return null;
        }

        var text = node.Json.ValueKind switch
        {
            JsonValueKind.Number => node.Json.GetRawText(),
            JsonValueKind.String => node.Json.GetString(),
            _ => null,
        };
        if (NanoDollars.TryParse(text, out var price))
        {
            return price;
        }

        node.Error(_priceRule);
        return null;
    }

    private static bool? ReadBilling(ConfigNode options)
    {
        if (options.Find("billing") is not { } node)
        {
            return null;
        }

        switch (node.Json.ValueKind == JsonValueKind.String ? node.Json.GetString() : null)
        {
            case "included":
                return true;
            case "metered":
                return false;
            default:
                node.Error("must be \"included\", for models that a subscription includes, or \"metered\"");
                return null;
        }
    }
}
