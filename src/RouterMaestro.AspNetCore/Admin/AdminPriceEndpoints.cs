using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.Application.Ports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Pricing;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Shows operators which price counts for a model.</summary>
internal sealed class AdminPriceEndpoints(IAdmin admin) : IAdminFeature
{
    private const string Standard = "standard";

    // the id of a model may hold slashes, so that it is no part of the path
    public void Map(AdminRoutes routes) => routes.Map("GET", "/models/price", GetAsync)
        .WithName("GetRouterMaestroModelPrice").Produces<PriceContract>()
        .Produces<ErrorContract>(StatusCodes.Status400BadRequest).Produces<ErrorContract>(StatusCodes.Status404NotFound);

    private async Task GetAsync(HttpContext http)
    {
        if (http.Request.Query["model"].ToString() is not { Length: > 0 } name)
        {
            throw new RouterException(RouterError.Invalid("model", "'model' names the model: /api/admin/models/price?model=openai/gpt-5.1."));
        }

        var explanation = await admin.ExplainPriceAsync(name, http.RequestAborted).ConfigureAwait(false);
        await JsonResult.WriteAsync(http, Of(explanation), AdminJson.Default.PriceContract).ConfigureAwait(false);
    }

    private static PriceContract Of(PriceExplanation explanation) => new()
    {
        Model = explanation.Model.QualifiedId,
        Kind = explanation.Price is null ? "unknown" : explanation.IsOverride ? "override" : "table",
        Reason = explanation.Reason,
        IsIncluded = explanation.IsIncluded,
        Vendor = explanation.Vendor?.Id,
        Line = explanation.Price is { } price ? price.Vendor.Length > 0 ? $"{price.Vendor}/{price.Model}" : price.Model : null,
        Source = explanation.Price?.Source,
        PublishedOn = explanation.Price?.PublishedOn is { } day ? DayOf(day) : null,
        Valid = ValidityOf(explanation.Price),
        Tiers = explanation.Price is { } priced ? [.. TiersOf(priced)] : [],
    };

    private static string? ValidityOf(ModelPrice? price)
    {
        string?[] parts =
        [
            price?.From is { } from ? $"from {DayOf(from)}" : null,
            price?.Until is { } until ? $"until {DayOf(until)}" : null,
            price?.Hours is { } hours ? string.Create(CultureInfo.InvariantCulture, $"daily {hours.Start:HH:mm}-{hours.End:HH:mm} UTC") : null,
        ];
        return string.Join(", ", parts.OfType<string>()) is { Length: > 0 } validity ? validity : null;
    }

    // the tiers with prices of their own, then those that are charged a share of the standard price
    private static IEnumerable<PriceTierContract> TiersOf(ModelPrice price) => price.Tiers
        .Select(tier => Of(tier, tier.Name.Length > 0 ? tier.Name : Standard, PriceShare.Whole))
        .Concat(price.Shares
            .Where(share => !price.Tiers.Any(tier => tier.Name == share.Tier))
            .SelectMany(share => price.Tiers.Where(tier => tier.Name.Length == 0).Select(tier => Of(tier, share.Tier, share.Share))));

    private static PriceTierContract Of(PriceTier tier, string name, PriceShare share) => new()
    {
        Tier = name,
        Above = tier.Above,
        Input = Dollars(tier.Rates.Input, share),
        CacheRead = Dollars(tier.Rates.CacheRead, share),
        CacheWrite = Dollars(tier.Rates.CacheWrite, share),
        CacheWriteHour = Dollars(tier.Rates.CacheWriteHour, share),
        Output = Dollars(tier.Rates.Output, share),
        Reasoning = Dollars(tier.Rates.Reasoning ?? tier.Rates.Output, share),
    };

    // by the constant with all decimals the end has no zeros
    private static decimal? Dollars(long? price, PriceShare share) =>
        price is { } nano ? (decimal)nano * share.Numerator / share.Denominator / NanoDollars.PerDollar / 1.0000000000000000000000000000m : null;

    private static string DayOf(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
