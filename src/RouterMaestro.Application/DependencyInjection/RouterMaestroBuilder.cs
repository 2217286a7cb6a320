using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Application.DependencyInjection;

internal sealed class RouterMaestroBuilder(IServiceCollection services) : IRouterMaestroBuilder
{
    public IServiceCollection Services { get; } = services;
}
