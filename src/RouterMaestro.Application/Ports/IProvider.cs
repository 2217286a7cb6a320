using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Ports;

/// <summary>Somebody who answers calls.</summary>
public interface IProvider
{
    /// <summary>Gets what the configuration says of it; its models only where the configuration lists them.</summary>
    ProviderCard Card { get; }

    /// <summary>Asks for an answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer once its first content is there, or the failure. A provider's failure is never an exception.</returns>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    /// <exception cref="Domain.Failures.RouterException">The request cannot be translated, through a fault of the caller.</exception>
    Task<Attempt> SendAsync(UpstreamCall call, CancellationToken cancellationToken);

    /// <summary>Tells what a request would lose on its way to a candidate, without sending anything.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The names of the fields; none where nothing is lost, or where the provider cannot tell.</returns>
    /// <exception cref="Domain.Failures.RouterException">The request cannot be translated, through a fault of the caller.</exception>
    EquatableArray<string> LossesOf(UpstreamCall call) => [];

    /// <summary>Asks how large a request is, which is no call: it says nothing about the provider's health.</summary>
    /// <param name="call">The call, in the caller's own dialect.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The provider's answer, or why there is none. A provider's failure is never an exception.</returns>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    Task<ProviderCount> CountTokensAsync(UpstreamCall call, CancellationToken cancellationToken) => Task.FromResult(ProviderCount.CannotTell);

    /// <summary>Asks for the list of models.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken);
}
