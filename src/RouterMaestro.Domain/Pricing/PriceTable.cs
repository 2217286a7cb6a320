using System.Collections.Frozen;

namespace RouterMaestro.Domain.Pricing;

/// <summary>An immutable index of the prices of models by vendor.</summary>
public sealed class PriceTable
{
    private readonly FrozenDictionary<string, PriceVendor> _vendors;
    private readonly FrozenDictionary<(string Vendor, string Key), ModelPrice[]> _prices;
    private readonly (string Place, PriceVendor Vendor)[] _places;

    /// <summary>Indexes the prices.</summary>
    /// <param name="vendors">The vendors.</param>
    /// <param name="prices">The prices; of several of one model that count at a time, the last one wins.</param>
    public PriceTable(IReadOnlyCollection<PriceVendor> vendors, IReadOnlyCollection<ModelPrice> prices)
    {
        ArgumentNullException.ThrowIfNull(vendors);
        ArgumentNullException.ThrowIfNull(prices);
        _vendors = vendors.ToFrozenDictionary(vendor => vendor.Id, StringComparer.OrdinalIgnoreCase);

        // the longest first: api.z.ai/api/coding is another vendor than api.z.ai
        _places = [.. vendors.SelectMany(vendor => vendor.Hosts.Select(host => (host, vendor))).OrderByDescending(place => place.host.Length)];
        _prices = Index(prices).ToFrozenDictionary(entry => entry.Key, entry => entry.Value.ToArray());
        Count = prices.Count;
    }

    /// <summary>Gets the number of prices.</summary>
    public int Count { get; }

    /// <summary>Gets the vendors.</summary>
    public IReadOnlyList<PriceVendor> Vendors => _vendors.Values;

    /// <summary>Finds a vendor.</summary>
    /// <param name="id">Its id, in any case.</param>
    public PriceVendor? FindVendor(string id) => _vendors.GetValueOrDefault(id);

    /// <summary>Finds the vendor of a provider: by its type, or else by its address.</summary>
    /// <param name="type">The provider's type.</param>
    /// <param name="address">Its base address.</param>
    /// <returns>The vendor; null if the server is unknown.</returns>
    public PriceVendor? FindVendor(string type, Uri address)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(address);
        return _vendors.Values.FirstOrDefault(vendor => vendor.Types.Contains(type, StringComparer.OrdinalIgnoreCase))
            ?? _places.FirstOrDefault(place => IsAt(address, place.Place)).Vendor;
    }

    /// <summary>Finds the price of a model.</summary>
    /// <param name="vendor">The vendor.</param>
    /// <param name="model">The vendor's id of the model, or one with a date or version behind it.</param>
    /// <param name="at">The time of the request.</param>
    /// <returns>The price; null if there is none.</returns>
    public ModelPrice? Find(PriceVendor vendor, string model, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(vendor);
        ArgumentNullException.ThrowIfNull(model);
        return FindOwn(vendor.PricedAs ?? vendor.Id, model, at)
            ?? (vendor.Resells && model.Split('/', 2) is [var maker, var id] && FindMaker(maker) is { } named ? FindOwn(named.Id, id, at) : null);
    }

    // makers as OpenRouter names them
    private PriceVendor? FindMaker(string maker) => FindVendor(maker switch
    {
        "x-ai" => "xai",
        "mistralai" => "mistral",
        "moonshotai" => "moonshot",
        "z-ai" => "zai",
        "qwen" => "alibaba",
        _ => maker,
    });

    private ModelPrice? FindOwn(string vendor, string model, DateTimeOffset at)
    {
        foreach (var key in ModelKey.Candidates(model))
        {
            if (_prices.TryGetValue((vendor, key), out var prices))
            {
                return Array.FindLast(prices, price => price.IsValidAt(at));
            }
        }

        return null;
    }

    private static Dictionary<(string Vendor, string Key), List<ModelPrice>> Index(IReadOnlyCollection<ModelPrice> prices)
    {
        Dictionary<(string Vendor, string Key), List<ModelPrice>> index = [];
        foreach (var price in prices)
        {
            foreach (var id in price.Aliases.Prepend(price.Model))
            {
                Add(price, ModelKey.Of(id));
            }
        }

        // the id without date stands for the dated one if no model of its own has it, and only one is dated
        var dated = prices.Select(price => (price, Key: ModelKey.Candidates(price.Model).Last()))
            .GroupBy(entry => (entry.price.Vendor, entry.Key))
            .Where(group => !index.ContainsKey(group.Key) && group.Select(entry => entry.price.Model).Distinct().Count() == 1)
            .ToArray();
        foreach (var (price, key) in dated.SelectMany(group => group))
        {
            Add(price, key);
        }

        return index;

        void Add(ModelPrice price, string key)
        {
            if (!index.TryGetValue((price.Vendor, key), out var list))
            {
                index[(price.Vendor, key)] = list = [];
            }

            // an id means one model: the first that has it
            if (list.Count == 0 || list[0].Model == price.Model)
            {
                list.Add(price);
            }
        }
    }

    private static bool IsAt(Uri address, string place)
    {
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash < 0 ? (place, "") : (place[..slash], place[slash..]);
        var isHost = address.Host.Equals(host, StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith("." + host, StringComparison.OrdinalIgnoreCase)
            || address.Host.EndsWith("-" + host, StringComparison.OrdinalIgnoreCase);
        return isHost && address.AbsolutePath.StartsWith(path, StringComparison.OrdinalIgnoreCase);
    }
}
