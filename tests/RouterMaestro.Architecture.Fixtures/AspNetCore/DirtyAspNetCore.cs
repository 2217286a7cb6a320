using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Usage.Sqlite.Fixtures;

namespace RouterMaestro.AspNetCore.Fixtures;

/// <summary>Uses what the HTTP face may use, so no rule may name it.</summary>
internal sealed class CleanEndpoint
{
    public static IEndpointConventionBuilder Map(WebApplication app) => app.MapGet("/", () => Results.Ok());
}

/// <summary>The HTTP face knows the use cases alone, not the stores.</summary>
internal sealed class DirtyStore
{
    public static string? Name(CleanEntity entity) => entity.ToString();
}

/// <summary>The HTTP face calls façades, not the mediator.</summary>
internal sealed class DirtySender
{
    public static IMediator? Find(HttpContext http) => http.RequestServices.GetService(typeof(IMediator)) as IMediator;
}
