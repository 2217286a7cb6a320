using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.Application.Models;

/// <summary>Registers the requests that list and find models.</summary>
internal static class ModelsServiceCollectionExtensions
{
    public static IServiceCollection AddModels(this IServiceCollection services) => services
        .AddHandler<ListModels, EquatableArray<ModelCard>, ListModelsHandler>()
        .AddHandler<FindModel, ModelCard, FindModelHandler>()
        .AddHandler<FindNamedModel, NamedModel, FindNamedModelHandler>()
        .AddHandler<ListNamedModels, EquatableArray<NamedModel>, ListNamedModelsHandler>()
        .AddHandler<ListPrioritizedModels, EquatableArray<PrioritizedModel>, ListPrioritizedModelsHandler>()
        .AddHandler<RefreshModels, int, RefreshModelsHandler>();
}
