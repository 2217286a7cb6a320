using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Application;

/// <summary>Routes calls from code within the process.</summary>
public interface IRouter
{
    /// <summary>Relays a call to the models that can serve it, until one responds.</summary>
    /// <param name="call">The call; dispose it after the reply.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reply; dispose it.</returns>
    /// <exception cref="Domain.Failures.RouterException">The request is not valid, or no model could serve it.</exception>
    Task<ChatReply> RelayAsync(InboundCall call, CancellationToken cancellationToken = default);

    /// <summary>Counts the prompt tokens of a call without sending it. The provider counts if it can; otherwise the gateway estimates.</summary>
    /// <param name="call">The call; dispose it afterwards.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <exception cref="Domain.Failures.RouterException">The request is not valid, or names no model.</exception>
    Task<TokenCount> CountTokensAsync(InboundCall call, CancellationToken cancellationToken = default);

    /// <summary>Lists the usable models.</summary>
    /// <param name="cancellationToken">Cancels the wait for the providers' lists.</param>
    Task<EquatableArray<ModelCard>> ListModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds the model with a name.</summary>
    /// <param name="name">A qualified id, or a bare name.</param>
    /// <param name="cancellationToken">Cancels the wait for the providers' lists.</param>
    /// <exception cref="Domain.Failures.RouterException">There is no such model.</exception>
    Task<ModelCard> FindModelAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Explains the route of a request without calling a provider.</summary>
    /// <param name="facts">The facts of the request that routing reads.</param>
    /// <param name="caller">The caller's protocol; null for callers within the process.</param>
    /// <param name="cancellationToken">Cancels the wait for the providers' lists.</param>
    Task<RouteExplanation> ExplainAsync(RequestFacts facts, WireProtocol? caller = null, CancellationToken cancellationToken = default);

    /// <summary>Explains the route and the losses of a request without calling a provider.</summary>
    /// <param name="call">The request; dispose it afterwards.</param>
    /// <param name="cancellationToken">Cancels the wait for the providers' lists.</param>
    Task<RouteExplanation> ExplainAsync(InboundCall call, CancellationToken cancellationToken);
}
