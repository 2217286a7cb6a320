using MediatR;

namespace RouterMaestro.Application.Messaging;

/// <summary>The base of behaviors. Only this class and the registration depend on the signatures of MediatR's version.</summary>
internal abstract class Behavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRouterMaestroRequest, IRequest<TResponse>
{
    Task<TResponse> IPipelineBehavior<TRequest, TResponse>.Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        HandleAsync(request, next.Invoke, cancellationToken);

    protected abstract Task<TResponse> HandleAsync(TRequest request, Func<Task<TResponse>> next, CancellationToken cancellationToken);
}
