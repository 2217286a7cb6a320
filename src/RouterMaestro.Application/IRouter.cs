using System.Diagnostics.CodeAnalysis;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Application;

/// <summary>Routes calls from code within the process.</summary>
[SuppressMessage("ApiDesign", "RS0026:Do not add multiple public overloads with optional parameters", Justification = "The overloads differ in their first parameter; only the token is optional.")]
public interface IRouter
{
    /// <summary>Asks a model, or the first one that can serve, and waits for the whole response.</summary>
    /// <param name="model">A qualified id (<c>provider/model-id</c>), an alias, or <c>router-maestro</c> for the priorities.</param>
    /// <param name="text">What the user says.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response; its <see cref="ChatResponse.Model"/> is the qualified id of the model that responded.</returns>
    /// <exception cref="Domain.Failures.RouterException">The request is not valid, or no model could serve it; the error says why, with status and model.</exception>
    Task<ChatResponse> AskAsync(string model, string text, CancellationToken cancellationToken = default);

    /// <summary>Continues a conversation and waits for the whole response.</summary>
    /// <param name="request">The conversation; its <see cref="ChatRequest.Stream"/> has no effect.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response; its <see cref="ChatResponse.Model"/> is the qualified id of the model that responded.</returns>
    /// <exception cref="Domain.Failures.RouterException">The request is not valid, or no model could serve it; the error says why, with status and model.</exception>
    Task<ChatResponse> AskAsync(ChatRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks a model, or the first one that can serve, and streams the response.</summary>
    /// <param name="model">A qualified id (<c>provider/model-id</c>), an alias, or <c>router-maestro</c> for the priorities.</param>
    /// <param name="text">What the user says.</param>
    /// <param name="cancellationToken">Cancels the call and the stream.</param>
    /// <returns>
    /// The events; the call is made when their enumeration begins, and its connection is released when the enumeration ends, early too. The first
    /// event names the model that responds by its qualified id, the last one is <see cref="ChatEvent.Completed"/>. <c>ReadTextAsync()</c> reads the
    /// text alone.
    /// </returns>
    /// <exception cref="Domain.Failures.RouterException">
    /// The request is not valid, no model could serve it, or the stream broke off; thrown by the enumeration.
    /// </exception>
    IAsyncEnumerable<ChatEvent> StreamAsync(string model, string text, CancellationToken cancellationToken = default);

    /// <summary>Continues a conversation and streams the response.</summary>
    /// <param name="request">The conversation; its <see cref="ChatRequest.Stream"/> has no effect.</param>
    /// <param name="cancellationToken">Cancels the call and the stream.</param>
    /// <returns>The events, as those of a single question.</returns>
    /// <exception cref="Domain.Failures.RouterException">
    /// The request is not valid, no model could serve it, or the stream broke off; thrown by the enumeration.
    /// </exception>
    IAsyncEnumerable<ChatEvent> StreamAsync(ChatRequest request, CancellationToken cancellationToken = default);

    /// <summary>Relays a call to the models that can serve it, until one responds. <c>AskAsync</c> and <c>StreamAsync</c> are simpler.</summary>
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
