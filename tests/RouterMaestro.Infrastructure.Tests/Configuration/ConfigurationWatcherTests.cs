using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.Configuration;

[Collection(RealTimeCollection.Name)]
public sealed class ConfigurationWatcherTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan _promised = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly List<ServiceProvider> _services = [];

    [Fact]
    public Task An_edit_is_in_effect_within_two_seconds() => RealTime.HoldsAsync(async () =>
    {
        var gateway = await StartAsync(TimeProvider.System, """{ "priorities": ["a/0"] }""");

        for (var edit = 1; edit <= 3; edit++)
        {
            _folder.With(priorities: $$"""{ "priorities": ["a/{{edit}}"] }""");
            await UntilAsync(gateway, $"a/{edit}", _promised);
        }
    });

    [Fact]
    public async Task A_file_that_replaces_another_is_detected()
    {
        var gateway = await StartAsync(TimeProvider.System, """{ "priorities": ["a/0"] }""");
        var draft = _folder.Paths.PrioritiesFile + "~";

        await File.WriteAllTextAsync(draft, """{ "priorities": ["a/1"] }""");
        File.Move(draft, _folder.Paths.PrioritiesFile, overwrite: true);

        await UntilAsync(gateway, "a/1");
    }

    [Fact]
    public async Task A_folder_created_later_is_detected()
    {
        var gateway = await StartAsync(TimeProvider.System, priorities: null);
        Assert.False(Directory.Exists(_folder.Paths.ConfigDirectory));

        _folder.With(priorities: """{ "priorities": ["a/1"] }""");

        await UntilAsync(gateway, "a/1");
    }

    [Fact]
    public async Task A_link_with_a_new_target_is_detected()
    {
        var gateway = await StartAsync(TimeProvider.System, """{ "priorities": ["a/0"] }""");
        var other = Path.Combine(_folder.Path, "other.json");
        await File.WriteAllTextAsync(other, """{ "priorities": ["a/1"] }""");
        File.Delete(_folder.Paths.PrioritiesFile);
        File.CreateSymbolicLink(_folder.Paths.PrioritiesFile, other);
        await UntilAsync(gateway, "a/1");

        // the folder of the link gets no notification of this
        await File.WriteAllTextAsync(other, """{ "priorities": ["a/2", "a/3"] }""");
        await UntilAsync(gateway, "a/2");
    }

    [Fact]
    public async Task A_change_before_the_watch_starts_is_detected()
    {
        var services = Services(TimeProvider.System, """{ "priorities": ["a/0"] }""");
        var gateway = services.GetRequiredService<GatewayState>();
        Assert.Equal(["a/0"], gateway.Current.Settings.Priorities);

        _folder.With(priorities: """{ "priorities": ["a/1"] }""");
        await StartAsync(services);

        await UntilAsync(gateway, "a/1");
    }

    [Fact]
    public async Task Files_are_read_only_after_they_stop_changing()
    {
        var clock = new FakeTimeProvider();
        var gateway = await StartAsync(clock, """{ "priorities": ["a/0"] }""");
        await LetPassAsync(clock, ConfigurationWatcher.Settling);

        _folder.With(priorities: """{ "priorities": ["a/1"] }""");
        await LetPassAsync(clock, ConfigurationWatcher.Settling / 2);
        Assert.Equal(["a/0"], gateway.Current.Settings.Priorities);

        _folder.With(priorities: """{ "priorities": ["a/1", "a/2"] }""");
        await LetPassAsync(clock, ConfigurationWatcher.Settling);
        Assert.Equal(["a/0"], gateway.Current.Settings.Priorities);

        await LetPassAsync(clock, ConfigurationWatcher.Settling);
        await UntilAsync(gateway, "a/1");
    }

    [Fact]
    public async Task A_watcher_that_is_disposed_without_a_stop_ends()
    {
        var services = Services(TimeProvider.System, """{ "priorities": ["a/0"] }""");
        await StartAsync(services);
        var watcher = Assert.Single(services.GetServices<IHostedService>().OfType<ConfigurationWatcher>());
        _folder.With(priorities: """{ "priorities": ["a/1"] }""");
        await UntilAsync(services.GetRequiredService<GatewayState>(), "a/1");

        watcher.Dispose();

        await watcher.StopAsync(CancellationToken.None).WaitAsync(_patience);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var services in _services)
        {
            foreach (var hosted in services.GetServices<IHostedService>())
            {
                await hosted.StopAsync(CancellationToken.None);
            }

            await services.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    // a turn of the watcher is over in a moment of real time
    private static async Task LetPassAsync(FakeTimeProvider clock, TimeSpan span)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        clock.Advance(span);
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
    }

    private static Task UntilAsync(GatewayState gateway, string first, TimeSpan? promised = null) =>
        RealTime.UntilAsync(() => gateway.Current.Settings.Priorities is [var priority, ..] && priority == first, promised);

    private static async Task StartAsync(ServiceProvider services)
    {
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }
    }

    private async Task<GatewayState> StartAsync(TimeProvider clock, string? priorities)
    {
        var services = Services(clock, priorities);
        await StartAsync(services);
        return services.GetRequiredService<GatewayState>();
    }

    private ServiceProvider Services(TimeProvider clock, string? priorities)
    {
        var builder = new ServiceCollection().AddSingleton(clock).AddRouterMaestro().UseFileConfiguration(_folder.With(priorities: priorities));
        _services.Add(builder.Services.BuildServiceProvider());
        return _services[^1];
    }
}
