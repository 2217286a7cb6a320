using Cocona.Application;
using Cocona.Command.Dispatcher;
using Cocona.CommandLine;
using Cocona.Help;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Cli.Clients;
using RouterMaestro.Cli.Completion;
using RouterMaestro.Cli.Contexts;
using RouterMaestro.Cli.Demo;
using RouterMaestro.Cli.Demo.Steps;
using RouterMaestro.Cli.Doctor.Live;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Importing;
using RouterMaestro.Cli.Lifecycle;
using RouterMaestro.Cli.Logins;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Overview;
using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Cli.Stats;
using RouterMaestro.Cli.Translation;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Cli;

/// <summary>Registers what the commands need.</summary>
internal static class CommandServices
{
    // a gateway that refreshes waits 10 s for slow providers
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddCommandServices(this IServiceCollection services, CliEnvironment environment) => services
        .AddSingleton(environment)
        .AddSingleton(environment.Clock)
        .AddSingleton(Terminals.Create(environment))
        .AddSingleton<ICoconaConsoleProvider, ConsoleStreams>()
        .AddSingleton<ICoconaApplicationMetadataProvider, ProductInfo>()
        .AddSingleton<ICoconaCommandLineParser, StrictCommandLineParser>()
        .AddSingleton<CommandMatcher>()
        .AddSingleton<ICoconaCommandMatcher>(provider => provider.GetRequiredService<CommandMatcher>())
        .AddSingleton<ICoconaCommandHelpProvider, CommandHelp>()
        .AddSingleton(ConfigPaths.FromEnvironment(environment.Variable))
        .AddSingleton(provider => new ContextStore(provider.GetRequiredService<ConfigPaths>().ContextsFile, environment.ContextName))
        .AddSingleton(provider => new ServerFile(provider.GetRequiredService<ConfigPaths>().ServerFile))
        .AddSingleton(provider => new ApiKeyStore(provider.GetRequiredService<ContextStore>(), environment.Variable))
        .AddSingleton<CertificateCheck>()
        .AddSingleton(provider => CreateClient(environment, provider.GetRequiredService<CertificateCheck>()))
        .AddSingleton<GatewayFailures>()
        .AddSingleton<GatewayLocator>()
        .AddSingleton<GatewayClient>()
        .AddSingleton<RoutingEditor>()
        .AddSingleton<ProviderEditor>()
        .AddSingleton<KeyEditor>()
        .AddSingleton<LoginClient>()
        .AddSingleton<SecretPrompt>()
        .AddSingleton<ChoicePrompt>()
        .AddSingleton<TextTable>()
        .AddSingleton<ModelTable>()
        .AddSingleton<PriceReport>()
        .AddSingleton<RoutingReport>()
        .AddSingleton<RouteReport>()
        .AddSingleton<ProviderReport>()
        .AddSingleton<KeyReport>()
        .AddSingleton<AuthReport>()
        .AddSingleton<LoginWait>()
        .AddSingleton<StartReport>()
        .AddSingleton<OfflineTranslator>()
        .AddSingleton<TranslationReport>()
        .AddSingleton<BodyInput>()
        .AddStats()
        .AddOverview()
        .AddClients()
        .AddCompletion()
        .AddLifecycle()
        .AddLogins()
        .AddImporting()
        .AddContexts()
        .AddDoctor()
        .AddSingleton<DemoReport>()
        .AddSingleton<DemoSummary>()
        .AddSingleton<DemoInvitation>()
        .AddSingleton<DemoTour>();

    private static HttpClient CreateClient(CliEnvironment environment, CertificateCheck certificate) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        Proxy = UpstreamProxy.Create(environment.Variable),
        SslOptions = { RemoteCertificateValidationCallback = certificate.Accept },
    })
    {
        Timeout = _patience,
    };
}
