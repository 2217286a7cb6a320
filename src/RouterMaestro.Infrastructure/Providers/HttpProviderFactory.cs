using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Learning;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Resilience;
using RouterMaestro.Infrastructure.Providers.Transport;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>Creates providers that are called over HTTP, from the parts that their modules create.</summary>
internal sealed class HttpProviderFactory(CodecRegistry codecs, TimeProvider clock, ILogger<HttpProvider> logger) : IProviderFactory
{
    // providers are made anew when the configuration changes, and what was learned stays true
    private readonly LearnedFacts _learned = new(clock);

    public CodecRegistry Codecs => codecs;

    public IProvider Create(ProviderProfile profile, ICredentialSource key, TimeLimits limits) =>
        Create(profile, key, UpstreamTransport.Create(limits));

    /// <summary>Creates a provider with connections of the caller's making, which it disposes of.</summary>
    public IProvider Create(ProviderProfile profile, ICredentialSource key, HttpMessageInvoker transport)
    {
        var parts = CreateParts(profile, key, transport);
        var sender = new UpstreamSender(
            new UpstreamResilience(transport, clock, parts.AttemptIdHeader),
            parts.Credentials,
            new UpstreamAuthorization(profile, parts.SendsBearer),
            new SecretMask(profile.Headers, key, parts.Credentials),
            logger);
        var provider = new PacedProvider(new HttpProvider(profile, parts, new UpstreamRoutes(profile, parts, codecs), sender, _learned), clock);
        return parts.Pace is { IsUnlimited: false } pace ? new ThrottledProvider(provider, pace, clock) : provider;
    }

    private static ProviderParts CreateParts(ProviderProfile profile, ICredentialSource key, HttpMessageInvoker transport)
    {
        try
        {
            return profile.Module.Create(new ProviderModuleContext(profile.Id, profile.BaseAddress, key, transport)
            {
                Options = profile.Options,
                StreamUsage = profile.StreamUsage,
                SupportsThinkingParameter = profile.SupportsThinkingParameter,
            });
        }
        catch (Exception exception)
        {
            transport.Dispose();
            throw new InvalidOperationException($"{profile.Module.GetType().FullName} could not create the provider '{profile.Id}': {exception.Message}", exception);
        }
    }
}
