using System.Diagnostics.CodeAnalysis;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RouterMaestro.Application.Messaging;

/// <summary>Registers the mediator, and handlers with their validators by name. It scans no assembly.</summary>
internal static class MessagingServiceCollectionExtensions
{
    /// <summary>Registers the mediator and the behaviors, in the order in which they run.</summary>
    public static IServiceCollection AddMessaging(this IServiceCollection services)
    {
        // singletons, so that a call on the relay path opens no scope
        services.TryAddSingleton<ServiceFactory>(provider => provider.GetService!);
        services.TryAddSingleton<IMediator, Mediator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>)));
        return services;
    }

    /// <summary>Registers the handler of a request.</summary>
    public static IServiceCollection AddHandler<TRequest, TResponse, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services)
        where TRequest : IRequest<TResponse>, IRouterMaestroRequest
        where THandler : class, IRequestHandler<TRequest, TResponse>
    {
        services.TryAddSingleton<IRequestHandler<TRequest, TResponse>, THandler>();
        return services;
    }

    /// <summary>Registers the handler of a request and the validator that runs before it.</summary>
    public static IServiceCollection AddHandler<
        TRequest,
        TResponse,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(this IServiceCollection services)
        where TRequest : IRequest<TResponse>, IRouterMaestroRequest
        where THandler : class, IRequestHandler<TRequest, TResponse>
        where TValidator : class, IValidator<TRequest>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidator<TRequest>, TValidator>());
        return services.AddHandler<TRequest, TResponse, THandler>();
    }
}
