using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.AspNetCore.Admin;
using RouterMaestro.AspNetCore.Pipeline;

namespace RouterMaestro.Cli.Tests.Extending;

/// <summary>Counts the models of each provider.</summary>
internal sealed class ModelCountEndpoints(IRouter router) : IAdminFeature
{
    public void Map(AdminRoutes routes) => routes.Map("GET", "/models/count", GetAsync)
        .WithName("CountRouterMaestroModels").Produces<ModelCountContract>();

    private async Task GetAsync(HttpContext http)
    {
        var models = await router.ListModelsAsync(http.RequestAborted);
        var count = new ModelCountContract { Providers = models.CountBy(model => model.Ref.Provider).ToDictionary() };
        await JsonResult.WriteAsync(http, count, ModelCountJson.Default.ModelCountContract);
    }
}

/// <summary>The number of models of each provider.</summary>
internal sealed record ModelCountContract
{
    [JsonPropertyName("providers")]
    public required IReadOnlyDictionary<string, int> Providers { get; init; }
}

/// <summary>Stands for a line in the product's own context, which fixtures cannot change.</summary>
[JsonSerializable(typeof(ModelCountContract))]
internal sealed partial class ModelCountJson : JsonSerializerContext;
