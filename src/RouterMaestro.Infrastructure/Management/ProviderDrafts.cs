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
    /// <summary>Validates a new version and the entry that is new in it. Errors of other entries do not matter: they leave this one usable.</summary>
    /// <param name="text">The text of the version.</param>
    /// <param name="name">The name of the entry.</param>
    /// <param name="known">The unknown members that the version before had, and that may stay.</param>
    /// <param name="errors">The errors of the entry, each with its path; empty if it is valid.</param>
    /// <returns>The entry; null if it has errors.</returns>
    public ProviderDraft? Read(byte[] text, string name, IReadOnlyCollection<string> known, out EquatableArray<string> errors)
    {
        var (file, found) = Parse(text);
        var unknown = found.UnknownMembers.Except(known);
        if (file.Refused.FirstOrDefault(refused => IsNamed(refused.Id, name)) is { } own)
        {
            errors = own.Errors.Concat(unknown).ToEquatableArray();
            return null;
        }

        var entry = file.Entries.First(entry => IsNamed(entry.Id, name));
        var provider = source.Build(entry, out var problems, out var warnings);
        errors = (provider is null ? problems.Select(p => p.Message) : probe.ErrorOf(provider) is { } error ? [error] : []).Concat(unknown).ToEquatableArray();
        if (provider is null || !errors.IsEmpty)
        {
            return null;
        }

        var ownWarnings = found.Messages.Where(message => IsWithin(message, name));
        return new(provider, [.. ownWarnings, .. warnings.Select(warning => warning.TrimEnd('.')), .. WarningsOf(entry, provider)]);
    }

    /// <summary>Returns the unknown members of a version, a message for each.</summary>
    /// <param name="text">The text of the version.</param>
    public IReadOnlyCollection<string> UnknownMembersOf(byte[] text) => Parse(text).Found.UnknownMembers;

    /// <summary>Reads an entry that is in no file. All its errors are found at once.</summary>
    public ProviderDraft? Read(string name, JsonObject entry, out EquatableArray<string> errors)
    {
        var refused = ErrorsOf(name, entry);
        var draft = Read(JsonTextEdit.Set("{}"u8, ProvidersFile.List, name, entry), name, [], out errors);
        errors = refused.Concat(errors).Distinct().ToEquatableArray();
        return errors.IsEmpty ? draft : null;
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

    private (ProvidersFile File, ConfigErrors Found) Parse(byte[] text)
    {
        var found = new ConfigErrors(ProvidersFile.Name);
        return (ProvidersFile.Read(ConfigFile.Parse(text, found), codecs, modules, found), found);
    }

    // the messages of an entry begin with its path
    private static bool IsWithin(string message, string name) =>
        new[] { $"{ProvidersFile.List}.{name}.", $"{ProvidersFile.List}.{name} ", $"{ProvidersFile.List}[\"{name}\"]" }
            .Any(path => message.StartsWith(path, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> WarningsOf(ProviderEntry entry, ConfiguredProvider provider)
    {
        if (provider.KeyProblem is { } problem)
        {
            return [$"{problem}: it is not used"];
        }

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
