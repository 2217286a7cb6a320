using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>Mends a request that a provider refused for a reason of its own, so that it is sent once more.</summary>
internal interface IRequestRepair
{
    /// <summary>Mends a request.</summary>
    /// <param name="failure">Why the provider refused it with status 400.</param>
    /// <param name="protocol">The protocol of the request.</param>
    /// <param name="body">The body that was sent.</param>
    /// <returns>The body to send and the name of what it lost; null if another try would not help.</returns>
    (byte[] Body, string Lost)? Repair(UpstreamFailure failure, WireProtocol protocol, ReadOnlyMemory<byte> body);
}
