using MediatR;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application.Routing;
using RouterMaestro.AspNetCore.Pipeline;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Shows operators how candidates and circuits are.</summary>
internal sealed class AdminHealthEndpoints(IMediator mediator)
{
    public async Task GetAsync(HttpContext http) => await JsonResult.WriteAsync(
        http, HealthWriter.Write, await mediator.Send(new GetHealth(), http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
}
