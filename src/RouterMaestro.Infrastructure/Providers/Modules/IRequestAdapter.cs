using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>Takes out of translated requests what a provider refuses. Requests that pass through stay as they are.</summary>
internal interface IRequestAdapter
{
    /// <summary>Adapts a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="protocol">The protocol in which it is sent.</param>
    /// <param name="model">The model.</param>
    /// <param name="losses">Receives the names of what is taken out.</param>
    /// <returns>The request, or another one.</returns>
    ChatRequest Adapt(ChatRequest request, WireProtocol protocol, ModelRef model, LossSink losses);
}
