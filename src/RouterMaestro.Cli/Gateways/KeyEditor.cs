using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Lists, adds and revokes the named keys of a gateway.</summary>
internal sealed class KeyEditor(GatewayClient client)
{
    private const string Path = "keys";

    /// <summary>Lists the keys.</summary>
    public Task<GatewayKeyListContract> ListAsync(CancellationToken cancellationToken) =>
        client.GetAsync(Path, AdminJson.Default.GatewayKeyListContract, cancellationToken);

    /// <summary>Adds a key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">There is such a key already, or the gateway refuses.</exception>
    public Task<NewGatewayKeyContract> AddAsync(string name, CancellationToken cancellationToken) =>
        client.PostAsync(Path, new JsonObject { ["name"] = name }.ToJsonString(), AdminJson.Default.NewGatewayKeyContract, cancellationToken);

    /// <summary>Revokes a key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">There is no such key, or the gateway refuses.</exception>
    public async Task<RevokedGatewayKeyContract> RevokeAsync(string name, CancellationToken cancellationToken) =>
        name is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal)
            ? (await client.ChangeAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(name)}", change: null, AdminJson.Default.RevokedGatewayKeyContract, cancellationToken))!
            : throw new CommandFailedException($"There is no key '{name}'.");
}
