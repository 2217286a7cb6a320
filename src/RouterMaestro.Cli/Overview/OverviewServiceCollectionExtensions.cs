using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Cli.Overview;

/// <summary>Registers what the program needs when it is started without a command.</summary>
internal static class OverviewServiceCollectionExtensions
{
    public static IServiceCollection AddOverview(this IServiceCollection services) => services
        .AddSingleton<OverviewReader>()
        .AddSingleton<OverviewScreen>();
}
