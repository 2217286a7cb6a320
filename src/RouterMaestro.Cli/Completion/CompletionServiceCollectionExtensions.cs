using Microsoft.Extensions.DependencyInjection;

namespace RouterMaestro.Cli.Completion;

/// <summary>Registers what completion in shells needs.</summary>
internal static class CompletionServiceCollectionExtensions
{
    public static IServiceCollection AddCompletion(this IServiceCollection services) => services
        .AddSingleton<CompletionValues>()
        .AddSingleton<Completer>();
}
