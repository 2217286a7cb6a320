using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Serves the health of candidates and circuits to operators.</summary>
internal sealed class AdminHealthEndpoints(IAdmin admin) : IAdminFeature
{
    public void Map(AdminRoutes routes) => routes.Map("GET", "/health", GetAsync)
        .WithName("GetRouterMaestroHealth").Produces<HealthContract>();

    private async Task GetAsync(HttpContext http)
    {
        var report = await admin.GetHealthAsync(http.RequestAborted).ConfigureAwait(false);
        await JsonResult.WriteAsync(http, HealthContracts.Of(report), AdminJson.Default.HealthContract).ConfigureAwait(false);
    }
}
