using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.Infrastructure.DependencyInjection;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>
/// Orders the providers: those of the document in its order, then those that the host adds, then the built-in ones. Documents and
/// environment are read only if the host registers them.
/// </summary>
internal sealed class GatewayConfigurationSource(
    RoutingSettingsReader routing,
    HostProviders host,
    ProviderModules modules,
    LiveConfiguration live,
    EnvironmentVariables? environment = null) : IGatewayConfigurationSource
{
    /// <summary>The number of hexadecimal digits of a revision in records: enough to tell versions apart.</summary>
    private const int RevisionDigits = 12;

    public GatewayConfiguration Load()
    {
        live.Read();
        var builder = Builder();
        List<ConfiguredProvider> providers = [];
        var entries = Order(live.HasFeed ? live.Providers.Current.Content : ProvidersFile.None).ToArray();
        foreach (var entry in entries)
        {
            if (builder.Build(entry) is { } provider)
            {
                providers.Add(provider);
            }
        }

        return new(
            live.HasFeed ? live.Routing.Current.Content.Settings : routing.Defaults,
            providers.ToEquatableArray(),
            live.Problems.Concat(builder.Problems).Concat(MentionProblems(entries)).ToEquatableArray(),
            builder.Warnings)
        {
            SettingsRevision = live.HasFeed ? DocumentRevision.Of(live.Routing.Current.Text)[..RevisionDigits] : null,
        };
    }

    public IDisposable? OnChange(Action listener) => live.OnChange(listener);

    /// <summary>Builds a provider as it would be if its entry were in effect, with the keys and addresses in effect.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="problems">The problems with its key and address.</param>
    /// <param name="warnings">The warnings about them, each a sentence.</param>
    /// <returns>The provider; null if there is no valid address.</returns>
    public ConfiguredProvider? Build(ProviderEntry entry, out EquatableArray<ConfigProblem> problems, out EquatableArray<string> warnings)
    {
        var builder = Builder();
        var provider = builder.Build(Over(entry, host.Entries));
        (problems, warnings) = (builder.Problems, builder.Warnings);
        return provider;
    }

    // the routing settings may name providers that no document has
    private IEnumerable<ConfigProblem> MentionProblems(IEnumerable<ProviderEntry> entries)
    {
        if (!live.HasFeed)
        {
            return [];
        }

        // an entry that is not usable is a problem by itself
        string[] ids = [.. entries.Select(entry => entry.Id), .. live.Providers.Current.Content.Refused.Select(refused => refused.Id)];
        var routes = live.Routing.Current;
        return routes.Content.Mentions.Select(mention => mention.ErrorAmong(ids)).OfType<string>()
            .Select(error => new ConfigProblem(PrioritiesFile.Name, error) { Location = routes.Newest.Location });
    }

    private ProfileBuilder Builder() => new(live.HasFeed ? live.Keys.Current.Content : AuthFile.None, environment);

    private IEnumerable<ProviderEntry> Order(ProvidersFile file)
    {
        var added = host.Entries;
        var fromFile = file.Entries.Select(entry => Over(entry, added));

        // keys can only be found where documents or environment may be read
        var builtIn = !live.HasFeed && environment is null
            ? []
            : modules.BuiltIn.Select(module => new ProviderEntry(module.Type, module) { Source = ProviderSource.BuiltIn });

        // a built-in provider must not replace an unusable entry: requests would go to an address that the operator did not choose
        return fromFile.Concat(added).Concat(builtIn).Concat(Accounts())
            .DistinctBy(entry => entry.Id, StringComparer.OrdinalIgnoreCase)
            .ExceptBy(file.Refused.Select(refused => refused.Id), entry => entry.Id, StringComparer.OrdinalIgnoreCase);
    }

    // an account needs no entry once it has a login or key
    private IEnumerable<ProviderEntry> Accounts()
    {
        if (!live.HasFeed)
        {
            return [];
        }

        var keys = live.Keys.Current.Content;
        return keys.Logins.Keys.Concat(keys.Keys.Keys)
            .Select(id => (Id: id, Module: modules.FindAccount(id)))
            .Where(account => account.Module is not null && EntryRules.ErrorOfId(account.Id) is null)
            .Select(account => new ProviderEntry(account.Id, account.Module!) { Source = ProviderSource.BuiltIn });
    }

    // the operator's entry wins over the host's, whose key and address still serve where the entry has none
    private static ProviderEntry Over(ProviderEntry entry, IReadOnlyList<ProviderEntry> added) =>
        added.FirstOrDefault(other => other.Id.Equals(entry.Id, StringComparison.OrdinalIgnoreCase)) is { } below
            ? entry with { Key = below.Key, BaseAddress = entry.BaseAddress ?? below.BaseAddress }
            : entry;
}
