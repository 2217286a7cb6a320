using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Application.DependencyInjection;

/// <summary>Adds services of a host to RouterMaestro.</summary>
public interface IRouterMaestroBuilder
{
    /// <summary>Gets the services of the host.</summary>
    IServiceCollection Services { get; }
}
