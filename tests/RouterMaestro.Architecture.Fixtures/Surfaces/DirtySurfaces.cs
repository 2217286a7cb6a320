using MediatR;

namespace RouterMaestro.Surfaces.Fixtures;

/// <summary>A façade shows no mediator: not as a parameter, a result, a property or a constraint.</summary>
public sealed class DirtyFacade(IMediator mediator)
{
    /// <summary>Gets a request.</summary>
    public IReadOnlyList<IRequest<int>> Pending { get; } = [];

    /// <summary>Sends a request.</summary>
    /// <param name="requests">The requests.</param>
    public Task Send(params IRequest<int>[] requests) => mediator.Send(requests[0]);

    /// <summary>Takes only requests.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    public Type Wrap<TRequest>()
        where TRequest : IBaseRequest => typeof(TRequest);
}

/// <summary>A request that is none of those that a host may send.</summary>
public sealed record DirtyHostRequest : IRequest<int>;

/// <summary>Takes only requests.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
public abstract record DirtyHostRequest<TRequest>
    where TRequest : IRequest<int>;

/// <summary>Keeps the mediator to itself, so no rule may name it.</summary>
public sealed class CleanSurface
{
    private readonly IMediator? _mediator;

    internal CleanSurface(IMediator mediator) => _mediator = mediator;

    /// <summary>A nested type counts too.</summary>
    public sealed class Nested;

    /// <summary>Sends a request.</summary>
    public Task<int> SendAsync() => _mediator!.Send(new CleanRequest());

    internal sealed record CleanRequest : IRequest<int>;
}
