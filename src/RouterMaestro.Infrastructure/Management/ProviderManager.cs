using System.Text.Json.Nodes;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Catalog;
using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Manages the providers of <c>providers.json</c>, and shows those of the host and the built-in ones.</summary>
internal sealed class ProviderManager(GatewayState gateway, LiveConfiguration live, ProviderDrafts drafts, ProviderProbe probe) : IProviderManager
{
    private readonly Lock _gate = new();

    public ProviderListing List()
    {
        var refused = live.HasFeed ? live.Providers.Current.Content.Refused.Select(ProviderInfos.Of) : [];
        return new(ProviderInfos.Of(gateway).Concat(refused).ToEquatableArray(), Revision()) { Problems = gateway.Configuration.Problems };
    }

    public ProviderChange Set(ProviderEdit edit) => Change(writer => TrySet(writer, edit));

    public ProviderChange Remove(string name, EquatableArray<string>? revisions) => Change(writer => TryRemove(writer, name, revisions));

    public async Task<ProviderTest?> TestAsync(string name, RawJson? entry, CancellationToken cancellationToken)
    {
        if (entry is not null)
        {
            return drafts.Read(name, JsonTree.Of(entry), out var errors) is { } draft
                ? await probe.TestAsync(draft.Provider, cancellationToken).ConfigureAwait(false)
                : Invalid(errors);
        }

        gateway.Reload();
        if (gateway.Configuration.Providers.FirstOrDefault(p => IsNamed(p.Profile.Id, name)) is { } provider)
        {
            return await probe.TestAsync(provider, cancellationToken).ConfigureAwait(false);
        }

        return Find(name) is { Errors: { IsEmpty: false } found } ? Invalid(found) : null;
    }

    private static ProviderTest Invalid(EquatableArray<string> errors) =>
        new([], new("invalid", $"The entry is not valid: {string.Join("; ", errors)}.", null) { Errors = errors }, TimeSpan.Zero);

    // an entry that is not patched has nothing to remove a header field from
    private static JsonObject WithoutRemovedHeaders(JsonObject entry)
    {
        if (entry["headers"] is JsonObject headers)
        {
            foreach (var (name, _) in headers.Where(header => header.Value is null).ToArray())
            {
                headers.Remove(name);
            }
        }

        return entry;
    }

    private static (string Name, JsonObject? Entry)? FindOne(ProvidersText text, string name) => !text.IsAmbiguous(name)
        ? text.Find(name)
        : throw ConfigurationWrites.Refused(
            "config_file_broken", $"providers.json has two entries of the name '{name}', so that it is not clear which one is meant: remove one by hand first.");

    private static bool IsStale(ProvidersText text, EquatableArray<string>? revisions) => revisions is { } known && !known.Contains(text.Revision);

    // the names of header fields are the same in any case, those of JSON members are not
    private static JsonObject Merge(JsonObject entry, JsonObject change)
    {
        var result = MergePatch.Apply(entry, change);
        if (result["headers"] is JsonObject headers && change["headers"] is JsonObject changed)
        {
            foreach (var (name, _) in changed)
            {
                var others = headers.Select(header => header.Key).Where(other => other != name && other.Equals(name, StringComparison.OrdinalIgnoreCase));
                foreach (var other in others.ToArray())
                {
                    headers.Remove(other);
                }
            }
        }

        // what a change leaves empty was there for the members that it removes
        foreach (var name in new[] { "headers", "options" })
        {
            if (result[name] is JsonObject { Count: 0 } && entry[name] is not JsonObject { Count: 0 })
            {
                result.Remove(name);
            }
        }

        return result;
    }

    private static RouterException NotInFile(ProviderInfo provider) => ConfigurationWrites.Refused(
        "provider_not_in_file",
        provider.Source == ProviderSource.Code
            ? $"'{provider.Name}' is part of the host's program: it cannot be removed from here."
            : $"'{provider.Name}' is part of the gateway and has no entry to remove: without a key ({provider.KeyVariable ?? "none is read"}) it is not used.");

    private static bool IsNamed(string id, string name) => id.Equals(name, StringComparison.OrdinalIgnoreCase);

    // an edit by hand that is not in effect yet must not be overwritten
    private ProvidersText ReadNewest()
    {
        gateway.Reload();
        return ProvidersText.Read(live.Providers.Current.Newest, out var problem)
            ?? throw ConfigurationWrites.Refused("config_file_broken", $"providers.json {problem}. It stays as it is: correct it by hand first.");
    }

    private ProviderChange Change(Func<IConfigurationWriter, ProviderChange?> attempt)
    {
        var writer = ConfigurationWrites.WriterOf(live, "providers");
        lock (_gate)
        {
            while (true)
            {
                // an edit by hand may have come first: the change is then based on it, or is stale
                if (attempt(writer) is { } change)
                {
                    return change;
                }
            }
        }
    }

    private ProviderChange? TrySet(IConfigurationWriter writer, ProviderEdit edit)
    {
        var text = ReadNewest();
        if (IsStale(text, edit.Revisions))
        {
            return new ProviderChange.Stale(text.Revision);
        }

        var former = FindOne(text, edit.Name);
        if (edit.MustBeNew && (former is not null || Find(edit.Name) is not null))
        {
            return new ProviderChange.Exists();
        }

        if (edit.IsPatch && former is null && Find(edit.Name) is null)
        {
            return new ProviderChange.Unknown();
        }

        var (name, change) = (former?.Name ?? edit.Name, JsonTree.Of(edit.Entry));
        var entry = edit.IsPatch ? Merge(former?.Entry ?? [], change) : WithoutRemovedHeaders(change);
        var version = text.With(name, entry);
        var refused = ProviderDrafts.ErrorsOf(name, change);
        var draft = drafts.Read(version, name, drafts.UnknownMembersOf(text.Utf8), out var errors);
        if (draft is null || !refused.IsEmpty)
        {
            return new ProviderChange.Invalid(refused.Concat(errors).Distinct().ToEquatableArray());
        }

        if ((former is null || !JsonNode.DeepEquals(former.Value.Entry, entry)) && !TryWrite(writer, version, text))
        {
            return null;
        }

        return new ProviderChange.Done(Find(draft.Provider.Profile.Id), Revision()) { IsNew = former is null, Warnings = draft.Warnings };
    }

    private ProviderChange? TryRemove(IConfigurationWriter writer, string name, EquatableArray<string>? revisions)
    {
        var text = ReadNewest();
        if (IsStale(text, revisions))
        {
            return new ProviderChange.Stale(text.Revision);
        }

        if (FindOne(text, name) is not { } entry)
        {
            return Find(name) is { } provider ? throw NotInFile(provider) : new ProviderChange.Unknown();
        }

        return TryWrite(writer, text.Without(entry.Name), text) ? new ProviderChange.Done(Find(name), Revision()) : null;
    }

    private bool TryWrite(IConfigurationWriter writer, byte[] version, ProvidersText former)
    {
        var isWritten = ConfigurationWrites.TryWrite(writer, ConfigurationPart.Providers, version, former.Document);
        gateway.Reload();
        return isWritten;
    }

    private ProviderInfo? Find(string name) => List().Providers.FirstOrDefault(provider => IsNamed(provider.Name, name));

    private string Revision() => !live.HasFeed ? DocumentRevision.Of(RawJson.EmptyObject)
        : ProvidersText.Read(live.Providers.Current.Newest, out _)?.Revision ?? DocumentRevision.Of(live.Providers.Current.Text);
}
