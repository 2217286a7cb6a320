using System.Collections.Frozen;
using System.Text.Json.Nodes;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Settings;

namespace RouterMaestro.Application.Tests.Configuration;

/// <summary>Changes of the routing settings in a store that other gateways change too.</summary>
public sealed class SetRoutingTests
{
    private readonly SharedStore _store = new();

    [Fact]
    public async Task A_change_of_any_revision_is_based_on_what_another_gateway_wrote_meanwhile()
    {
        _store.BeforeWrite = () => _store.Content = RawJson.Parse("""{"theirs":1}""");

        var change = await SendAsync("""{"mine":2}""", revisions: null);

        Assert.IsType<RoutingChange.Done>(change);
        Assert.Equal(RawJson.Parse("""{"theirs":1,"mine":2}"""), _store.Content);
    }

    [Fact]
    public async Task A_change_of_one_revision_is_stale_if_another_gateway_wrote_meanwhile()
    {
        var known = (await _store.ReadAsync(CancellationToken.None)).Revision;
        _store.BeforeWrite = () => _store.Content = RawJson.Parse("""{"theirs":1}""");

        var change = await SendAsync("""{"mine":2}""", [known]);

        Assert.Equal(new RoutingChange.Stale((await _store.ReadAsync(CancellationToken.None)).Revision), change);
        Assert.Equal(RawJson.Parse("""{"theirs":1}"""), _store.Content);
    }

    [Fact]
    public async Task A_patch_changes_only_its_own_members_of_the_stored_document()
    {
        await SendAsync("""{"fallback":{"strategy":"none"}}""", revisions: null);

        Assert.Equal(RawJson.Parse("""{"fallback":{"strategy":"none"}}"""), _store.Content);
    }

    [Fact]
    public async Task A_broken_document_is_not_patched_but_may_be_replaced()
    {
        _store.Problem = "is not valid JSON";

        var exception = await Assert.ThrowsAsync<RouterException>(() => SendAsync("""{"mine":2}""", revisions: null));
        Assert.Equal((409, "config_file_broken"), (exception.Error.Status, exception.Error.Code));

        Assert.IsType<RoutingChange.Done>(await SendAsync("""{"mine":2}""", revisions: null, isPatch: false));
    }

    [Fact]
    public async Task An_unknown_member_is_kept_but_never_added()
    {
        var refused = Assert.IsType<RoutingChange.Invalid>(await SendAsync("""{"typo":1}""", revisions: null));
        Assert.Equal(["typo is not a known member"], refused.Errors);

        _store.Content = RawJson.Parse("""{"typo":1}""");
        Assert.IsType<RoutingChange.Done>(await SendAsync("""{"mine":2}""", revisions: null));
        Assert.Equal(RawJson.Parse("""{"typo":1,"mine":2}"""), _store.Content);
    }

    private Task<RoutingChange> SendAsync(string content, EquatableArray<string>? revisions, bool isPatch = true) =>
        new SetRoutingHandler(_store, new AnySettings(), new NoState()).Handle(new(JsonNode.Parse(content)!.AsObject(), isPatch, revisions), CancellationToken.None);

    private sealed class SharedStore : IRoutingSettingsStore
    {
        public RawJson Content { get; set; } = RawJson.EmptyObject;

        public string? Problem { get; set; }

        public Action? BeforeWrite { get; set; }

        public ValueTask<StoredRoutingSettings> ReadAsync(CancellationToken cancellationToken) =>
            new(new StoredRoutingSettings(RoutingSettings.Default, Content, DocumentRevision.Of(Content)) { Problem = Problem });

        public ValueTask<bool> TryWriteAsync(RawJson content, string revision, CancellationToken cancellationToken)
        {
            BeforeWrite?.Invoke();
            BeforeWrite = null;
            if (DocumentRevision.Of(Content) != revision)
            {
                return new(false);
            }

            Content = content;
            return new(true);
        }
    }

    private sealed class AnySettings : IRoutingSettingsReader
    {
        public RoutingSettings Read(RawJson content, out EquatableArray<string> errors)
        {
            errors = [];
            return RoutingSettings.Default;
        }

        public EquatableArray<string> FindUnknownMembers(RawJson content) =>
            JsonNode.Parse(content.Utf8.Span)!.AsObject().ContainsKey("typo") ? ["typo is not a known member"] : [];
    }

    private sealed class NoState : IGatewayState
    {
        public GatewaySnapshot Current { get; } = new(RouteTable.Empty, FrozenDictionary<string, IProvider>.Empty, [], Codecs.All);

        public ValueTask<GatewaySnapshot> WithModelListsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<GatewaySnapshot> RefreshAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public bool Reload() => true;
    }
}
