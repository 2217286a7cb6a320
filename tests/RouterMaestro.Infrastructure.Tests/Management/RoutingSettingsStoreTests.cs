using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.Tests.Management;

/// <summary>What every store of routing settings does, for files and for memory.</summary>
public sealed class RoutingSettingsStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServiceProvider? _services;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_document_is_read_as_it_was_written_with_its_unknown_members(bool files)
    {
        var store = Store(files);
        var empty = await store.ReadAsync(CancellationToken.None);

        Assert.True(await store.TryWriteAsync(RawJson.Parse("""{"priorities":["a/b"],"later":{"x":[1.50]}}"""), empty.Revision, CancellationToken.None));
        Reload();
        var stored = await store.ReadAsync(CancellationToken.None);

        Assert.Equal(RawJson.EmptyObject, empty.Content);
        Assert.Equal(["a/b"], stored.Settings.Priorities);
        Assert.Equal("""{"x":[1.50]}""", JsonNode.Parse(stored.Content.Utf8.Span)!["later"]!.ToJsonString());
        Assert.NotEqual(empty.Revision, stored.Revision);
        Assert.Null(stored.Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_based_on_an_old_revision_changes_nothing(bool files)
    {
        var store = Store(files);
        var old = (await store.ReadAsync(CancellationToken.None)).Revision;
        Assert.True(await store.TryWriteAsync(RawJson.Parse("""{"priorities":["a/b"]}"""), old, CancellationToken.None));

        Assert.False(await store.TryWriteAsync(RawJson.Parse("""{"priorities":["c/d"]}"""), old, CancellationToken.None));

        Reload();
        Assert.Equal(["a/b"], (await store.ReadAsync(CancellationToken.None)).Settings.Priorities);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_many_writes_based_on_one_revision_one_succeeds(bool files)
    {
        var store = Store(files);
        var revision = (await store.ReadAsync(CancellationToken.None)).Revision;

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
            await store.TryWriteAsync(RawJson.Parse($$"""{"priorities":["a/{{n}}"]}"""), revision, CancellationToken.None))));

        Assert.Single(written, true);
    }

    [Fact]
    public async Task An_edit_by_hand_in_the_middle_of_a_write_stays()
    {
        _folder.With(priorities: """{"priorities":["a/b"]}""");
        var feed = new EditedFeed(new FileConfigurationFeed(_folder.Paths), () => _folder.With(priorities: """{"priorities":["by/hand"]}"""));
        _services = new ServiceCollection().AddSingleton<IConfigurationFeed>(feed).AddRouterMaestro().Services.BuildServiceProvider();
        Reload();
        var store = _services.GetRequiredService<IRoutingSettingsStore>();
        var revision = (await store.ReadAsync(CancellationToken.None)).Revision;

        Assert.False(await store.TryWriteAsync(RawJson.Parse("""{"priorities":["c/d"]}"""), revision, CancellationToken.None));

        Reload();
        Assert.Equal(["by/hand"], (await store.ReadAsync(CancellationToken.None)).Settings.Priorities);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_provider_is_set_in_the_file_that_was_edited_by_hand_meanwhile_or_is_stale(bool hasRevision)
    {
        const string Hand = """{"providers":{"hand":{"type":"openai-compatible","baseURL":"http://127.0.0.1:9/v1"}}}""";
        _folder.With(providers: "{}");
        var feed = new EditedFeed(new FileConfigurationFeed(_folder.Paths), () => _folder.With(providers: Hand));
        _services = new ServiceCollection().AddSingleton<IConfigurationFeed>(feed).AddRouterMaestro().Services.BuildServiceProvider();
        Reload();
        var manager = _services.GetRequiredService<IProviderManager>();
        var entry = RawJson.Parse("""{"type":"openai-compatible","baseURL":"http://127.0.0.1:9/v1"}""");

        var change = manager.Set(new("mine", entry, IsPatch: false, hasRevision ? [manager.List().Revision] : null));

        Assert.IsType(hasRevision ? typeof(ProviderChange.Stale) : typeof(ProviderChange.Done), change);
        Assert.Contains("hand", manager.List().Providers.Select(p => p.Name));
        Assert.Equal(!hasRevision, manager.List().Providers.Any(p => p.Name == "mine"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_a_503_with_the_reason_and_without_its_path()
    {
        _folder.With(priorities: "{}");
        var store = Store(files: true);
        var revision = (await store.ReadAsync(CancellationToken.None)).Revision;
        Directory.Delete(_folder.Paths.ConfigDirectory, recursive: true);
        File.WriteAllText(_folder.Paths.ConfigDirectory, "a file where the folder was");

        var exception = await Assert.ThrowsAsync<RouterException>(async () =>
            await store.TryWriteAsync(RawJson.Parse("""{"priorities":["c/d"]}"""), revision, CancellationToken.None));

        Assert.Equal((503, "config_not_written"), (exception.Error.Status, exception.Error.Code));
        Assert.StartsWith("priorities.json cannot be written: ", exception.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, exception.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_layout_of_the_file_is_the_same_revision()
    {
        _folder.With(priorities: """{"later":1,"priorities":["a/b"]}""");
        var store = Store(files: true);
        var revision = (await store.ReadAsync(CancellationToken.None)).Revision;

        _folder.With(priorities: """
            { "priorities": [ "a/b" ],
              "later": 1 }
            """);
        Reload();

        Assert.Equal(revision, (await store.ReadAsync(CancellationToken.None)).Revision);
    }

    [Fact]
    public async Task Settings_in_code_are_read_and_cannot_be_written()
    {
        _services = new ServiceCollection().AddRouterMaestro(o => o.Routing = new() { Priorities = ["a/b"] }).Services.BuildServiceProvider();
        var store = _services.GetRequiredService<IRoutingSettingsStore>();
        var stored = await store.ReadAsync(CancellationToken.None);

        var exception = await Assert.ThrowsAsync<RouterException>(async () =>
            await store.TryWriteAsync(RawJson.EmptyObject, stored.Revision, CancellationToken.None));

        Assert.Equal(["a/b"], stored.Settings.Priorities);
        Assert.Equal((409, "no_file_configuration"), (exception.Error.Status, exception.Error.Code));
    }

    public void Dispose()
    {
        _services?.Dispose();
        _folder.Dispose();
    }

    /// <summary>A feed of files, one of which is edited once, when the gateway begins to write.</summary>
    private sealed class EditedFeed(FileConfigurationFeed files, Action edit) : IConfigurationFeed, IConfigurationWriter
    {
        private Action? _edit = edit;

        public ConfigurationDocuments Read() => files.Read();

        public IDisposable OnChange(Action listener) => files.OnChange(listener);

        public bool TryWrite(ConfigurationPart part, byte[] text, ConfigurationDocument former)
        {
            Interlocked.Exchange(ref _edit, null)?.Invoke();
            return files.TryWrite(part, text, former);
        }
    }

    private IRoutingSettingsStore Store(bool files)
    {
        IRouterMaestroBuilder builder = new ServiceCollection().AddRouterMaestro();
        _services = (files ? builder.UseFileConfiguration(_folder.Paths) : builder.UseInMemoryConfiguration()).Services.BuildServiceProvider();
        Reload();
        return _services.GetRequiredService<IRoutingSettingsStore>();
    }

    private void Reload() => _services!.GetRequiredService<IGatewayState>().Reload();
}
