using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>Creates providers from profiles.</summary>
internal interface IProviderFactory
{
    /// <summary>Gets the protocols that its providers support.</summary>
    CodecRegistry Codecs { get; }

    /// <summary>Creates a provider. The caller disposes of it if it is disposable.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="key">The source of the configured key.</param>
    /// <param name="limits">The time limits, of which the connect limit is used.</param>
    IProvider Create(ProviderProfile profile, ICredentialSource key, TimeLimits limits);
}
