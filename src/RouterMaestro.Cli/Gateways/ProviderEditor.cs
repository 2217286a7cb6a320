using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Reads, changes and tests the providers of a gateway.</summary>
internal sealed class ProviderEditor(GatewayClient client)
{
    private const string Path = "providers";
    private const int MaxAttempts = 5;

    /// <summary>Lists the providers.</summary>
    public Task<ProviderListContract> ListAsync(CancellationToken cancellationToken) =>
        client.GetAsync(Path, AdminJson.Default.ProviderListContract, cancellationToken);

    /// <summary>Adds a provider.</summary>
    /// <param name="name">The provider's id.</param>
    /// <param name="entry">The entry, as in <c>providers.json</c>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The file has such a provider already, or the gateway refuses.</exception>
    public async Task<ProviderContract> AddAsync(string name, JsonObject entry, CancellationToken cancellationToken)
    {
        for (var attempts = 0; attempts < MaxAttempts; attempts++)
        {
            var present = await ListAsync(cancellationToken);
            if (present.Providers.FirstOrDefault(p => p.Source == "file" && p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } same)
            {
                throw new CommandFailedException($"There is a provider '{same.Name}' already: change it with 'router-maestro provider set {ShellWord.Of(same.Name)}'.");
            }

            entry["revision"] = present.Revision;
            if (await client.ChangeAsync(HttpMethod.Put, PathOf(name), entry, AdminJson.Default.ProviderContract, cancellationToken) is { } added)
            {
                return added;
            }
        }

        throw new CommandFailedException("Others keep changing the providers: try again.");
    }

    /// <summary>Changes a provider.</summary>
    /// <param name="name">The provider's id.</param>
    /// <param name="patch">The members to change.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<ProviderContract> SetAsync(string name, JsonObject patch, CancellationToken cancellationToken) =>
        (await client.ChangeAsync(HttpMethod.Patch, PathOf(name), patch, AdminJson.Default.ProviderContract, cancellationToken))!;

    /// <summary>Removes a provider.</summary>
    /// <param name="name">The provider's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<ProviderRemovedContract> RemoveAsync(string name, CancellationToken cancellationToken) =>
        (await client.ChangeAsync(HttpMethod.Delete, PathOf(name), change: null, AdminJson.Default.ProviderRemovedContract, cancellationToken))!;

    /// <summary>Makes the gateway ask a provider for its models.</summary>
    /// <param name="name">The provider's id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<ProviderTestContract> TestAsync(string name, CancellationToken cancellationToken) =>
        client.PostAsync(PathOf(name) + "/test", body: null, AdminJson.Default.ProviderTestContract, cancellationToken);

    private static string PathOf(string name) =>
        name.Trim() is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal)
            ? $"{Path}/{Uri.EscapeDataString(name)}"
            : throw new WrongUsageException("A provider's name must not be blank, '.' or '..', and must not contain a slash.");
}
