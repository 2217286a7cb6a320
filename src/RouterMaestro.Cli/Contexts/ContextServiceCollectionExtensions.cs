using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Cli.Contexts;

/// <summary>Registers what the commands about contexts need.</summary>
internal static class ContextServiceCollectionExtensions
{
    public static IServiceCollection AddContexts(this IServiceCollection services) => services
        .AddSingleton<ContextEditor>()
        .AddSingleton<ContextTester>()
        .AddSingleton<ContextReport>();
}
