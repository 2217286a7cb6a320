using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore.Auth;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Cli.Doctor;

/// <summary>
/// A gateway in this process with the files and the environment of this user: it tells the configuration as <c>server start</c> would read it,
/// and can be called where none runs. It records nothing, stores no key, and is for this command alone.
/// </summary>
internal sealed class SpareGateway(ConfigPaths paths, CliEnvironment environment)
{
    private readonly string _key = RandomKey.Create();
    private GatewayHost? _host;
    private GatewayConfiguration? _configuration;

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="GatewaySetupException">A variable that the gateway needs for its start is not valid.</exception>
    public GatewayConfiguration Configuration => _configuration ??= Host.Services.GetRequiredService<IGatewayConfigurationSource>().Load();

    private GatewayHost Host => _host ??= GatewayHost.Create(new GatewayOptions
    {
        Host = "127.0.0.1",
        Port = 0,
        ApiKey = _key,
        AdminKey = _key,
        Paths = paths,
        Variable = environment.Variable,
        LogLevel = LogLevel.None,
        DrainPeriod = TimeSpan.Zero,
        RecordUsage = false,
        Configure = static router => router.Services.AddSingleton<ConfigurationPreview>(),
    });

    /// <summary>Starts it.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    public async Task<GatewayAddress> StartAsync(CancellationToken cancellationToken)
    {
        await Host.StartAsync(cancellationToken);
        return new(GatewayEndpoint.Parse(Host.Address.AbsoluteUri), _key);
    }

    /// <summary>Ends it, if it was used at all. The host of the commands cannot dispose of what needs time for it.</summary>
    public ValueTask StopAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
