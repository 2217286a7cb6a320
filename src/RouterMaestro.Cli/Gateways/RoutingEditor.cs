using System.Text.Json.Nodes;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Reads and changes a gateway's routing settings, also while others do.</summary>
internal sealed class RoutingEditor(GatewayClient client)
{
    private const string Path = "priorities";
    private const int MaxAttempts = 5;

    /// <summary>Reads the settings.</summary>
    public async Task<JsonObject> ReadAsync(CancellationToken cancellationToken) =>
        (await client.SendAsync(HttpMethod.Get, Path, body: null, cancellationToken))!;

    /// <summary>Changes the settings.</summary>
    /// <param name="change">Makes the change of what is there; it is called again if another client changed the settings in between.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is in effect then.</returns>
    /// <exception cref="CommandFailedException">The gateway refuses, or others were faster each time.</exception>
    public async Task<JsonObject> ChangeAsync(Func<JsonObject, JsonObject> change, CancellationToken cancellationToken)
    {
        for (var attempts = 0; attempts < MaxAttempts; attempts++)
        {
            var settings = await ReadAsync(cancellationToken);
            var patch = change(settings);
            patch["revision"] = (string?)settings["revision"];
            if (await client.SendAsync(HttpMethod.Patch, Path, patch, cancellationToken) is { } changed)
            {
                return changed;
            }
        }

        throw new CommandFailedException("Others keep changing the settings: try again.");
    }

    /// <summary>Gets the priorities, the preferred model first.</summary>
    public static List<string> PrioritiesOf(JsonObject settings) =>
        [.. (settings["priorities"] as JsonArray ?? []).OfType<JsonValue>().Select(id => id.ToString())];

    /// <summary>Makes a change of the priorities.</summary>
    public static JsonObject WithPriorities(IEnumerable<string> ids) => new() { ["priorities"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) };
}
