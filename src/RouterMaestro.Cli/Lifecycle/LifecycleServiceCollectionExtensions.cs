using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Serving;

namespace RouterMaestro.Cli.Lifecycle;

/// <summary>Registers what starts, finds and stops gateways on this machine.</summary>
internal static class LifecycleServiceCollectionExtensions
{
    public static IServiceCollection AddLifecycle(this IServiceCollection services) => services
        .AddSingleton<PortOwner>()
        .AddSingleton<TerminalPresence>()
        .AddSingleton<GatewayRunner>()
        .AddSingleton<ControlClient>()
        .AddSingleton<LogFiles>()
        .AddSingleton<BackgroundCommand>()
        .AddSingleton<BackgroundPresence>()
        .AddSingleton<BackgroundGateway>()
        .AddSingleton<BackgroundStartReport>()
        .AddSingleton<ServerStart>()
        .AddSingleton<ServerStop>()
        .AddSingleton<ServerState>()
        .AddSingleton<ServerInfo>()
        .AddSingleton<ServerReport>()
        .AddSingleton<LogReader>();
}
