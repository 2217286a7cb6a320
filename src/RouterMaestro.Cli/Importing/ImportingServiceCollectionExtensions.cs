using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Cli.Importing.ClaudeCodeRouter;
using RouterMaestro.Cli.Importing.LiteLlm;
using RouterMaestro.Cli.Importing.OpenCode;
using RouterMaestro.Cli.Importing.Plans;

namespace RouterMaestro.Cli.Importing;

/// <summary>Registers what imports need.</summary>
internal static class ImportingServiceCollectionExtensions
{
    /// <summary>Adds the services. A program whose configuration is read needs one line here, and a command.</summary>
    public static IServiceCollection AddImporting(this IServiceCollection services) => services
        .AddSingleton<IConfigurationReader, LiteLlmReader>()
        .AddSingleton<IConfigurationReader, CcrReader>()
        .AddSingleton<IConfigurationReader, OpenCodeReader>()
        .AddSingleton<GatewayTarget>()
        .AddSingleton<TargetFinder>()
        .AddSingleton<ImportReport>()
        .AddSingleton<Importer>();
}
