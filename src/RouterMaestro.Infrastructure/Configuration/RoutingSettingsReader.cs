using Microsoft.Extensions.Options;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Files;
using RouterMaestro.Infrastructure.Configuration.Routing;
using RouterMaestro.Infrastructure.DependencyInjection;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Reads the routing settings over those that the host sets in code.</summary>
internal sealed class RoutingSettingsReader(RouteTables tables, IOptions<RouterMaestroOptions> options) : IRoutingSettingsReader
{
    /// <summary>Gets the settings that apply without a document.</summary>
    public RoutingSettings Defaults => options.Value.Routing;

    public RoutingSettings Read(RawJson content, out EquatableArray<string> errors)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (settings, found) = Read(content);
        errors = found.Errors.ToEquatableArray();
        return settings;
    }

    public EquatableArray<string> FindUnknownMembers(RawJson content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Read(content).Found.UnknownMembers.ToEquatableArray();
    }

    /// <summary>Reads the root of a document.</summary>
    /// <param name="root">The root; null when there is none.</param>
    /// <param name="errors">Collects the errors.</param>
    public PrioritiesFile Read(ConfigNode? root, ConfigErrors errors) => PrioritiesFile.Read(root, Defaults, tables.Strategies, errors);

    private (RoutingSettings Settings, ConfigErrors Found) Read(RawJson content)
    {
        var found = new ConfigErrors(PrioritiesFile.Name);
        return (Read(ConfigFile.Parse(content.Utf8.ToArray(), found), found).Settings, found);
    }
}
