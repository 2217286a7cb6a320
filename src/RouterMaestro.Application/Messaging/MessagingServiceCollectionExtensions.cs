using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Configuration;
using RouterMaestro.Application.Models;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain;

namespace RouterMaestro.Application.Messaging;

/// <summary>Registers the mediator, our behaviours in order, and every handler and validator by name: no assembly is scanned.</summary>
internal static class MessagingServiceCollectionExtensions
{
    public static IServiceCollection AddMessaging(this IServiceCollection services)
    {
        // singletons, so that the hot path opens no scope
        services.TryAddSingleton<ServiceFactory>(provider => provider.GetService!);
        services.TryAddSingleton<IMediator, Mediator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>)));

        services.TryAddSingleton<IRequestHandler<RelayChat, ChatReply>, RelayChatHandler>();
        services.TryAddSingleton<IRequestHandler<ForwardStoredResponse, ChatReply>, ForwardStoredResponseHandler>();
        services.TryAddSingleton<IRequestHandler<CountTokens, TokenCount>, CountTokensHandler>();
        services.TryAddSingleton<IRequestHandler<ListModels, EquatableArray<ModelCard>>, ListModelsHandler>();
        services.TryAddSingleton<IRequestHandler<FindModel, ModelCard>, FindModelHandler>();
        services.TryAddSingleton<IRequestHandler<ListNamedModels, EquatableArray<NamedModel>>, ListNamedModelsHandler>();
        services.TryAddSingleton<IRequestHandler<RefreshModels, int>, RefreshModelsHandler>();
        services.TryAddSingleton<IRequestHandler<ListPrioritizedModels, EquatableArray<PrioritizedModel>>, ListPrioritizedModelsHandler>();
        services.TryAddSingleton<IRequestHandler<GetRouting, RoutingDocument>, GetRoutingHandler>();
        services.TryAddSingleton<IRequestHandler<SetRouting, RoutingChange>, SetRoutingHandler>();
        services.TryAddSingleton<IRequestHandler<ExplainRoute, RouteExplanation>, ExplainRouteHandler>();
        services.TryAddSingleton<IRequestHandler<GetHealth, HealthReport>, GetHealthHandler>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidator<RelayChat>, RelayChatValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidator<ForwardStoredResponse>, ForwardStoredResponseValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidator<CountTokens>, CountTokensValidator>());
        return services;
    }
}
