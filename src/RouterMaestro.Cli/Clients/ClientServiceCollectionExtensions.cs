using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Cli.Clients.Checks;
using RouterMaestro.Cli.Clients.Files;
using RouterMaestro.Cli.Clients.Kinds;
using RouterMaestro.Cli.Clients.Running;
using RouterMaestro.Cli.Clients.Setup;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Clients;

/// <summary>Registers what sets up and runs clients. A client needs one line here.</summary>
internal static class ClientServiceCollectionExtensions
{
    public static IServiceCollection AddClients(this IServiceCollection services) => services
        .AddSingleton<ClientKind, ClaudeCode>()
        .AddSingleton<ClientKind, Codex>()
        .AddSingleton<ClientKind, Opencode>()
        .AddSingleton<ClientKind, CopilotCli>()
        .AddSingleton<KnownClients>()
        .AddSingleton<ClientPlaces>()
        .AddSingleton(provider => new SettingsHistory(Path.Combine(provider.GetRequiredService<ConfigPaths>().DataDirectory, "client-settings.json")))
        .AddSingleton<ClientGateway>()
        .AddSingleton<ModelChoices>()
        .AddSingleton<ClientCheck>()
        .AddSingleton<CheckRunner>()
        .AddSingleton<ConfigWizard>()
        .AddSingleton<SettingsWriter>()
        .AddSingleton<SettingsUndo>()
        .AddSingleton<ConfigReport>()
        .AddSingleton<ClientConfigurator>()
        .AddSingleton<GatewayStarter>()
        .AddSingleton<ClientProcess>()
        .AddSingleton<ClientRunner>();
}
