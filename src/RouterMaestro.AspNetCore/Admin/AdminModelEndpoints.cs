using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.Application.Models;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Models;

namespace RouterMaestro.AspNetCore.Admin;

/// <summary>Lists the models for operators and refreshes them from the providers.</summary>
internal sealed class AdminModelEndpoints(IAdmin admin) : IAdminFeature
{
    public void Map(AdminRoutes routes)
    {
        routes.Map("GET", "/models", ListAsync).WithName("ListRouterMaestroModels").Produces<ModelListContract>();
        routes.Map("POST", "/models/refresh", RefreshAsync).WithName("RefreshRouterMaestroModels").Produces<RefreshContract>();
    }

    private static ModelContract Of(PrioritizedModel model)
    {
        var card = model.Card;
        return new()
        {
            Provider = card.Ref.Provider,
            Id = card.Ref.QualifiedId,
            Name = card.Name,
            Priority = model.Priority,
            Protocols = card.Protocols.IsEmpty ? null : [.. card.Protocols.Select(protocol => protocol.Name)],
            MaxPromptTokens = card.Limits.MaxPromptTokens,
            MaxOutputTokens = card.Limits.MaxOutputTokens,
            MaxContextWindowTokens = card.Limits.ContextWindow,
            Capabilities = new()
            {
                Tools = NameOf(card.Capabilities.Tools),
                Vision = NameOf(card.Capabilities.Vision),
                Reasoning = NameOf(card.Capabilities.Reasoning),
                StructuredOutput = NameOf(card.Capabilities.StructuredOutput),
            },
        };
    }

    private static string NameOf(Support support) => support switch
    {
        Support.Supported => "supported",
        Support.Unsupported => "unsupported",
        _ => "unknown",
    };

    private async Task ListAsync(HttpContext http)
    {
        var models = await admin.ListPrioritizedModelsAsync(http.RequestAborted).ConfigureAwait(false);
        var list = new ModelListContract { Models = [.. models.Select(Of)] };
        await JsonResult.WriteAsync(http, list, AdminJson.Default.ModelListContract).ConfigureAwait(false);
    }

    private async Task RefreshAsync(HttpContext http)
    {
        var count = await admin.RefreshModelsAsync(http.RequestAborted).ConfigureAwait(false);
        var result = new RefreshContract { IsSuccess = true, ModelsCount = count };
        await JsonResult.WriteAsync(http, result, AdminJson.Default.RefreshContract).ConfigureAwait(false);
    }
}
