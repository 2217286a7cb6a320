using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Infrastructure.DependencyInjection;

/// <summary>What a host decides for the whole router.</summary>
public sealed class RouterMaestroOptions
{
    /// <summary>Gets or sets the routing settings. Where files are read, those that <c>priorities.json</c> names win.</summary>
    public RoutingSettings Routing { get; set; } = RoutingSettings.Default;
}
