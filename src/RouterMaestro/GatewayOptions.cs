using System.Text;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro;

/// <summary>The options of a gateway.</summary>
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
    /// <c>contexts.json</c>, else generates one and stores it there.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>Gets the key of the admin routes; null, the default, takes <c>ROUTER_MAESTRO_ADMIN_KEY</c>, else <see cref="ApiKey"/>.</summary>
    public string? AdminKey { get; init; }

    /// <summary>Gets the paths of the configuration; the current user's folders by default.</summary>
    public ConfigPaths Paths { get; init; } = ConfigPaths.FromEnvironment();

    /// <summary>Gets the function that reads environment variables such as keys; the default reads those of the process.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Gets the minimum log level for standard error; for ASP.NET Core it is Warning or higher.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>
    /// Gets the time that calls under way have after a request to stop; then each of them ends with an error of its protocol. Null, the default,
    /// takes the seconds of <c>ROUTER_MAESTRO_DRAIN_TIMEOUT</c>, else 30 seconds.
    /// </summary>
    public TimeSpan? DrainPeriod { get; init; }

    /// <summary>Gets whether requests are recorded in <c>stats.db</c> in the data folder. The default is true.</summary>
    public bool RecordUsage { get; init; } = true;

    /// <summary>Gets the clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets a function that extends the router or replaces parts of it. It runs after all other registrations.</summary>
    public Action<IRouterMaestroBuilder>? Configure { get; init; }

    /// <summary>Gets what the starter must know to recognize and stop the gateway; null, the default, for a gateway that only its program stops.</summary>
    internal Control.GatewayControl? Control { get; init; }

    // a record would print the keys
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Host = ").Append(Host).Append(", Port = ").Append(Port);
        return true;
    }
}
