using MediatR;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Routing;
using RouterMaestro.AspNetCore.Pipeline;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Serves the health of candidates and circuits to operators.</summary>
internal sealed class AdminHealthEndpoints(IMediator mediator) : IAdminFeature
{
    public void Map(AdminRoutes routes) => routes.Map("GET", "/health", GetAsync);

    private async Task GetAsync(HttpContext http) => await JsonResult.WriteAsync(
        http, HealthWriter.Write, await mediator.Send(new GetHealth(), http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
}
