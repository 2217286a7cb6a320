using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Outcomes;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Application.Messaging;

/// <summary>Refuses a request that its validators reject.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators, IServiceProvider services) : Behavior<TRequest, TResponse>
    where TRequest : IRouterMaestroRequest, IRequest<TResponse>
{
    private readonly IValidator<TRequest>[] _validators = [.. validators];

    protected override Task<TResponse> HandleAsync(TRequest request, Func<Task<TResponse>> next, CancellationToken cancellationToken)
    {
        if (request is IPrechecked { IsKnownValid: true })
        {
            return next();
        }

        foreach (var validator in _validators)
        {
            if (validator.Validate(request) is { IsValid: false } result)
            {
                var error = result.Errors[0];
                throw Refuse(request, error.CustomState as RouterError ?? RouterError.Invalid(error.PropertyName, error.ErrorMessage));
            }
        }

        return next();
    }

    private RouterException Refuse(TRequest request, RouterError error)
    {
        var exception = new RouterException(error);
        if (request is ICallRequest { Call: { IsWarmup: false } call } refused)
        {
            // only calls have a monitor: translations run without a log
            (services.GetRequiredService<CallMonitor>().Start(call) with { IsCount = refused.IsCount }).Refuse(exception);
        }

        return exception;
    }
}
