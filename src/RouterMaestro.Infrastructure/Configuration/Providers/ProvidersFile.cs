using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>The content of <c>providers.json</c>.</summary>
/// <param name="Entries">The usable entries, in the file's order.</param>
/// <param name="Refused">The entries that are not usable.</param>
/// <param name="Problems">The problems found in the file.</param>
internal sealed record ProvidersFile(
    EquatableArray<ProviderEntry> Entries, EquatableArray<RefusedEntry> Refused, EquatableArray<ConfigProblem> Problems)
{
    /// <summary>The member that holds the entries.</summary>
    public const string List = "providers";

    /// <summary>The file's name.</summary>
    public const string Name = "providers.json";

    /// <summary>Gets the content that applies without a file.</summary>
    public static ProvidersFile None { get; } = new([], [], []);

    /// <summary>Reads the file's content.</summary>
    public static ProvidersFile Parse(byte[] bytes, CodecRegistry codecs, ProviderModules modules)
    {
        var errors = new ConfigErrors(Name);
        return Read(ConfigFile.Parse(bytes, errors, List), codecs, modules, errors);
    }

    /// <summary>Reads the file's root. An entry that is not usable does not affect the others, in the first version and in later ones.</summary>
    /// <param name="root">The root; null when there is none.</param>
    /// <param name="codecs">The supported protocols.</param>
    /// <param name="modules">The types.</param>
    /// <param name="errors">Collects the errors.</param>
    public static ProvidersFile Read(ConfigNode? root, CodecRegistry codecs, ProviderModules modules, ConfigErrors errors)
    {
        Dictionary<string, string> seen = new(StringComparer.OrdinalIgnoreCase);
        List<ProviderEntry> entries = [];
        List<RefusedEntry> refused = [];
        var reader = new ProviderEntryReader(codecs, modules, errors);
        foreach (var (name, node) in FindList(root, errors)?.Members() ?? [])
        {
            if (!seen.TryAdd(name, node.Path))
            {
                errors.Add($"{node.Path} is skipped: its name is taken by {seen[name]}");
                continue;
            }

            var own = new ConfigErrors(Name);
            if (reader.Read(name, node with { Errors = own }) is { } entry && own.Errors.Count == 0)
            {
                entries.Add(entry);
            }
            else
            {
                refused.Add(new(name, own.Errors.ToEquatableArray()));
                errors.Add($"{node.Path} is skipped: {string.Join("; ", own.Errors)}");
            }
        }

        root?.ReportUnknownMembers();
        return new(entries.ToEquatableArray(), refused.ToEquatableArray(), errors.Problems.ToEquatableArray());
    }

    // without its list the whole file says nothing, so that it must not end the service of all providers
    private static ConfigNode? FindList(ConfigNode? root, ConfigErrors errors)
    {
        if (root?.Find(List) is not { } list || list.Json.ValueKind == JsonValueKind.Object)
        {
            return root?.Find(List);
        }

        errors.Break("must have an object as its member providers");
        return null;
    }
}

/// <summary>An entry that is not usable.</summary>
/// <param name="Id">The id.</param>
/// <param name="Errors">The errors, each with its path.</param>
internal sealed record RefusedEntry(string Id, EquatableArray<string> Errors);
