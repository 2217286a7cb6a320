using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Reads and changes a gateway's routing settings, also while others do.</summary>
internal sealed class RoutingEditor(GatewayClient client)
{
    private const string Path = "priorities";
    private const int MaxAttempts = 5;

    /// <summary>Reads the settings.</summary>
    public async Task<RoutingContract> ReadAsync(CancellationToken cancellationToken)
    {
        var settings = await client.GetAsync(Path, AdminJson.Default.RoutingContract, cancellationToken);

        // any object can be read as settings, but only a gateway numbers them
        return settings.Revision is null ? throw client.NotAGateway() : settings;
    }

    /// <summary>Changes the settings.</summary>
    /// <param name="change">Returns the members to change; it is called again if another client changed the settings in between.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The settings in effect.</returns>
    /// <exception cref="CommandFailedException">The gateway refuses, or others were faster each time.</exception>
    public async Task<RoutingContract> ChangeAsync(Func<RoutingContract, JsonObject> change, CancellationToken cancellationToken)
    {
        for (var attempts = 0; attempts < MaxAttempts; attempts++)
        {
            var settings = await ReadAsync(cancellationToken);
            var patch = new RoutingContract(change(settings), settings.Revision);
            if (await client.PatchAsync(Path, patch, AdminJson.Default.RoutingContract, cancellationToken) is { } changed)
            {
                return changed;
            }
        }

        throw new CommandFailedException("Others keep changing the settings: try again.");
    }

    /// <summary>Returns the members that set the priorities.</summary>
    public static JsonObject WithPriorities(IEnumerable<string> ids) => new() { ["priorities"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) };
}
