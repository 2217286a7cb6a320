using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Usage;

namespace RouterMaestro.Usage.Sqlite.Tests;

/// <summary>A store in a folder of its own, filled through the observer as a gateway fills it.</summary>
internal sealed class StoreStage : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly bool _ownsFolder;
    private ServiceProvider _services;
    private bool _isStopped;
    private readonly Action<SqliteUsageOptions>? _configure;

    private StoreStage(string folder, bool ownsFolder, ServiceProvider services, Action<SqliteUsageOptions>? configure) =>
        (Folder, _ownsFolder, _services, _configure) = (folder, ownsFolder, services, configure);

    public string Folder { get; }

    public string File => Path.Combine(Folder, "stats.db");

    public IUsageStore Store => _services.GetRequiredService<IUsageStore>();

    public static async Task<StoreStage> StartAsync(string? folder = null, Action<SqliteUsageOptions>? configure = null)
    {
        var path = folder ?? Directory.CreateTempSubdirectory("usage-").FullName;
        var stage = new StoreStage(path, folder is null, Build(path, configure), configure);
        await stage.Writer.StartAsync(CancellationToken.None);
        return stage;
    }

    private IHostedLifecycleService Writer => (IHostedLifecycleService)_services.GetServices<IHostedService>().Single();

    /// <summary>Ends calls.</summary>
    public void End(params IEnumerable<CallOutcome> outcomes)
    {
        var observer = _services.GetServices<ICallObserver>().Single();
        foreach (var outcome in outcomes)
        {
            observer.OnEnded(outcome);
        }
    }

    /// <summary>Changes a circuit.</summary>
    public void Change(CircuitChange change) => _services.GetRequiredService<ICircuitObserver>().OnChanged(change);

    public static CallOutcome Outcome(int number, CallEnd end = CallEnd.Completed, string model = "one/a", DateTimeOffset? at = null) =>
        new($"req_{number.ToString(CultureInfo.InvariantCulture)}", new RequestFacts(model) { Stream = true }, end)
        {
            StartedAt = at ?? Noon.AddSeconds(number % 3600),
            Model = ModelRef.TryParse(model, out var parsed) ? parsed : null,
            Provider = Domain.Protocols.WireProtocol.OpenAIChat,
            Attempts = 1,
            Usage = new TokenUsage(10, 20, 30, 40, 50),
            TimeToFirstContent = TimeSpan.FromMilliseconds(200),
            Duration = TimeSpan.FromMilliseconds(1200),
            Identity = "laptop",
            UserAgent = "curl/8.5.0",
            SessionId = "session-1",
        };

    /// <summary>Stops the gateway and starts another in the same folder.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>Starts another gateway in the same folder.</summary>
    public async Task StartAgainAsync()
    {
        _services = Build(Folder, _configure);
        _isStopped = false;
        await Writer.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        await Writer.StoppedAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    public Task<UsageReport> AskAsync(UsageDimension by = UsageDimension.None, TimeZoneInfo? zone = null) => Store.QueryAsync(
        new(new(Noon.AddYears(-20), Noon.AddYears(20)), by, zone ?? TimeZoneInfo.Utc), CancellationToken.None);

    /// <summary>Waits until so many requests can be queried.</summary>
    public async Task<UsageTotals> TotalsAsync(long requests) => (await UntilAsync(async () => await TryAskAsync(), r => r?.Totals.Requests >= requests))!.Totals;

    public async Task<UsageStoreStatus> StatusAsync(Func<UsageStoreStatus, bool> condition) => await UntilAsync(() => Task.FromResult(Store.Status), condition);

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()), c => c);

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        return connection;
    }

    public long Scalar(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> condition)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            var value = await ask();
            if (condition(value))
            {
                return value;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"it did not come in 30 seconds; there is {value}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private async Task<UsageReport?> TryAskAsync()
    {
        try
        {
            return await AskAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static ServiceProvider Build(string folder, Action<SqliteUsageOptions>? configure)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IPriceBook, FixedPrices>();
        new Builder(services).UseSqliteUsage(folder, configure);
        return services.BuildServiceProvider();
    }

    private sealed class Builder(IServiceCollection services) : IRouterMaestroBuilder
    {
        public IServiceCollection Services => services;
    }
}
