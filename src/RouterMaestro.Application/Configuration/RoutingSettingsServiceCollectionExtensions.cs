using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Messaging;

namespace RouterMaestro.Application.Configuration;

/// <summary>Registers the requests that read and change the routing settings.</summary>
internal static class RoutingSettingsServiceCollectionExtensions
{
    public static IServiceCollection AddRoutingSettings(this IServiceCollection services) => services
        .AddHandler<GetRouting, RoutingDocument, GetRoutingHandler>()
        .AddHandler<SetRouting, RoutingChange, SetRoutingHandler>();
}
