using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.Application.Models;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Models;

/// <summary>Lists the models, in the caller's protocol.</summary>
internal sealed class ModelEndpoints(IRouter router, IAdmin admin)
{
    // Claude Code 2.1.330 ignores ids of a gateway's list that do not begin with claude or anthropic
    private const string BareFamily = "claude";

    public async Task ListAsync(HttpContext http, IInboundCodec codec)
    {
        if (codec.Description.PagesModelLists)
        {
            var named = await admin.ListNamedModelsAsync(BareFamily, http.RequestAborted).ConfigureAwait(false);
            await JsonResult.WriteAsync(http, AnthropicModelList.Write, AnthropicModelList.Page(named, http.Request.Query)).ConfigureAwait(false);
        }
        else
        {
            var models = await router.ListModelsAsync(http.RequestAborted).ConfigureAwait(false);
            await JsonResult.WriteAsync(http, OpenAIModelList.Write, models).ConfigureAwait(false);
        }
    }

    public async Task GetAsync(HttpContext http, IInboundCodec codec)
    {
        // clients send the slash of an id raw or encoded, and routing does not decode %2F
        var id = ((string?)http.Request.RouteValues["id"] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var model = await router.FindModelAsync(id, http.RequestAborted).ConfigureAwait(false);
        if (codec.Description.PagesModelLists)
        {
            await JsonResult.WriteAsync(http, AnthropicModelList.WriteModel, new NamedModel(NameOf(model, id), model)).ConfigureAwait(false);
        }
        else
        {
            await JsonResult.WriteAsync(http, OpenAIModelList.WriteModel, model).ConfigureAwait(false);
        }
    }

    // the id in the response equals the id of the list, bare or qualified
    private static string NameOf(ModelCard model, string asked) =>
        asked.StartsWith(BareFamily, StringComparison.OrdinalIgnoreCase) && model.Ref.Id.EndsWith(asked, StringComparison.Ordinal) ? asked : model.Ref.QualifiedId;
}
