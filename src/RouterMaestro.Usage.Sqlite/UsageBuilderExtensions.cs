using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Usage.Sqlite;
using RouterMaestro.Usage.Sqlite.Queries;
using RouterMaestro.Usage.Sqlite.Recording;
using RouterMaestro.Usage.Sqlite.Schema;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the records of requests.</summary>
public static class UsageBuilderExtensions
{
    private const string FileName = "stats.db";

    /// <summary>
    /// Records each request once in <c>stats.db</c>, a SQLite file, and answers queries about them through <see cref="IUsageStore"/>. The file is made
    /// and migrated in the background, and requests are served whatever its state. An <see cref="IUsageStore"/> that is registered earlier is used
    /// instead.
    /// </summary>
    /// <param name="builder">The router.</param>
    /// <param name="folder">The folder of the file, and of <c>usage.key</c>, by which sessions are hashed.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The router.</returns>
    public static IRouterMaestroBuilder UseSqliteUsage(this IRouterMaestroBuilder builder, string folder, Action<SqliteUsageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var services = builder.Services;
        if (services.Any(s => s.ServiceType == typeof(IUsageStore)))
        {
            return builder;
        }

        services.AddOptions<SqliteUsageOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteUsageOptions>, SqliteUsageOptionsValidator>());
        services.TryAddSingleton<IPriceBook, UnknownPrices>();
        services.AddSingleton(new StoreFile(Path.Combine(Path.GetFullPath(folder), FileName)));
        services.AddSingleton<StoreState>();
        services.AddSingleton<RecordingSettings>();
        services.AddSingleton(provider => new UsageQueue(provider.GetRequiredService<IOptions<SqliteUsageOptions>>().Value.MaxWaiting));
        services.AddSingleton<UsageRecorder>();
        services.AddSingleton<BatchWriter>();
        services.AddSingleton<ICallObserver>(provider => provider.GetRequiredService<UsageRecorder>());
        services.AddSingleton<ICircuitObserver>(provider => provider.GetRequiredService<UsageRecorder>());
        services.AddSingleton<IUsageStore, SqliteUsageStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UsageWriter>());
        return builder;
    }
}
