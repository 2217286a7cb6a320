using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RouterMaestro.AspNetCore.Admin;
using RouterMaestro.Control;
using RouterMaestro.Limits;

namespace RouterMaestro;

/// <summary>A complete gateway with providers, routing and HTTP API, as the command line runs it.</summary>
/// <example>
/// <code>
/// await using var gateway = GatewayHost.Create(new GatewayOptions { Port = 0, ApiKey = "sk-test" });
/// await gateway.StartAsync();
/// // call gateway.Addresses[0]
/// </code>
/// </example>
public sealed partial class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ApiKeyStore _keys;

    private GatewayHost(WebApplication app, ApiKeyStore keys, GatewayKey key, TimeSpan drainPeriod) => (_app, _keys, Key, DrainPeriod) = (app, keys, key, drainPeriod);

    /// <summary>Gets the key that clients must send.</summary>
    public GatewayKey Key { get; }

    /// <summary>Gets the services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Gets the time that calls under way have after a request to stop.</summary>
    internal TimeSpan DrainPeriod { get; }

    /// <summary>Gets the listening addresses; empty before the start.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];

    /// <summary>Gets the address of the gateway for clients on this machine.</summary>
    /// <exception cref="InvalidOperationException">The gateway has not been started.</exception>
    public Uri Address => Addresses is [var first, ..]
        ? ListeningAddress.Reachable(first)
        : throw new InvalidOperationException("The gateway listens on no address before it is started.");

    /// <summary>Creates a gateway that depends only on its options. It reads no settings files and variables of ASP.NET Core and handles no signals.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="GatewaySetupException">An option is invalid, or <c>contexts.json</c> cannot be used.</exception>
    public static GatewayHost Create(GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(GatewayHost).Assembly.GetName().Name });
        builder.UseGatewayServer(options);
        return Compose(builder, options);
    }

    /// <summary>
    /// Creates a gateway on an existing host builder, which decides on addresses, logging and signals; the options for those are ignored.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="builder">The host builder.</param>
    /// <exception cref="GatewaySetupException">The drain period is invalid, or <c>contexts.json</c> cannot be used.</exception>
    public static GatewayHost Create(GatewayOptions options, WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddConnectionGate();
        return Compose(builder, options);
    }

    /// <summary>Starts the gateway, and stores the key if it is new.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="GatewaySetupException">The address cannot be listened on, or the key cannot be stored.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (ListeningAddress.Explain(exception) is { } reason)
        {
            throw new GatewaySetupException(reason, exception);
        }

        Services.GetRequiredService<ServerFacts>().Addresses = Addresses;

        // only now: the handles that the gateway itself needs are open
        Services.GetRequiredService<ConnectionGate>().ReadLimit();

        // only now: a failed start must not store a key that has not been logged
        if (Key.Source == GatewayKeySource.Generated)
        {
            _keys.SaveGenerated(Key);
            LogNewKey(Services.GetRequiredService<ILogger<GatewayHost>>(), _keys.File);
        }
    }

    /// <summary>
    /// Stops accepting requests and waits for the calls under way, for the drain period at most. Those that are left then end with an error of
    /// their protocol.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait and the responses.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    /// <summary>Waits for a request to stop, then stops.</summary>
    /// <param name="cancellationToken">Requests the stop.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static GatewayHost Compose(WebApplicationBuilder builder, GatewayOptions options)
    {
        var keys = new ApiKeyStore(new ContextStore(options.Paths.ContextsFile), options.Variable);
        var key = keys.Choose(options.ApiKey);
        var adminKey = keys.ChooseAdmin(options.AdminKey);
        builder.Services.AddSingleton(options.TimeProvider);
        var drainPeriod = DrainTimeout.Choose(options.DrainPeriod, options.Variable);
        var memoryShare = MemoryShare.Choose(options.Variable);
        builder.Services.AddGatewayLimits(drainPeriod);
        builder.Services.AddHostedService<CallWarmup>();
        var router = builder.Services.AddRouterMaestro(router => router.MemoryShare = memoryShare)
            .UseFileConfiguration(options.Paths)
            .UseEnvironmentKeys(options.Variable)
            .UseKeyFile(options.Paths.KeysFile)

            // one key opens both, unless there is one for operators
            .AddHttpApi(http => (http.ApiKey, http.AdminKey, http.DrainPeriod) = (key.Value, adminKey ?? key.Value, drainPeriod));
        options.Configure?.Invoke(router);

        // after it: a store of the host's own is used instead
        if (options.RecordUsage)
        {
            router.UseSqliteUsage(options.Paths.DataDirectory);
        }

        builder.Services.AddSingleton(new ServerFacts(options.Paths.ConfigDirectory, options.Paths.DataDirectory));
        var app = builder.Build();
        app.MapRouterMaestro();
        app.MapRouterMaestroStatus();
        if (options.Control is { } control)
        {
            new ControlEndpoints(control, drainPeriod).Map(app);
        }

        app.MapRouterMaestroFallback();
        return new GatewayHost(app, keys, key, drainPeriod);
    }

    [LoggerMessage(4001, LogLevel.Information, "There was no gateway key: a new one is stored in {File}")]
    private static partial void LogNewKey(ILogger logger, string file);
}
