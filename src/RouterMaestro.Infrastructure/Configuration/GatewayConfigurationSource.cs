using Microsoft.Extensions.Options;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.DependencyInjection;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>
/// Orders the providers: those of the file in its order, then those that the host adds, then the built-in ones. Files and
/// environment are read only if the host registers them.
/// </summary>
internal sealed class GatewayConfigurationSource(
    IOptions<RouterMaestroOptions> options,
    HostProviders host,
    ProviderModules modules,
    ConfigurationFiles? files = null,
    EnvironmentVariables? environment = null) : IGatewayConfigurationSource
{
    public GatewayConfiguration Load()
    {
        files?.Read();
        var builder = new ProfileBuilder(files?.Auth.Content ?? AuthFile.None, environment);
        List<ConfiguredProvider> providers = [];
        foreach (var entry in Order(files?.Providers.Content ?? ProvidersFile.None))
        {
            if (builder.Build(entry) is { } provider)
            {
                providers.Add(provider);
            }
        }

        return new(
            files?.Priorities.Content.Settings ?? options.Value.Routing,
            providers.ToEquatableArray(),
            (files?.Problems ?? []).Concat(builder.Problems).ToEquatableArray(),
            builder.Warnings);
    }

    private IEnumerable<ProviderEntry> Order(ProvidersFile file)
    {
        var added = host.Entries;
        var fromFile = file.Entries.Select(entry => Over(entry, added));

        // keys can only be found where files or environment may be read
        var builtIn = files is null && environment is null ? [] : modules.BuiltIn.Select(module => new ProviderEntry(module.Type, module));

        // a built-in provider must not replace an unusable entry: requests would go to an address that the operator did not choose
        return fromFile.Concat(added).Concat(builtIn)
            .DistinctBy(entry => entry.Id, StringComparer.OrdinalIgnoreCase)
            .ExceptBy(file.Refused, entry => entry.Id, StringComparer.OrdinalIgnoreCase);
    }

    // the operator's entry wins over the host's, whose key and address still serve where the entry has none
    private static ProviderEntry Over(ProviderEntry entry, IReadOnlyList<ProviderEntry> added) =>
        added.FirstOrDefault(other => other.Id.Equals(entry.Id, StringComparison.OrdinalIgnoreCase)) is { } below
            ? entry with { Key = below.Key, BaseAddress = entry.BaseAddress ?? below.BaseAddress }
            : entry;
}
