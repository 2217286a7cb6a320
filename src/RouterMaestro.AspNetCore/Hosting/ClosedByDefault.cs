using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Auth;

namespace RouterMaestro.AspNetCore.Hosting;

/// <summary>
/// Keeps an application from starting whose endpoints would be open to everyone without its saying so. It runs after the host has mapped
/// its endpoints and before the server listens, since only then the policies that the host has put on the endpoints can be seen.
/// </summary>
internal sealed class ClosedByDefault(AccessChecks access) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);

        // endpoints are built here only if nothing else closes them
        if (access.Caller is HostCheck
            && app.ApplicationServices.GetService<EndpointDataSource>()?.Endpoints.Where(e => e.Metadata.GetMetadata<CallerEndpoint>() is not null)
                .Select(access.FindOpening).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }
    };
}
