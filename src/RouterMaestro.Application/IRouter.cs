using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Application;

/// <summary>The documented way into the router from code.</summary>
public interface IRouter
{
    /// <summary>Relays a call to the models that can serve it, until one answers; one about an answer that a provider keeps, to that provider.</summary>
    /// <param name="call">The call; dispose it after the reply.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The reply; dispose it.</returns>
    /// <exception cref="Domain.Failures.RouterException">The request is not valid, or nobody could answer it.</exception>
    Task<ChatReply> RelayAsync(InboundCall call, CancellationToken cancellationToken = default);

    /// <summary>Counts the prompt tokens of a call, without making it: the provider counts where it can be asked, else the gateway estimates.</summary>
    /// <param name="call">The call; dispose it afterwards.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    /// <exception cref="Domain.Failures.RouterException">The request is not valid, or names no model.</exception>
    Task<TokenCount> CountTokensAsync(InboundCall call, CancellationToken cancellationToken = default);

    /// <summary>Lists the models that can be asked.</summary>
    /// <param name="cancellationToken">Ends the wait for the providers' lists.</param>
    Task<EquatableArray<ModelCard>> ListModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds the model that a name stands for.</summary>
    /// <param name="name">A qualified id, or a bare name.</param>
    /// <param name="cancellationToken">Ends the wait for the providers' lists.</param>
    /// <exception cref="Domain.Failures.RouterException">There is no such model.</exception>
    Task<ModelCard> FindModelAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Tells what would be done with a request, without asking any provider.</summary>
    /// <param name="facts">What routing needs to know of the request.</param>
    /// <param name="caller">The caller's dialect; null for callers within the process.</param>
    /// <param name="cancellationToken">Ends the wait for the providers' lists.</param>
    Task<RouteExplanation> ExplainAsync(RequestFacts facts, WireProtocol? caller = null, CancellationToken cancellationToken = default);

    /// <summary>Tells what would be done with a request and what it would lose, without asking any provider.</summary>
    /// <param name="call">The request; dispose it afterwards.</param>
    /// <param name="cancellationToken">Ends the wait for the providers' lists.</param>
    Task<RouteExplanation> ExplainAsync(InboundCall call, CancellationToken cancellationToken);
}
