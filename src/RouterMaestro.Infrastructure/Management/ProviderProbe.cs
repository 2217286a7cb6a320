using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Providers;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Transport;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Asks a provider for its models over connections of its own, and explains a failure.</summary>
internal sealed class ProviderProbe(HttpProviderFactory factory, TimeProvider clock)
{
    /// <summary>The time that a provider has to send its list; less than the command line waits for the gateway.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Returns the reason why the type's module cannot create a provider; null if it can.</summary>
    public string? ErrorOf(ConfiguredProvider configured)
    {
        try
        {
            using var provider = factory.Create(configured.Profile, new ConfiguredCredential(configured.Key), TimeLimits.Default) as IDisposable;
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Asks a provider for its models.</summary>
    /// <param name="configured">The provider.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<ProviderTest> TestAsync(ConfiguredProvider configured, CancellationToken cancellationToken)
    {
        var profile = configured.Profile;
        if (profile.Status == ProviderStatus.NeedsKey)
        {
            var advice = configured.KeyProblem ?? profile.CredentialAdvice;
            return new([], new("no_key", $"'{profile.Id}' has no usable {(profile.Module.Defaults.AcceptsLogin ? "login" : "key")}, so that it was not called: {advice}.", null), TimeSpan.Zero);
        }

        var start = clock.GetTimestamp();
        using var transport = new ObservedTransport(UpstreamTransport.CreateHandler(TimeLimits.Default with { Connect = Limit / 2 }));
        var provider = factory.Create(profile, new ConfiguredCredential(configured.Key), new HttpMessageInvoker(transport, disposeHandler: false));
        using (provider as IDisposable)
        {
            var listing = await AskAsync(provider, cancellationToken).ConfigureAwait(false);
            var failure = listing.Failure is { } reason ? ProbeFailures.Explain(configured, reason, transport.Exception) : null;
            return new(listing.Models.Select(m => m.Ref.Id).ToEquatableArray(), failure, clock.GetElapsedTime(start));
        }
    }

    private async Task<ModelListing> AskAsync(IProvider provider, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await provider.ListModelsAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ModelListing([], new UpstreamFailure(FailureKind.TotalTimeout, ""));
        }
    }

    /// <summary>Keeps the last exception of the HTTP stack, which the failures of calls leave out because they may name hosts.</summary>
    private sealed class ObservedTransport(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public Exception? Exception { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                Exception = null;
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Exception = exception;
                throw;
            }
        }
    }
}
