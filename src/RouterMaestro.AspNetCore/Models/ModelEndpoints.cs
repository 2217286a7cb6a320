using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.AspNetCore.Pipeline;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Models;

/// <summary>Lists the models, in the caller's protocol.</summary>
internal sealed class ModelEndpoints(IAdmin admin)
{
    public async Task ListAsync(HttpContext http, IInboundCodec codec)
    {
        var list = codec.Description.ModelList;
        var models = await admin.ListNamedModelsAsync(list.BareFamily, http.RequestAborted).ConfigureAwait(false);
        await JsonResult.WriteAsync(http, (json, query) => list.Write(json, models, name => query[name]), http.Request.Query).ConfigureAwait(false);
    }

    public async Task GetAsync(HttpContext http, IInboundCodec codec)
    {
        // clients send the slash of an id raw or encoded, and routing does not decode %2F
        var id = ((string?)http.Request.RouteValues["model"] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var list = codec.Description.ModelList;
        var model = await admin.FindNamedModelAsync(id, list.BareFamily, http.RequestAborted).ConfigureAwait(false);
        await JsonResult.WriteAsync(http, list.WriteModel, model).ConfigureAwait(false);
    }
}
