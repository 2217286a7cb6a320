using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Importing;

/// <summary>The configuration that an import goes into.</summary>
/// <param name="Providers">The providers.</param>
/// <param name="ProvidersRevision">The version of the providers.</param>
/// <param name="Routing">The routing settings, as in <c>priorities.json</c>.</param>
/// <param name="RoutingRevision">The version of the routing settings.</param>
internal sealed record CurrentConfiguration(IReadOnlyList<CurrentProvider> Providers, string ProvidersRevision, JsonObject Routing, string RoutingRevision);

/// <summary>A provider that exists.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Source">Where it is configured: <c>file</c>, <c>code</c> or <c>built_in</c>.</param>
/// <param name="BaseUrl">Its address; null if its entry is not usable.</param>
internal sealed record CurrentProvider(string Name, string Source, string? BaseUrl);
