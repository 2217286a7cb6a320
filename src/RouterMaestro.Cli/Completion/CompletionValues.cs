using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Cli.Completion;

/// <summary>Finds the values of arguments and options, most of them at the running gateway.</summary>
internal sealed class CompletionValues(GatewayClient client, LoginClient logins, KeyEditor keys, ContextStore contexts, CliEnvironment environment)
{
    // a person waits with a finger on the key
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    /// <summary>Finds the values of a source; none if the gateway cannot be asked, since an error has no place on the line that is being written.</summary>
    /// <param name="source">The source.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<Proposal>> FindAsync(CompletionSource source, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_patience, environment.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return source switch
            {
                CompletionSource.Models => await FindModelsAsync(end.Token),
                CompletionSource.Routes => [.. await FindModelsAsync(end.Token), new(ModelCatalog.AutomaticModel, "the gateway chooses")],
                CompletionSource.Providers => [.. (await client.GetAsync("providers", AdminJson.Default.ProviderListContract, end.Token)).Providers.Select(p => new Proposal(p.Name, p.Type ?? ""))],
                CompletionSource.Logins => [.. (await logins.ListMethodsAsync(end.Token)).Providers.Select(p => new Proposal(p.Provider, p.IsStored ? "stored" : ""))],
                CompletionSource.Keys => [.. (await keys.ListAsync(end.Token)).Keys.Select(key => new Proposal(key.Name))],
                CompletionSource.Contexts => [.. contexts.All().Select(context => new Proposal(context.Name, context.Endpoint))],
                _ => [],
            };
        }
        catch (Exception exception) when (exception is CommandFailedException or GatewaySetupException or OperationCanceledException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<Proposal>> FindModelsAsync(CancellationToken cancellationToken)
    {
        var list = await client.GetAsync("models", AdminJson.Default.ModelListContract, cancellationToken);
        return [.. list.Models.Select(model => new Proposal(model.Id, model.Id.EndsWith(model.Name, StringComparison.Ordinal) ? "" : model.Name))];
    }
}
