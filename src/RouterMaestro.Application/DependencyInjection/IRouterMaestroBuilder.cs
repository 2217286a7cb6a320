using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Application.DependencyInjection;

/// <summary>Takes what a host adds to the router.</summary>
public interface IRouterMaestroBuilder
{
    /// <summary>Gets the services of the host.</summary>
    IServiceCollection Services { get; }
}
