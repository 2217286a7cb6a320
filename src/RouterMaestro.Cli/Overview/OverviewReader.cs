using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Doctor;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Cli.Stats;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Cli.Overview;

/// <summary>Finds out what there is, within a second.</summary>
internal sealed class OverviewReader(
    GatewayClient client, GatewayLocator locator, ContextStore contexts, StatsClient stats, SpareGateway spare, CliEnvironment environment)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    /// <summary>Finds the facts; what cannot be found in time is left out.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="GatewaySetupException"><c>contexts.json</c> cannot be read.</exception>
    public async Task<OverviewFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var facts = new OverviewFacts(contexts.Current().Name, locator.Locate().Endpoint.GetLeftPart(UriPartial.Authority));
        using var patience = new CancellationTokenSource(_patience, environment.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var today = Task.Run(() => ReadTodayAsync(end.Token), CancellationToken.None);
        try
        {
            return facts with
            {
                Gateway = await client.GetAsync("server", AdminJson.Default.ServerContract, end.Token),
                Today = await today,
            };
        }
        catch (CommandFailedException failure) when (failure.IsUnreachable && facts.Context == GatewayContext.Local)
        {
            return facts with { Providers = FindProviders() };
        }
        catch (CommandFailedException failure)
        {
            return facts with { Problem = failure.Message };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return facts with { Problem = $"The gateway at {facts.Endpoint} does not respond within {_patience.TotalSeconds:0} s." };
        }
    }

    private string[] FindProviders()
    {
        try
        {
            return [.. spare.Configuration.Providers.Where(provider => provider.Profile.Status != ProviderStatus.NeedsKey).Select(provider => provider.Profile.Id)];
        }
        catch (GatewaySetupException)
        {
            return []; // the start says so
        }
    }

    private async Task<StatuslineTodayContract?> ReadTodayAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await stats.GetStatuslineAsync(session: null, cancellationToken)).Today;
        }
        catch (Exception exception) when (exception is CommandFailedException or OperationCanceledException)
        {
            return null; // the gateway records nothing, or the main request says what is wrong
        }
    }
}
