using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Models.Facts;

namespace RouterMaestro.Application.Ports;

/// <summary>Sends calls to a provider.</summary>
public interface IProvider
{
    /// <summary>Gets the provider as configured. It has models only if the configuration lists them.</summary>
    ProviderCard Card { get; }

    /// <summary>
    /// Gets why the provider should be asked after others: words such as "1.5 % of its session limit is left", which follow "since"; null if it need not.
    /// </summary>
    string? ReserveReason => null;

    /// <summary>Gets the guards of the provider's responses, which come before the host's.</summary>
    EquatableArray<IStreamGuard> Guards => [];

    /// <summary>Gets what the provider's answers taught about a model in the last hours: parameters that it refuses, and protocols that it is served in.</summary>
    /// <param name="model">The provider's own id of the model.</param>
    ModelFacts LearnedFactsOf(string model) => ModelFacts.Unknown;

    /// <summary>Sends a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response once its first content has arrived, or the failure. A provider's failure is never an exception.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="Domain.Failures.RouterException">The request cannot be translated because it is not valid.</exception>
    Task<Attempt> SendAsync(CandidateCall call, CancellationToken cancellationToken);

    /// <summary>Returns the fields that a request would lose in translation, without sending it.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The names of the fields; empty if nothing is lost or the provider cannot determine it.</returns>
    /// <exception cref="Domain.Failures.RouterException">The request cannot be translated because it is not valid.</exception>
    EquatableArray<string> LossesOf(CandidateCall call) => [];

    /// <summary>Asks the provider for the token count of a request. The result does not affect the provider's health.</summary>
    /// <param name="call">The call, in the caller's own protocol.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The count, or the reason why there is none. A provider's failure is never an exception.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<ProviderCount> CountTokensAsync(CandidateCall call, CancellationToken cancellationToken) => Task.FromResult(ProviderCount.Unsupported);

    /// <summary>Requests the list of models.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken);
}
