using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Stats;

/// <summary>Registers what the commands about recorded usage need.</summary>
internal static class StatsServiceCollectionExtensions
{
    public static IServiceCollection AddStats(this IServiceCollection services) => services
        .AddSingleton<StatsClient>()
        .AddSingleton<StatsScreen>()
        .AddSingleton<StatsReport>()
        .AddSingleton<StatsHeatmap>()
        .AddSingleton<StatsWatch>()
        .AddSingleton<StatuslineInput>()
        .AddSingleton(provider => new StatuslineMemory(
            Path.Combine(provider.GetRequiredService<ConfigPaths>().DataDirectory, "statusline.json"), provider.GetRequiredService<CliEnvironment>().Clock));
}
