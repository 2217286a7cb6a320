using FluentValidation;
using MediatR;

namespace RouterMaestro.Shapes.Fixtures;

/// <summary>A concrete class is sealed.</summary>
internal class DirtyOpenClass
{
    /// <summary>Also when it is nested.</summary>
    internal record Inner(int Value);
}

/// <summary>Sealed, so no rule may name it.</summary>
internal sealed class CleanClass
{
    /// <summary>A lambda, so that the compiler adds types of its own.</summary>
    public static Func<int, int> Add(int number) => other => number + other;
}

/// <summary>A request that the dirty handler takes.</summary>
public sealed record DirtyRequest : IRequest<int>
{
    /// <summary>A handler is internal.</summary>
    public sealed class Handler : IRequestHandler<DirtyRequest, int>
    {
        /// <inheritdoc />
        public Task<int> Handle(DirtyRequest request, CancellationToken cancellationToken) => Task.FromResult(0);
    }

    /// <summary>A validator is internal.</summary>
    public sealed class Validator : AbstractValidator<DirtyRequest>;

    /// <summary>A behaviour is internal.</summary>
    public sealed class Behavior : IPipelineBehavior<DirtyRequest, int>
    {
        /// <inheritdoc />
        public Task<int> Handle(DirtyRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<int> next) => next();
    }

    /// <summary>Internal, so no rule may name it.</summary>
    internal sealed class CleanHandler : IRequestHandler<DirtyRequest, int>
    {
        public Task<int> Handle(DirtyRequest request, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
