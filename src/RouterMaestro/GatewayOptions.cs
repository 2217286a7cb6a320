using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro;

/// <summary>How a gateway is set up.</summary>
public sealed record GatewayOptions
{
    /// <summary>
    /// Gets the address to listen on: <c>localhost</c>, the default, for both loopback addresses; an IP address; or <c>*</c> for
    /// every network of the machine.
    /// </summary>
    public string Host { get; init; } = "localhost";

    /// <summary>Gets the port to listen on, 0 to 65535; 0 takes any free one. The default is 8080.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>
    /// Gets the key that clients must send. Null, the default, takes <c>ROUTER_MAESTRO_API_KEY</c>, else the key in
    /// <c>contexts.json</c>, else makes one and keeps it there.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>Gets the key of the admin routes; null, the default, takes <c>ROUTER_MAESTRO_ADMIN_KEY</c>, else <see cref="ApiKey"/>.</summary>
    public string? AdminKey { get; init; }

    /// <summary>Gets where the configuration is; the current user's folders by default.</summary>
    public ConfigPaths Paths { get; init; } = ConfigPaths.FromEnvironment();

    /// <summary>Gets what reads environment variables, keys above all; the process's own by default.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Gets the least log level that is written to standard error; ASP.NET Core's own begins at Warning.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Gets how long answers under way may go on once the gateway is told to stop. The default is 30 seconds.</summary>
    public TimeSpan DrainPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets what adds to the router or replaces parts of it, after everything else was registered.</summary>
    public Action<IRouterMaestroBuilder>? Configure { get; init; }
}
