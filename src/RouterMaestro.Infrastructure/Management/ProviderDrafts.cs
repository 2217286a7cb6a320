using System.Text.Json.Nodes;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Validates new versions of <c>providers.json</c> as a reload would, before they are written.</summary>
internal sealed class ProviderDrafts(GatewayConfigurationSource source, ProviderProbe probe, CodecRegistry codecs, ProviderModules modules)
{
    /// <summary>Validates a new version and the entry that is new in it.</summary>
    /// <param name="text">The text of the version.</param>
    /// <param name="name">The name of the entry.</param>
    /// <param name="errors">The errors of the entry, each with its path; empty if it is valid.</param>
    /// <returns>The entry; null if it has errors.</returns>
    /// <exception cref="Domain.Failures.RouterException">The version is broken elsewhere.</exception>
    public ProviderDraft? Read(byte[] text, string name, out EquatableArray<string> errors)
    {
        var found = new ConfigErrors(ProvidersFile.Name);
        var file = ProvidersFile.Read(ConfigFile.Parse(text, found), codecs, modules, found);
        if (file.Refused.FirstOrDefault(refused => IsNamed(refused.Id, name)) is { } own)
        {
            errors = own.Errors;
            return null;
        }

        CheckRest(found);
        var entry = file.Entries.First(entry => IsNamed(entry.Id, name));
        var provider = source.Build(entry, out var problems);
        errors = provider is null ? problems.Select(p => p.Message).ToEquatableArray()
            : probe.ErrorOf(provider) is { } error ? [error]
            : [];
        return provider is null || !errors.IsEmpty ? null : new(provider, [.. found.Messages, .. WarningsOf(entry, provider)]);
    }

    /// <summary>Validates a new version that lacks an entry.</summary>
    /// <param name="text">The text of the version.</param>
    /// <exception cref="Domain.Failures.RouterException">The version is broken.</exception>
    public void Check(byte[] text)
    {
        var found = new ConfigErrors(ProvidersFile.Name);
        ProvidersFile.Read(ConfigFile.Parse(text, found), codecs, modules, found);
        CheckRest(found);
    }

    /// <summary>Reads an entry that is in no file.</summary>
    public ProviderDraft? Read(string name, JsonObject entry, out EquatableArray<string> errors)
    {
        errors = ErrorsOf(name, entry);
        return errors.IsEmpty ? Read(JsonTextEdit.Set("{}"u8, ProvidersFile.List, name, entry), name, out errors) : null;
    }

    /// <summary>Returns what may not stand in an entry that comes from a caller, each with its path.</summary>
    /// <param name="name">The name of the entry.</param>
    /// <param name="entry">The entry, or a patch of one.</param>
    public static EquatableArray<string> ErrorsOf(string name, JsonObject entry)
    {
        if (EntryRules.ErrorOfId(name) is { } error)
        {
            return [$"the name {error}"];
        }

        var path = $"{ProvidersFile.List}.{name}";
        var repeated = (entry["headers"] as JsonObject ?? []).GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1);
        return LiteralSecrets.Find(path, entry).Concat(repeated.Select(group => $"{path}.headers names {group.Key} twice")).ToEquatableArray();
    }

    // a version with any error would be set aside, together with the change
    private static void CheckRest(ConfigErrors found)
    {
        if (found.IsBroken)
        {
            throw ConfigurationWrites.Refused(
                "config_file_broken", $"providers.json has another error, so that the change would have no effect: correct it first. {found.Messages[0]}.");
        }
    }

    private static IEnumerable<string> WarningsOf(ProviderEntry entry, ConfiguredProvider provider)
    {
        if (entry.KeyVariable is not { } variable || provider.KeySource is KeySource.Environment or KeySource.Code)
        {
            return [];
        }

        var meanwhile = provider switch
        {
            { KeySource: KeySource.KeyFile } => "until then the key of auth.json is used",
            { Profile.Status: ProviderStatus.NeedsKey } => "until then the provider is not used",
            _ => "until then requests are sent without a key",
        };
        return [provider.Profile.KeyVariable is null
            ? $"this gateway reads no environment variables, so that {variable} has no effect"
            : $"{variable} is not set in the gateway's environment: start the gateway with it; {meanwhile}"];
    }

    private static bool IsNamed(string id, string name) => id.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A valid entry that is not in effect yet.</summary>
/// <param name="Provider">The provider as it would be.</param>
/// <param name="Warnings">What the operator should know.</param>
internal sealed record ProviderDraft(ConfiguredProvider Provider, EquatableArray<string> Warnings);
