using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.Application.Ports;
using RouterMaestro.Application.UsageReports;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Serves recorded usage to operators: sums, single requests, and what a status line shows.</summary>
internal sealed class AdminStatsEndpoints(IAdmin admin, TimeProvider clock, IUsageStore? store = null) : IAdminFeature
{
    private const int DefaultSize = 50;

    public void Map(AdminRoutes routes)
    {
        routes.Map("GET", "/stats", GetAsync).WithName("GetRouterMaestroStats").Produces<StatsContract>()
            .Produces<ErrorContract>(StatusCodes.Status400BadRequest)
            .Produces<ErrorContract>(StatusCodes.Status409Conflict);
        routes.Map("GET", "/stats/requests", ListAsync).WithName("ListRouterMaestroRequests").Produces<StatsRequestListContract>()
            .Produces<ErrorContract>(StatusCodes.Status400BadRequest)
            .Produces<ErrorContract>(StatusCodes.Status409Conflict);
        routes.Map("GET", "/stats/statusline", GetStatuslineAsync).WithName("GetRouterMaestroStatusline").Produces<StatuslineContract>()
            .Produces<ErrorContract>(StatusCodes.Status400BadRequest)
            .Produces<ErrorContract>(StatusCodes.Status409Conflict);
    }

    private async Task GetAsync(HttpContext http)
    {
        var reader = ReaderOf(http, [.. StatsQueryReader.Filters, "by"]);
        var (zone, by) = (reader.ReadZone(), reader.ReadGroups());
        var filter = reader.ReadFilter(zone);
        var report = await admin.GetUsageAsync(new(filter, by == UsageDimension.None ? UsageDimension.Model : by, zone), http.RequestAborted).ConfigureAwait(false);
        var byProvider = by == UsageDimension.None ? await admin.GetUsageAsync(new(filter, UsageDimension.Provider, zone), http.RequestAborted).ConfigureAwait(false) : null;
        var groups = StatsContracts.Of(report.Groups);
        var contract = new StatsContract
        {
            From = filter.From.ToUniversalTime(),
            Until = filter.Until.ToUniversalTime(),
            Zone = zone.Id,
            Provider = filter.Provider,
            Model = filter.Model,
            KeyName = filter.KeyName,
            DetailSince = report.DetailSince,
            Problem = store?.Status.Problem,
            Totals = StatsContracts.Of(report.Totals),
            By = StatsQueryReader.NameOf(by),
            Groups = byProvider is null ? groups : null,
            ByProvider = byProvider is null ? null : StatsContracts.Of(byProvider.Groups),
            ByModel = byProvider is null ? null : groups,
        };
        await JsonResult.WriteAsync(http, contract, AdminJson.Default.StatsContract).ConfigureAwait(false);
    }

    private async Task ListAsync(HttpContext http)
    {
        var reader = ReaderOf(http, [.. StatsQueryReader.Filters, "cursor", "size"]);
        var filter = reader.ReadFilter(reader.ReadZone());
        var size = reader.ReadNumber("size", DefaultSize, ListUsageRequests.MaxSize);
        var page = await admin.ListUsageRequestsAsync(filter, reader.Text("cursor"), size, http.RequestAborted).ConfigureAwait(false);
        await JsonResult.WriteAsync(http, StatsContracts.Of(page), AdminJson.Default.StatsRequestListContract).ConfigureAwait(false);
    }

    private async Task GetStatuslineAsync(HttpContext http)
    {
        var reader = ReaderOf(http, "session", "zone");
        var line = await admin.GetStatuslineAsync(reader.Text("session"), reader.ReadZone(), http.RequestAborted).ConfigureAwait(false);
        await JsonResult.WriteAsync(http, StatsContracts.Of(line), AdminJson.Default.StatuslineContract).ConfigureAwait(false);
    }

    private StatsQueryReader ReaderOf(HttpContext http, params IEnumerable<string> known)
    {
        var reader = new StatsQueryReader(http.Request.Query, clock.GetUtcNow());
        reader.Check(known);

        // figures of a moment, some of them about people
        http.Response.Headers.CacheControl = "no-store";
        return reader;
    }
}
