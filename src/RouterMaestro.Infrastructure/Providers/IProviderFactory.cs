using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>Makes providers of profiles.</summary>
internal interface IProviderFactory
{
    /// <summary>Gets the protocols in which its providers are called.</summary>
    CodecRegistry Codecs { get; }

    /// <summary>Makes a provider, which the caller disposes of when it can be disposed of.</summary>
    /// <param name="profile">What to make it of.</param>
    /// <param name="limits">How long connecting may take.</param>
    IProvider Create(ProviderProfile profile, TimeLimits limits);
}
