using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Importing;

/// <summary>The configuration of a running gateway.</summary>
internal sealed class GatewayTarget(GatewayClient client, ProviderEditor providers, RoutingEditor routing) : IConfigurationTarget
{
    public string Name => $"the gateway at {client.Address}";

    public async Task<CurrentConfiguration> ReadAsync(CancellationToken cancellationToken)
    {
        var list = await providers.ListAsync(cancellationToken);
        var settings = await routing.ReadAsync(cancellationToken);
        return new([.. list.Providers.Select(provider => new CurrentProvider(provider.Name, provider.Source, provider.BaseUrl))], list.Revision, settings.Settings, settings.Revision!);
    }

    public async Task<IReadOnlyList<string>> WriteAsync(ImportChange change, CurrentConfiguration current, CancellationToken cancellationToken)
    {
        List<string> warnings = [];
        var revision = current.ProvidersRevision;
        foreach (var (name, entry) in change.Providers)
        {
            var body = (JsonObject)entry.DeepClone();
            body["revision"] = revision;
            var written = await client.ChangeAsync(HttpMethod.Put, $"providers/{Uri.EscapeDataString(name)}", body, AdminJson.Default.ProviderContract, cancellationToken)
                ?? throw Changed();
            revision = written.Revision;
            warnings.AddRange(written.Warnings ?? []);
        }

        if (change.Routing.Count > 0)
        {
            var patch = new RoutingContract(change.Routing, current.RoutingRevision);
            var written = await client.PatchAsync("priorities", patch, AdminJson.Default.RoutingContract, cancellationToken) ?? throw Changed();
            warnings.AddRange(written.Warnings);
        }

        return warnings;
    }

    private static CommandFailedException Changed() => new("Others have changed the configuration meanwhile: run the command again.");
}
