using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>Creates providers that are called over HTTP.</summary>
internal sealed class HttpProviderFactory(CodecRegistry codecs, TimeProvider clock, ILogger<HttpProvider> logger) : IProviderFactory
{
    public CodecRegistry Codecs => codecs;

    public IProvider Create(ProviderProfile profile, TimeLimits limits) => new HttpProvider(profile, codecs, limits, clock, logger);
}
