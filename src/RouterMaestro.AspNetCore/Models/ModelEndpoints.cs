using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Models;

/// <summary>Lists the models, in the caller's protocol.</summary>
internal sealed class ModelEndpoints(IRouter router, IAdmin admin)
{
    public async Task ListAsync(HttpContext http, IInboundCodec codec)
    {
        var list = codec.Description.ModelList;
        var models = list.BareFamily is { } family
            ? await admin.ListNamedModelsAsync(family, http.RequestAborted).ConfigureAwait(false)
            : (await router.ListModelsAsync(http.RequestAborted).ConfigureAwait(false)).Select(NamedModel.Of).ToEquatableArray();
        await JsonResult.WriteAsync(http, (json, query) => list.Write(json, models, name => query[name]), http.Request.Query).ConfigureAwait(false);
    }

    public async Task GetAsync(HttpContext http, IInboundCodec codec)
    {
        // clients send the slash of an id raw or encoded, and routing does not decode %2F
        var id = ((string?)http.Request.RouteValues["model"] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var model = await router.FindModelAsync(id, http.RequestAborted).ConfigureAwait(false);
        var list = codec.Description.ModelList;
        await JsonResult.WriteAsync(http, list.WriteModel, NameOf(model, id, list.BareFamily)).ConfigureAwait(false);
    }

    // the id in the response equals the id of the list, bare or qualified
    private static NamedModel NameOf(ModelCard model, string asked, string? bareFamily) =>
        bareFamily is not null && asked.StartsWith(bareFamily, StringComparison.OrdinalIgnoreCase) && model.Ref.Id.EndsWith(asked, StringComparison.Ordinal)
            ? new(asked, model)
            : NamedModel.Of(model);
}
