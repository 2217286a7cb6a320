using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Gateways;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Doctor;

/// <summary>What the gateway of the current context says, for all checks: it is asked once.</summary>
internal sealed class GatewayView(GatewayClient client, GatewayLocator locator, ContextStore contexts, TimeProvider clock)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private Task<GatewayAnswer>? _answer;

    /// <summary>Gets whether commands are meant for the gateway on this machine, as they are where <c>contexts.json</c> cannot tell.</summary>
    public bool IsLocal
    {
        get
        {
            try
            {
                return contexts.CurrentName() == GatewayContext.Local;
            }
            catch (GatewaySetupException)
            {
                return true;
            }
        }
    }

    /// <summary>Asks the gateway for its providers, once and for a second at most.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<GatewayAnswer> AskAsync(CancellationToken cancellationToken) => _answer ??= AskOnceAsync(cancellationToken);

    private async Task<GatewayAnswer> AskOnceAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_patience, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        GatewayAddress? address = null;
        var start = clock.GetTimestamp();
        try
        {
            address = locator.Locate();
            var providers = await client.GetAsync("providers", AdminJson.Default.ProviderListContract, end.Token).WaitAsync(end.Token);
            return new(address, providers, Failure: null, clock.GetElapsedTime(start));
        }
        catch (Exception failure) when (failure is CommandFailedException or GatewaySetupException)
        {
            return new(address, Providers: null, failure, clock.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(address, Providers: null, GatewayFailures.Silent(address!, inner: null), clock.GetElapsedTime(start));
        }
    }
}

/// <summary>The answer of a gateway.</summary>
/// <param name="Address">Where it was asked; null if no address is known.</param>
/// <param name="Providers">Its providers; null if it did not say.</param>
/// <param name="Failure">Why it did not; null if it did.</param>
/// <param name="Duration">The time that it took.</param>
internal sealed record GatewayAnswer(GatewayAddress? Address, ProviderListContract? Providers, Exception? Failure, TimeSpan Duration)
{
    /// <summary>Gets whether nothing was reached, so that it is unknown whether a gateway is there.</summary>
    public bool IsUnreachable => Failure is CommandFailedException { IsUnreachable: true };
}
